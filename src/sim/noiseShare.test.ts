import { afterAll, describe, expect, it } from 'vitest'
import type { Sampling } from '../scenario'
import { BACKENDS } from './backends/testing/backends.fixture'
import type { ModelSpec } from './backends/types'
import { createSimulation } from './simulation'
import { bruteLoss, dense } from './testing/dense.fixture'
import { scenarioOf } from './testing/scenario.fixture'
import { Worst } from './testing/worst.fixture'

const errors = new Worst('noise_share against all minibatches', 1e-10)
afterAll(() => {
  if (process.env.REPORT_ERRORS) console.log(errors.report())
})

/** Every batch of B of n samples, each as likely as the other. */
function allBatches(n: number, B: number, replacement: boolean): number[][] {
  if (B === 0) return [[]]
  return allBatches(n, B - 1, replacement).flatMap(head =>
    Array.from({ length: n }, (_, i) => i)
      .filter(i => replacement || !head.includes(i))
      .map(i => [...head, i]),
  )
}

const CASES: readonly (readonly [number, number, number, Sampling])[] = [
  [4, 3, 2, 'with-replacement'],
  [4, 3, 2, 'without-replacement'],
  [4, 6, 4, 'without-replacement'],
  [5, 2, 3, 'with-replacement'],
  [5, 7, 3, 'without-replacement'],
  [6, 2, 3, 'reshuffled'],
  [1, 2, 1, 'without-replacement'],
  [7, 3, 1, 'with-replacement'],
]

describe.each(BACKENDS)('the share of noise in a step on the %s backend', (_, create) => {
  it.each(CASES)('is that of E L(θ⁺) − L over every minibatch: n = %i, d = %i, B = %i, %s', async (n, d, B, sampling) => {
    const backend = await create()
    for (const sigma of ['centred', 'uncentred'] as const)
      for (const eta of [0.05, 0.4, 1.7]) {
        const scenario = scenarioOf({
          seed: 11,
          data: { n, d, labelNoise: 0.3 },
          arms: [
            { id: 'sgd', kind: 'sgd', eta, B, sampling },
            { id: 'gd', kind: 'gd', eta },
          ],
          measure: { sigma },
        })
        const simulation = await createSimulation(scenario, backend)
        const { data, columns } = simulation
        const model = simulation.model as ModelSpec
        const { theta } = (await simulation.states())[0]
        const at = dense(model, theta, data)
        const moved = (g: readonly number[]) =>
          bruteLoss(
            model,
            theta.map((v, j) => v - eta * g[j]),
            data,
          )
        const batches = allBatches(n, B, sampling === 'with-replacement')
        let expected = 0
        for (const batch of batches) {
          const g = at.gradient.map((_v, j) => batch.reduce((s, i) => s + (at.r[i] * at.J[i][j]) / B, 0))
          expected += moved(g) / batches.length
        }
        const drift = Math.abs(moved(at.gradient) - at.L)
        const noise = Math.abs(expected - moved(at.gradient))
        const [sgd, gd] = await simulation.measure()
        errors.check('noise_share', sgd!.row[columns.at.noise_share], noise / (noise + drift), 1)
        expect(gd!.row[columns.at.noise_share]).toBe(0)
        simulation.dispose()
      }
    backend.dispose()
  })
})
