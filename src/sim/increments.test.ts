import { afterAll, describe, expect, it } from 'vitest'
import { atRest, DEFAULTS } from '../lib/optimizers'
import type { ModelSettings, Sampling } from '../scenario'
import { BACKENDS } from './backends/testing/backends.fixture'
import { makeData } from './makeData'
import { factoredModel, initialParameters } from './model'
import { createSampler } from './sampler'
import { dense } from './testing/dense.fixture'
import { scenarioOf } from './testing/scenario.fixture'
import { Worst } from './testing/worst.fixture'

const errors = new Worst('increments: largest deviation in standard errors', 5)
const exact = new Worst('increments through the engine against the sampled gradients', 1e-12)
afterAll(() => {
  if (process.env.REPORT_ERRORS) console.log(`${errors.report()}\n${exact.report()}`)
})

const STEPS = 100_000
const ETA = 0.1

const CASES: readonly (readonly [Partial<ModelSettings>, number, number, number, Sampling])[] = [
  [{ kind: 'linear' }, 11, 4, 1, 'with-replacement'],
  [{ kind: 'linear' }, 11, 4, 5, 'with-replacement'],
  [{ kind: 'linear' }, 11, 4, 5, 'without-replacement'],
  [{ kind: 'linear' }, 11, 4, 10, 'without-replacement'],
  [{ kind: 'olm-diagonal' }, 9, 3, 3, 'without-replacement'],
  [{ kind: 'olm-two-layer', m: 2 }, 9, 2, 3, 'with-replacement'],
]

/**
 * For N increments δ, independent by construction (one counter per step): the mean of δ_a has standard error √(C_aa/N), and
 * that of the products (δ_a + η∇L_a)(δ_b + η∇L_b) has √(Var of the products/N), taken from the sample. Bound: 5 of either.
 */
describe.each(BACKENDS)('10⁵ minibatch steps from the same θ on the %s backend', (_, create) => {
  it.each(CASES)('%j, n = %i, d = %i, B = %i, %s: mean −η∇L, covariance η²Σ/B', async (settings, n, d, B, sampling) => {
    const scenario = scenarioOf({ seed: 21, model: settings, data: { n, d, labelNoise: 0.3 } })
    const model = factoredModel(scenario.model)!
    const data = makeData(scenario.data, scenario.seed)
    const theta = initialParameters(model, { kind: 'gaussian', scale: 0.7 }, data.teacher, 21)
    const at = dense(model, theta, data)
    const p = theta.length
    const batches = createSampler(n, scenario.seed)(sampling, STEPS, B, 0, 0)
    const own = at.J.map((row, i) => row.map(v => (-ETA * v * at.r[i]) / B))
    const drift = at.gradient.map(v => -ETA * v)
    const increment = new Float64Array(p)
    const mean = new Float64Array(p)
    const products = new Float64Array(p * p)
    const squares = new Float64Array(p * p)
    const backend = await create()
    const engine = await backend.open({ n, d, X: data.X, y: data.y, model })
    const start = atRest(theta)
    const arm = engine.addArm(start)
    for (let t = 0; t < STEPS; t++) {
      const batch = batches.subarray(t * B, (t + 1) * B)
      increment.fill(0)
      for (const i of batch) for (let a = 0; a < p; a++) increment[a] += own[i][a]
      if (t < 1000) {
        await engine.writeState(arm, start)
        await engine.advance(arm, { eta: Float64Array.of(ETA), batch, batchSize: B, settings: DEFAULTS })
        const after = (await engine.readState(arm)).theta
        for (let a = 0; a < p; a++) exact.check('θ⁺', after[a], theta[a] + increment[a], 1)
      }
      for (let a = 0; a < p; a++) {
        mean[a] += increment[a] / STEPS
        for (let b = 0; b <= a; b++) {
          const product = (increment[a] - drift[a]) * (increment[b] - drift[b])
          products[a * p + b] += product / STEPS
          squares[a * p + b] += (product * product) / STEPS
        }
      }
    }
    engine.dispose()
    backend.dispose()
    const factor = sampling === 'with-replacement' ? 1 : (n - B) / (n - 1)
    for (let a = 0; a < p; a++) {
      const covariance = (b: number) => (ETA * ETA * at.sigma[a][b] * factor) / B
      errors.check(`mean/${a}`, mean[a], drift[a], Math.sqrt(covariance(a) / STEPS))
      for (let b = 0; b <= a; b++) {
        const found = products[a * p + b]
        const error = Math.sqrt((squares[a * p + b] - found * found) / STEPS)
        errors.check(`covariance/${a},${b}`, found, covariance(b), error)
        // The bound is sharp enough to tell the factor, and Σ from Σ₁ where the gradient is not small.
        if (a === b) expect(error).toBeLessThan(0.02 * covariance(a))
      }
    }
  })
})
