import { STREAM } from '../../../lib/philox'
import type { MakeEnsemble, RotatedProblem } from '../ensemble'
import { scaled } from '../single'

/** What is off in a GPU's replicas after some steps, beside float64: relative to ‖w‖, and in steps of escape. */
const ALLOWED = 1e-5
const STEPS = 24
const R = 5

/** Takes a few steps of two tiny problems beside float64 replicas; returns what is wrong, with the numbers, or ''. */
export async function selfCheck(make: MakeEnsemble, exact: MakeEnsemble): Promise<string> {
  for (const noisy of [false, true]) {
    const problem = tiny(noisy)
    const [found, expected] = [await after(make, problem), await after(exact, problem)]
    const error = Math.max(...found.states.map((w, r) => distance(w, expected.states[r])))
    if (!(error <= ALLOWED)) return `its replicas are off by ${error.toExponential(1)}, allowed is ${ALLOWED.toExponential(0)}`
    const r = found.escapes.findIndex((step, r) => step !== expected.escapes[r])
    if (r >= 0) return `its replica ${r} escapes at step ${found.escapes[r]}, not ${expected.escapes[r]} (−1: never)`
  }
  return ''
}

/** Three rows in a batch, of 13 samples in 7 directions: neither is a multiple of what a GPU takes at a time. */
function tiny(noisy: boolean): RotatedProblem {
  const [n, s] = [13, 7]
  const features = Float64Array.from({ length: n * s }, (_, i) => ((i * 37) % 19) / 10 - 0.9)
  const lambda = Float64Array.from({ length: s }, (_, k) => 1 / (k + 1))
  const rest = noisy ? Float64Array.from({ length: n }, (_, i) => ((i * 11) % 7) / 5 - 0.6) : null
  return { n, s, features, lambda, rest, start: new Float64Array(s).fill(0.3) }
}

async function after(make: MakeEnsemble, problem: RotatedProblem) {
  const kernel = await make(problem, R, 7, STREAM.ensemble)
  try {
    await kernel.advance({ etas: new Float64Array(STEPS).fill(0.4), B: 3, taken: 0, drawn: 0, limit: 0.3 })
    const states: Float64Array[] = []
    for (let r = 0; r < R; r++) {
      const { w, exponent } = await kernel.state(r)
      states.push(w.map(v => scaled(v, exponent)))
    }
    return { states, escapes: [...(await kernel.read(1)).escapes] }
  } finally {
    kernel.dispose()
  }
}

function distance(found: Float64Array, exact: Float64Array): number {
  const norm = (v: Float64Array) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0))
  return norm(found.map((v, k) => v - exact[k])) / norm(exact)
}
