/** Claims about how runs leave a minimum. */
import { elementAt } from '../../src/lib/values'
import { decodeLink } from '../../src/scenario'
import { COUNTED, successes, trialOf } from '../../src/sim/planar/success'
import { createSampler } from '../../src/sim/sampler'
import { descentEnergies, escapeMetric, referenceRatios } from '../../src/theory/escapeMetric'
import { Moments } from '../../src/theory/escapeMoments'
import { escapeProblem, escapeStart } from '../../src/theory/escapeProblem'
import { type Claim, meanOf, rounded, verdictOf, withError } from './claim'
import { overSeeds, seeded, withRun } from './runs'

const PAPER = 'Wang & Wu, arXiv 2310.00692'
const SEEDS = 5
const STEPS = 200
const BETAS = [0.6, 0.8, 1]

const problemOf = (link: string, seed: number) =>
  withRun(seeded(link, seed), async sim => {
    const { X, n, d } = sim.data
    const problem = escapeProblem(X, n, d)
    return { problem, start: escapeStart(problem, await sim.residuals(0)) }
  })

/** The smallest D_k(t) over the reference, over steps 1 to `STEPS` and every k but the last. */
async function constantOf(link: string, seed: number, beta: number): Promise<number> {
  const { problem, start } = await problemOf(link, seed)
  const eta = beta / Math.sqrt(problem.lambda.reduce((s, v) => s + v * v, 0))
  const moments = new Moments(problem, start)
  const reference = referenceRatios(problem.lambda)
  let least = Number.POSITIVE_INFINITY
  for (let t = 1; t <= STEPS; t++) {
    moments.step({ eta, strength: 1, shape: 'sigma' })
    const D = escapeMetric(moments.shares())
    for (let k = 0; k < D.length - 1; k++) least = Math.min(least, (D[k] ?? 0) / (reference[k] ?? 1))
  }
  return least
}

const zhu = 's=zhu-2d'
const REPEATS = 1000
/** In the order of `COUNTED`: none, isotropic, diagonal, leading of Σ, like G, leading of G. */
const RATES = [0, 1, 1, 33, 28, 40]

export const ESCAPES: readonly Claim[] = [
  {
    id: 'escape-sgd',
    short: 'SGD keeps D_k above C times its reference',
    claim: 'SGD leaves a minimum along flat directions too: D_k(t) ≥ C·Σ_{i>k}λ_i²/Σ_{i≤k}λ_i² with η = β/‖G‖_F',
    source: PAPER,
    link: 's=escape',
    published: 'C > 0, unnamed',
    asked: `the least C over t = 1 … ${STEPS}, every k and ${SEEDS} data sets, from exact second moments at B = 1, is above 0.1 for every β`,
    async measure() {
      const found: string[] = []
      const all: number[] = []
      for (const beta of BETAS) {
        const values = await overSeeds(SEEDS, seed => constantOf('s=escape', seed, beta))
        all.push(...values)
        found.push(`β = ${beta}: C = ${rounded(Math.min(...values))}`)
      }
      return { measured: found.join('; '), verdict: verdictOf(Math.min(...all) > 0.1) }
    },
  },
  {
    id: 'escape-gd',
    short: 'Under GD D_1 decays exponentially',
    claim: 'GD leaves it along the sharpest direction alone: D_1(t) decays exponentially at η = 4/(λ_1 + λ_2)',
    source: PAPER,
    link: 's=escape',
    published: 'exponential decay',
    asked: 'D_1 at step 1000 over D_1 at step 500, and that over D_1 at the start, below one half on every data set',
    async measure() {
      const values = await overSeeds(SEEDS, async seed => {
        const { problem, start } = await problemOf('s=escape', seed)
        const [first = 0, second = 0] = problem.lambda
        const D = [0, 500, 1000].map(t => escapeMetric(descentEnergies(problem.lambda, start.w, 4 / (first + second), t))[0] ?? Number.NaN)
        return [(D[1] ?? 0) / (D[0] ?? 1), (D[2] ?? 0) / (D[1] ?? 1)]
      })
      const largest = Math.max(...values.flat())
      return { measured: `largest quotient ${rounded(largest)}`, verdict: verdictOf(largest < 0.5) }
    },
  },
  {
    id: 'zhu-rates',
    short: 'Noise like the landscape escapes, round noise does not',
    claim: 'Noise shaped like the landscape leaves the sharp basin, isotropic noise of the same trace does not',
    source: 'Zhu et al., arXiv 1803.00195',
    link: zhu,
    published: `an independent run of the case gave ${RATES.join(', ')} % (none, isotropic, diagonal, leading of Σ, like G, leading of G)`,
    asked: `shares of ${REPEATS} repeats within four standard errors of both and 4 %`,
    async measure() {
      const scenario = decodeLink(zhu)
      const arm = elementAt(scenario.arms, 0)
      const found = COUNTED.map(noise => {
        const trial = trialOf(scenario, arm, noise)
        return noise === 'none' ? 100 * successes(trial, 0, 1) : (100 * successes(trial, 0, REPEATS)) / REPEATS
      })
      const near = found.every((share, i) => {
        const wanted = RATES[i] ?? 0
        return Math.abs(share - wanted) <= 4 + 4 * Math.sqrt((wanted * (100 - wanted)) / REPEATS)
      })
      return { measured: `${found.map(v => rounded(v)).join(', ')} %`, verdict: verdictOf(near) }
    },
  },
  {
    id: 'reshuffled-lag',
    short: 'Reshuffled noises correlate by −(M−h)/(M(M−1))',
    claim: 'Reshuffled epochs of M minibatches: noises h steps apart correlate by −(M−h)/(M(M−1))',
    source: 'arXiv 2306.05300',
    link: 's=linear-isotropic&B=40&sampling=reshuffled',
    published: 'M = 5: −0.2, −0.15, −0.1, −0.05 at h = 1 … 4, 0 at h = 5',
    asked: 'means over 40 000 epochs of the sampler within four standard errors at every h',
    async measure() {
      const [n, B, M] = [200, 40, 5]
      const mark = Float64Array.from({ length: n }, (_, i) => (i % 2 ? 1 : -1))
      const epochs = 40_000
      const rows = createSampler(n, 1)('reshuffled', M * epochs, B, 0, 0)
      const noise = Float64Array.from({ length: M * epochs }, (_, t) => {
        let sum = 0
        for (let b = 0; b < B; b++) sum += mark[rows[t * B + b] ?? 0] ?? 0
        return sum
      })
      const square = noise.reduce((s, v) => s + v * v, 0) / noise.length
      const found = [1, 2, 3, 4, 5].map(h => {
        // A mean per two epochs, so that neighbours are nearly independent.
        const parts = Array.from({ length: epochs / 2 - 2 }, (_, part) => {
          let sum = 0
          for (let t = 2 * M * part; t < 2 * M * (part + 1); t++) sum += (noise[t] ?? 0) * (noise[t + h] ?? 0)
          return sum / (2 * M * square)
        })
        return { h, parts, ...meanOf(parts) }
      })
      const near = found.every(({ h, mean, se }) => Math.abs(mean + (M - h) / (M * (M - 1))) <= 4 * se)
      return { measured: found.map(({ parts }) => withError(parts)).join('; '), verdict: verdictOf(near) }
    },
  },
]
