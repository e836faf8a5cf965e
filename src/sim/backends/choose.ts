import { Fault, reasonOf } from '../../lib/fault'
import { type ArmState, atRest, DEFAULTS } from '../../lib/optimizers'
import { createBackend } from './create'
import { createReferenceBackend } from './reference'
import { type Backend, type BackendId, type Problem, parameterCount, type Stepper } from './types'

export interface Candidate {
  readonly id: BackendId
  /** Median milliseconds for the trial workload; NaN if the candidate was refused. */
  readonly ms: number
  /** Why it was refused, or ''. */
  readonly refused: string
}
export interface Choice {
  readonly backend: Backend
  readonly candidates: readonly Candidate[]
  /** One sentence for the page. */
  readonly reason: string
}

/** A workload to choose a backend for. */
export interface Trial {
  readonly n: number
  readonly batchSize: number
  /** Minibatch steps between two looks at the residuals. */
  readonly steps: number
  readonly start: ArmState
  /** What is wrong with a backend's numbers on a tiny case of the same kind, or ''. */
  check(backend: Backend): Promise<string>
  open(backend: Backend): Promise<Stepper>
}

/** The workload of a model through w = F(θ). */
export const factoredTrial = (problem: Problem, batchSize: number): Trial => ({
  ...{ n: problem.n, batchSize, steps: 32, check: selfCheck },
  start: atRest(new Float64Array(parameterCount(problem.model, problem.d)).fill(0.01)),
  open: backend => backend.open(problem),
})

const TRIALS = 7

/**
 * Picks the fastest backend for a workload by measuring. Each candidate is first checked; software GPU adapters are refused for
 * speed. Then interleaved timings of the trial's steps and one look at the residuals; medians decide. The backends not
 * chosen are disposed.
 */
export async function chooseBackend(trial: Trial, ids: readonly BackendId[] = ['wasm', 'webgpu', 'webgl']): Promise<Choice> {
  const alive: { backend: Backend; times: number[] }[] = []
  const refused: Candidate[] = []
  for (const id of ids) {
    try {
      const backend = await createBackend(id)
      const why = backend.software ? `${backend.device} is a software adapter` : await trial.check(backend)
      if (why) {
        backend.dispose()
        refused.push({ id, ms: Number.NaN, refused: why })
      } else alive.push({ backend, times: [] })
    } catch (error) {
      refused.push({ id, ms: Number.NaN, refused: reasonOf(error) })
    }
  }
  if (!alive.length)
    throw new Fault(
      `No backend passed its self-check: ${refused.map(c => `${c.id} (${c.refused})`).join(', ')}`,
      'choose wasm in the scenario',
    )
  if (alive.length > 1) await time(alive, trial)
  const median = (times: readonly number[]) => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0
  alive.sort((a, b) => median(a.times) - median(b.times))
  for (const loser of alive.slice(1)) loser.backend.dispose()
  const { backend } = alive[0]
  const candidates = [...alive.map(a => ({ id: a.backend.id, ms: median(a.times), refused: '' })), ...refused]
  return { backend, candidates, reason: reasonFor(candidates) }
}

/** "auto: wasm 2.0 ms, webgpu 6.2 ms (3.1× as long), webgl refused (SwiftShader is a software adapter)". */
export function reasonFor(candidates: readonly Candidate[]): string {
  const fastest = candidates[0].ms
  const outcomes = candidates.map(({ id, ms, refused }) => {
    if (refused) return `${id} refused (${refused})`
    if (!ms) return id
    return `${id} ${ms.toPrecision(2)} ms${ms === fastest ? '' : ` (${(ms / fastest).toPrecision(2)}× as long)`}`
  })
  return `auto: ${outcomes.join(', ')}`
}

async function time(alive: readonly { backend: Backend; times: number[] }[], trial: Trial): Promise<void> {
  const { n, batchSize, steps, start: state } = trial
  const engines = await Promise.all(alive.map(a => trial.open(a.backend)))
  const batch = Int32Array.from({ length: steps * batchSize }, (_, i) => (i * 7919) % n)
  const plan = { eta: new Float64Array(steps).fill(1e-4), batch, batchSize, settings: DEFAULTS }
  for (const engine of engines) engine.addArm(state)
  for (let trial = 0; trial <= TRIALS; trial++)
    for (let a = 0; a < engines.length; a++) {
      const start = performance.now()
      await engines[a].advance(0, plan)
      await engines[a].residuals(0)
      // The first round warms caches and shaders and does not count.
      if (trial > 0) alive[a].times.push(performance.now() - start)
    }
  for (const engine of engines) engine.dispose()
}

/** Compares a few steps with the reference on a fixed tiny problem; returns what is wrong, or ''. */
async function selfCheck(backend: Backend): Promise<string> {
  const n = 6
  const d = 5
  const X = Float64Array.from({ length: n * d }, (_, i) => ((i * 37) % 19) / 10 - 0.9)
  const y = Float64Array.from({ length: n }, (_, i) => ((i * 11) % 7) / 5 - 0.6)
  const problem: Problem = { n, d, X, y, model: { kind: 'linear' } }
  const plan = {
    eta: new Float64Array(8).fill(0.05),
    batch: Int32Array.from({ length: 16 }, (_, i) => (i * 5) % n),
    batchSize: 2,
    settings: DEFAULTS,
  }
  const run = async (b: Backend) => {
    const engine = await b.open(problem)
    engine.addArm(atRest(new Float64Array(d).fill(0.3)))
    await engine.advance(0, plan)
    const r = await engine.residuals(0)
    const S = await engine.moment(r.map(v => v * v))
    engine.dispose()
    return [...r, ...S]
  }
  const reference = createReferenceBackend()
  const [expected, found] = [await run(reference), await run(backend)]
  const size = Math.max(...expected.map(Math.abs))
  const error = Math.max(...expected.map((e, i) => Math.abs(e - found[i]))) / size
  const allowed = backend.precision === 'f64' ? 1e-12 : 1e-5
  return error <= allowed ? '' : `its self-check is off by ${error.toExponential(1)}, allowed is ${allowed.toExponential(0)}`
}
