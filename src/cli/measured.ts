/** `run --measurements FILE`: reads what a user measured of a model of their own, and writes metrics.csv, spectra.npz and run.json. */

import { basename } from 'node:path'
import { setImmediate as breath } from 'node:timers/promises'
import { fourDigits } from '../lib/digits'
import { encodeNpz } from '../lib/npz'
import { type Columns, decodeLink, type Scenario, withSettings } from '../scenario'
import { DataFileError, quoted } from '../sim/files/error'
import type { Checkpoint } from '../sim/measured/contract'
import { measureAll, notesOf } from '../sim/measured/course'
import type { MeasuredCheckpoint, MeasuringSettings } from '../sim/measured/measure'
import { type Measurements, openMeasurements } from '../sim/measured/open'
import { spectraOf } from '../sim/measured/spectra'
import type { Invocation } from './args'
import { checkBackend, openBackend } from './backend'
import { onDisk } from './data'
import { UsageError } from './faults'
import { EXIT, type ExitCode, type Io } from './io'
import { MANIFEST } from './manifest'
import { MetricsFile } from './metrics'
import { duration, Progress } from './progress'
import { Results } from './results'
import { readScenario } from './scenario'
import { VERSION } from './version'

const OPTION = '--measurements'
/** Fields that say how checkpoints are read; all others speak of a run. */
const FIELDS = ['eta', 'B', 'sampling', 'k', 'sigma', 'batches', 'edge', 'seed']
const OF_RUNS = ['data', 'target', 'drop', 'task', 'header', 'decimal', 'steps', 'every', 'draws']

export const asksForMeasurements = (request: Invocation) => request.command === 'run' && request.texts('measurements').length > 0

/** The settings under which checkpoints are read: those of SCENARIO's first arm, where one is given, then those of --set. */
function settingsOf(request: Invocation): { settings: MeasuringSettings; scenario: Scenario } {
  const misplaced = OF_RUNS.find(option => request.flag(option) || request.texts(option).length > 0)
  if (misplaced) throw new UsageError(`--${misplaced}: it speaks of a run; with ${OPTION} allowed are SCENARIO, --set, --backend and --out`)
  const set = request.texts('set')
  const names = set.map(setting => setting.split('=')[0] ?? '')
  const other = names.find(name => !FIELDS.includes(name))
  if (other !== undefined)
    throw new UsageError(`--set: found “${other}”, which speaks of a run; with ${OPTION} allowed is one of ${FIELDS.join(', ')}`)
  const plain = decodeLink('s=linear-isotropic&arms=sgd&n=20000')
  const like = request.args[0] === undefined ? null : readScenario(request.args[0])
  const base = like ? { ...plain, seed: like.seed, measure: like.measure, arms: like.arms.slice(0, 1), events: [] } : plain
  const backend = request.text('backend')
  const scenario = withSettings(base, [...set, ...(backend === undefined ? [] : [`backend=${backend}`])])
  const [arm] = scenario.arms
  if (!arm) throw new RangeError('a scenario has an arm')
  const { k, sigma, batches, edge } = scenario.measure
  const given = { eta: like !== null || names.includes('eta'), B: like !== null || names.includes('B') }
  return { settings: { arm, given, k, sigma, batches, edge, seed: scenario.seed }, scenario }
}

/** Measures the checkpoints of the files, writes their rows to `out`, and prints the fingerprint of the rows last. */
export async function measure(request: Invocation, out: string, io: Io): Promise<ExitCode> {
  const { settings, scenario } = settingsOf(request)
  checkBackend(scenario.backend)
  const paths = request.texts('measurements')
  const files: Awaited<ReturnType<typeof onDisk>>[] = []
  const progress = new Progress(io, 1)
  const began = performance.now()
  const backend = await openBackend(scenario.backend)
  try {
    for (const path of paths) files.push(await onDisk(path, OPTION))
    const measurements = await openMeasurements(files)
    const { checkpoints, ignored } = measurements
    if (ignored.length > 0) io.err(`noisescope: ${OPTION}: not used: ${ignored.map(quoted).join(', ')}\n`)
    const { columns, found, fingerprint } = await measureAll(measurements, settings, backend, async (at, share) => {
      progress.share((at + share) / checkpoints.length, `checkpoint ${at + 1} of ${checkpoints.length}: ${Math.floor(100 * share)} %`)
      await breath()
      io.interrupt.throwIfAborted()
    })
    progress.clear()
    for (const note of notesOf(measurements, found)) io.err(`noisescope: ${OPTION}: ${note}\n`)
    const wall = (performance.now() - began) / 1000
    const results = new Results(io.disk, out)
    try {
      const metrics = new MetricsFile(results.file('metrics.csv'), columns.names)
      for (const [at, { row }] of found.entries()) metrics.add(checkpoints[at]?.step ?? at, row)
      results.write('spectra.npz', encodeNpz(spectraOf(checkpoints, found, columns)))
      const facts = {
        versions: { noisescope: VERSION, node: process.versions.node },
        backend: backend.id,
        measurements: factsOf(paths, measurements),
        settings: { ...said(settings), ...measuring(settings) },
        fingerprint,
        wall_time_s: Math.round(wall * 1000) / 1000,
        files: results.beside('', MANIFEST),
        columns: columns.names,
      }
      results.write(MANIFEST, `${JSON.stringify(facts, null, 2)}\n`)
      results.publish()
    } finally {
      results.discard()
    }
    progress.clear()
    io.out(
      `${summary(checkpoints, found, columns)}\n${checkpoints.length} checkpoint${checkpoints.length > 1 ? 's' : ''} in ${duration(wall)} → ${out}\n`,
    )
    io.out(`${fingerprint}\n`)
    return EXIT.done
  } catch (error) {
    throw error instanceof DataFileError ? new UsageError(`${OPTION}: ${error.message}`, { cause: error }) : error
  } finally {
    progress.clear()
    backend.dispose()
    for (const file of files) await file.close()
  }
}

/** η and B that hold where a checkpoint has none of its own; null where nobody said. */
const said = ({ arm, given }: MeasuringSettings) => ({ eta: given.eta ? arm.eta : null, B: given.B ? arm.B : null, sampling: arm.sampling })

const measuring = ({ k, sigma, batches, edge, seed }: MeasuringSettings) => ({ k, sigma, batches, edge, seed })

const factsOf = (paths: readonly string[], { digest, checkpoints }: Measurements) => ({
  digest,
  files: paths.map(path => basename(path)),
  checkpoints: checkpoints.map(({ step, n, outputs, p, kind }) => ({ step, n, outputs, p: p || null, of: kind })),
})

function summary(checkpoints: readonly Checkpoint[], found: readonly MeasuredCheckpoint[], { at, first }: Columns): string {
  return checkpoints
    .map(({ step, n, outputs, p }, i) => {
      const row = found[i]?.row
      const size = `n = ${n}${outputs > 1 ? `, C = ${outputs}` : ''}${p > 0 ? `, p = ${p}` : ''}`
      return `step ${step}: ${size}, loss ${fourDigits(row?.[at.loss])}, mu ${fourDigits(row?.[at.mu])}, lambda_1 ${fourDigits(row?.[first.lambda])}`
    })
    .join('\n')
}
