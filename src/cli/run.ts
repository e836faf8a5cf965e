import { join, posix } from 'node:path'
import { setImmediate as breath } from 'node:timers/promises'
import { fourDigits, grouped } from '../lib/digits'
import { encodeNpz } from '../lib/npz'
import { elementAt } from '../lib/values'
import { FIELDS, looksEvery, parametersOf, type Scenario, stopWords } from '../scenario'
import type { Backend } from '../sim/backends/types'
import type { OwnData } from '../sim/files/own'
import { factoredModel } from '../sim/model'
import type { Reading } from '../sim/reading'
import { createSimulation, type Simulation } from '../sim/simulation'
import { withTheory } from '../workers/theory'
import { ASSETS, withOwn } from './assets'
import { openBackend } from './backend'
import { openCrew } from './crew/crew'
import { checkDraws, Draws } from './draws'
import { drive } from './drive'
import { EXIT, type ExitCode, type Io } from './io'
import { MANIFEST } from './manifest'
import { MetricsFile } from './metrics'
import { duration, Progress } from './progress'
import { runFacts } from './report'
import { Results } from './results'
import { stateArrays } from './state'
import { writeSweep } from './sweep'

interface RunOptions {
  /** The data of --data. */
  readonly own?: OwnData | null
  /** Whether draws.npz is wanted. */
  readonly draws?: boolean
}

/** Runs a scenario into `out` and prints its fingerprint last. */
export async function run(scenario: Scenario, out: string, io: Io, { own = null, draws = false }: RunOptions = {}): Promise<ExitCode> {
  if (draws) checkDraws(scenario, scenario.data.n, parametersOf(scenario) ?? 0)
  // A GPU needs a browser: a network that asks for one is computed on the processor here.
  const networks = scenario.backend === 'reference' ? 'reference' : 'wasm'
  const backend = await openBackend(factoredModel(scenario.model) ? scenario.backend : networks)
  const folders = scenario.arms.length > 1 ? scenario.arms.map(arm => arm.id) : ['']
  const results = new Results(io.disk, out, folders)
  const drawn = draws ? scenario.arms.map(() => new Draws()) : null
  const progress = new Progress(io, scenario.steps)
  const crew = openCrew(io.thread)
  io.interrupt.addEventListener('abort', crew.cancel)
  const began = performance.now()
  let sim: Simulation | undefined
  try {
    const watch = drawn && { watch: (a: number) => elementAt(drawn, a) }
    const running = await createSimulation(scenario, backend, withOwn(ASSETS, own), { crew, planeLater: true, ...watch })
    sim = running
    // Of some networks only their layers tell how many weights there are.
    if (draws) checkDraws(scenario, sim.data.n, sim.size)
    const { columns } = sim
    const metrics = folders.map(folder => new MetricsFile(results.file(posix.join(folder, 'metrics.csv')), columns.names))
    const { latest, early } = await drive(sim, {
      every: looksEvery(scenario),
      interrupt: io.interrupt,
      record: readings => {
        withTheory(readings, running)
        for (const [a, { row }] of readings.entries()) metrics[a]?.add(row[columns.at.step] ?? Number.NaN, row)
      },
      step: step => progress.step(step),
      measuring: (step, share, since) => progress.measuring(step, share, since),
    })
    const wall = (performance.now() - began) / 1000
    const interrupted = sim.step < scenario.steps && !early
    progress.say(interrupted ? 'writing …' : 'certificate and files …')
    const certificate = interrupted ? null : await certificateOf(sim, io)
    const fingerprint = await sim.fingerprint()
    await writeStates(sim, latest, folders, results)
    if (drawn) writeDraws(sim, drawn, folders, results)
    if (!interrupted) await writeSweep(scenario, backend, results, io)
    for (const [a, folder] of folders.entries()) {
      const files = results.beside(folder, MANIFEST)
      const outcome = { backend: backend.id, wall, interrupted, early, certificate, fingerprint, own: own?.info ?? null, files }
      results.write(posix.join(folder, MANIFEST), `${JSON.stringify(runFacts(sim, a, outcome), null, 2)}\n`)
    }
    results.publish()
    progress.clear()
    io.out(
      `${summary(
        sim,
        backend,
        latest,
        folders.map(folder => join(out, folder)),
      )}\n${grouped(sim.step)} steps in ${duration(wall)}\n`,
    )
    if (early) io.out(`stopped: ${stopWords(early)} at step ${early.step} of ${scenario.steps}\n`)
    if (interrupted) io.err(`noisescope: interrupted at step ${sim.step} of ${scenario.steps}; ${out} holds the results so far\n`)
    io.out(`${fingerprint}\n`)
    return interrupted ? EXIT.failed : EXIT.done
  } finally {
    io.interrupt.removeEventListener('abort', crew.cancel)
    crew.cancel()
    progress.clear()
    results.discard()
    sim?.dispose()
    backend.dispose()
  }
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

async function writeStates(sim: Simulation, latest: readonly Reading[], folders: readonly string[], results: Results): Promise<void> {
  for (const [a, state] of (await sim.states()).entries()) {
    const [folder, reading] = [folders[a], latest[a]]
    if (folder !== undefined && reading)
      results.write(posix.join(folder, 'state.npz'), encodeNpz(await stateArrays(sim, a, state, reading)))
  }
}

function writeDraws(
  { scenario, step, divergences }: Simulation,
  drawn: readonly Draws[],
  folders: readonly string[],
  results: Results,
): void {
  for (const [a, draws] of drawn.entries()) {
    const arrays = draws.arrays(scenario, a, divergences[a]?.step ?? step)
    results.write(posix.join(elementAt(folders, a), 'draws.npz'), encodeNpz(arrays))
  }
}

function summary(sim: Simulation, backend: Backend, latest: readonly Reading[], folders: readonly string[]): string {
  const { data, columns, scenario } = sim
  const { at } = columns
  const head = `${FIELDS.model.kind.label} ${sim.model.kind}, n = ${data.n}, d = ${data.d}, p = ${sim.p}, seed ${scenario.seed}, ${backend.id} ${sim.precision}`
  const lines = latest.map(({ arm, row }, a) => {
    const stopped = sim.divergences[a]
    const told =
      stopped && stopped.direction > 0 ? `; direction ${stopped.direction} carries ${fourDigits(100 * stopped.share)} % of the loss` : ''
    const end = stopped ? `diverged at step ${stopped.step}${told}` : `loss ${fourDigits(row[at.loss])}, mu ${fourDigits(row[at.mu])}`
    return `${arm}: ${end} → ${folders[a]}`
  })
  return [head, ...lines].join('\n')
}
