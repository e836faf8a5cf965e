import { describe, expect, it } from 'vitest'
import { PRESETS } from '../../scenario'
import { createReferenceBackend } from '../backends/reference'
import { createSimulation } from '../simulation'
import { COUNTED, endOf, successes, trialOf } from './success'

const { scenario } = PRESETS.get('zhu-2d')!
const arm = scenario.arms.find(a => a.kind === 'sgd')!

/** THEORY.md §5, in percent. */
const LITERATURE = { none: 0, isotropic: 1, diagonal: 1, 'top-k': 33, 'g-shaped': 28, 'top-eigenvector': 40 }

describe('the case of Zhu et al.', () => {
  it.each(COUNTED.filter(noise => noise !== 'g-shaped'))('%s: repeat 0 ends where the simulation’s arm does', async noise => {
    for (const trace of [0.01, 0]) {
      const backend = createReferenceBackend()
      const own = { ...arm, noise, rank: 1, trace, B: 2 }
      const simulation = await createSimulation({ ...scenario, arms: [own] }, backend)
      await simulation.advance(scenario.steps)
      const [state] = await simulation.states()
      const end = new Float64Array(2)
      endOf(trialOf(scenario, own, noise), 0, end)
      for (const j of [0, 1]) expect(end[j]).toBeCloseTo(state!.theta[j], 6)
      simulation.dispose()
      backend.dispose()
    }
  })

  it('noise shaped like G has that covariance, from the same θ', () => {
    const trial = { ...trialOf(scenario, arm, 'g-shaped'), steps: 1 }
    const still = new Float64Array(2)
    endOf({ ...trial, noise: 'none' }, 0, still)
    const end = new Float64Array(2)
    const sum = [0, 0, 0]
    const repeats = 20000
    for (let r = 0; r < repeats; r++) {
      endOf(trial, r, end)
      const [a, b] = [end[0] - still[0], end[1] - still[1]]
      sum[0] += (a * a) / repeats
      sum[1] += (a * b) / repeats
      sum[2] += (b * b) / repeats
    }
    // At (1, 1) all but the farthest samples lie on the sharp side, where G = Rᵀ diag(20, 200) R; 5 s.e. of 20,000 draws.
    const X = trial.X
    let sharp = 0
    for (let i = 0; i < X.length; i += 2) {
      const [s, t] = [1 - X[i], 1 - X[i + 1]]
      if (5 * (s - t) * (s - t) + 50 * (s + t - 2) * (s + t - 2) <= (s + 1) * (s + 1) + (t + 1) * (t + 1)) sharp += 2 / X.length
    }
    const [diagonal, cross] = [sharp * 110 + (1 - sharp) * 2, sharp * 90]
    const want = [0.005, (0.005 * cross) / diagonal, 0.005]
    for (const e of [0, 1, 2]) expect(Math.abs(sum[e] - want[e])).toBeLessThan((5 * 0.005 * Math.SQRT2) / Math.sqrt(repeats))
  })

  it('rates: median over five data draws within 5 points of those of THEORY.md §5, which bench/zhu.ts finds on 2,000 repeats', () => {
    // Here 100 repeats per draw: a median of five then has a standard error of up to 3 points, and the margin is 5 + 2·3.
    for (const noise of COUNTED) {
      const rates = [1, 2, 3, 4, 5].map(seed => successes(trialOf({ ...scenario, seed }, arm, noise), 0, noise === 'none' ? 1 : 100))
      const median = rates.sort((a, b) => a - b)[2]
      expect(Math.abs(median - LITERATURE[noise]), `${noise}: ${rates}`).toBeLessThan(noise === 'none' ? 1e-9 : 11)
    }
  })
})
