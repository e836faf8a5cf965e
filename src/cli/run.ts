import { join } from 'node:path'
import { setImmediate as breath } from 'node:timers/promises'
import { grouped } from '../lib/digits'
import { encodeNpz } from '../lib/npz'
import { FIELDS, type Scenario } from '../scenario'
import type { Backend } from '../sim/backends/types'
import type { OwnData } from '../sim/files/own'
import { factoredModel } from '../sim/model'
import { fill, type Reading } from '../sim/reading'
import { createSimulation, type Simulation } from '../sim/simulation'
import { gaussianColumns } from '../theory/gaussian'
import { ASSETS } from './assets'
import { openBackend } from './backend'
import { drive } from './drive'
import { makeFolder, writeWhole } from './files'
import { EXIT, type ExitCode, type Io } from './io'
import { MetricsFile } from './metrics'
import { duration, Progress } from './progress'
import { runFacts } from './report'
import { stateArrays } from './state'
import { writeSweep } from './sweep'

/** Runs a scenario into `out`, `own` being the data of --data, and prints its fingerprint last. */
export async function run(scenario: Scenario, out: string, io: Io, own: OwnData | null = null): Promise<ExitCode> {
  // A GPU needs a browser: a network that asks for one is computed on the processor here.
  const networks = scenario.backend === 'reference' ? 'reference' : 'wasm'
  const backend = await openBackend(factoredModel(scenario.model) ? scenario.backend : networks)
  const folders = scenario.arms.map(arm => (scenario.arms.length > 1 ? join(out, arm.id) : out))
  for (const folder of [out, ...folders]) makeFolder(folder)
  const progress = new Progress(io, scenario.steps)
  const began = performance.now()
  let sim: Simulation | undefined
  let files: MetricsFile[] = []
  try {
    const running = await createSimulation(scenario, backend, { ...ASSETS, own: digest => (own?.info.digest === digest ? own : null) })
    sim = running
    const { columns } = sim
    files = folders.map(folder => new MetricsFile(join(folder, 'metrics.csv'), columns.names))
    const latest = await drive(sim, {
      every: scenario.measure.every || Math.max(1, Math.ceil(scenario.steps / 1000)),
      interrupt: io.interrupt,
      record: readings => {
        withTheory(readings, running)
        for (const [a, { row }] of readings.entries()) files[a]?.add(row[columns.at.step] ?? Number.NaN, row)
      },
      step: step => progress.step(step),
    })
    const wall = (performance.now() - began) / 1000
    const interrupted = sim.step < scenario.steps
    progress.say(interrupted ? 'writing …' : 'certificate and files …')
    const certificate = interrupted ? null : await certificateOf(sim, io)
    const fingerprint = await sim.fingerprint()
    for (const file of files) file.finish()
    await writeStates(sim, latest, folders)
    for (const [a, folder] of folders.entries()) {
      const facts = runFacts(sim, a, { backend: backend.id, wall, interrupted, certificate, fingerprint, own: own?.info ?? null })
      writeWhole(join(folder, 'run.json'), `${JSON.stringify(facts, null, 2)}\n`)
    }
    if (!interrupted) await writeSweep(scenario, backend, out, io)
    progress.clear()
    io.out(`${summary(sim, backend, latest, folders)}\n${grouped(sim.step)} steps in ${duration(wall)}\n`)
    if (interrupted) io.err(`noisescope: interrupted at step ${sim.step} of ${scenario.steps}; ${out} holds the results so far\n`)
    io.out(`${fingerprint}\n`)
    return interrupted ? EXIT.failed : EXIT.done
  } finally {
    progress.clear()
    for (const file of files) file.discard()
    sim?.dispose()
    backend.dispose()
  }
}

function withTheory(readings: readonly Reading[], { columns, scenario }: Simulation): void {
  for (const { row, population } of readings)
    if (population) fill<'theory'>(row, columns, gaussianColumns(population, scenario.measure.sigma === 'centred'))
}

/** The certificate, or null where there is none; an interrupt gives it up. */
async function certificateOf(sim: Simulation, io: Io) {
  try {
    return await sim.certify(async () => {
      await breath()
      io.interrupt.throwIfAborted()
    })
  } catch (error) {
    if (io.interrupt.aborted) return null
    throw error
  }
}

async function writeStates(sim: Simulation, latest: readonly Reading[], folders: readonly string[]): Promise<void> {
  for (const [a, state] of (await sim.states()).entries()) {
    const [folder, reading] = [folders[a], latest[a]]
    if (folder && reading) writeWhole(join(folder, 'state.npz'), encodeNpz(await stateArrays(sim, a, state, reading)))
  }
}

function summary(sim: Simulation, backend: Backend, latest: readonly Reading[], folders: readonly string[]): string {
  const { data, columns, scenario } = sim
  const { at } = columns
  const short = (v = Number.NaN) => String(Number(v.toPrecision(4)))
  const head = `${FIELDS.model.kind.label} ${sim.model.kind}, n = ${data.n}, d = ${data.d}, p = ${sim.p}, seed ${scenario.seed}, ${backend.id} ${sim.precision}`
  const lines = latest.map(({ arm, row }, a) => {
    const stopped = sim.divergences[a]
    const told =
      stopped && stopped.direction > 0 ? `; direction ${stopped.direction} carries ${short(100 * stopped.share)} % of the loss` : ''
    const end = stopped ? `diverged at step ${stopped.step}${told}` : `loss ${short(row[at.loss])}, mu ${short(row[at.mu])}`
    return `${arm}: ${end} → ${folders[a]}`
  })
  return [head, ...lines].join('\n')
}
