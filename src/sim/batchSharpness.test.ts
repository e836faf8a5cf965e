import { describe, expect, it } from 'vitest'
import { columnsFor, type Scenario } from '../scenario'
import { BACKENDS } from './backends/testing/backends.fixture'
import { readBatchSharpness } from './batchSharpness'
import { everyBatch } from './everyBatch'
import { createSimulation } from './simulation'
import { scenarioOf } from './testing/scenario.fixture'

const [, create] = BACKENDS[0]

const net = { kind: 'two-layer', m: 5, activation: 'tanh', biases: 'on' } as const

const scenarioWith = (batches: number, B: number, more: Parameters<typeof scenarioOf>[0] = {}): Scenario =>
  scenarioOf({
    data: { n: 9, d: 3, labelNoise: 0.4 },
    init: { kind: 'gaussian', scale: 0.8 },
    arms: [{ id: 'sgd', kind: 'sgd', eta: 0.05, B }],
    measure: { batches },
    ...more,
  })

async function read(scenario: Scenario) {
  const sim = await createSimulation(scenario, await create())
  const [{ row }] = await sim.measure()
  const { at } = sim.columns
  const found = {
    sharpness: row[at.batch_sharpness],
    error: row[at.batch_sharpness_se],
    gn: row[at.batch_sharpness_gn],
    gnError: row[at.batch_sharpness_gn_se],
    traceG: row[at.trace_G],
  }
  const [K, r] = [await sim.gram(0), await sim.residuals(0)]
  sim.dispose()
  return { ...found, K, r }
}

describe('every minibatch', () => {
  it('with replacement is each sequence of draws, counted by what is in it', () => {
    const [n, B] = [4, 3]
    const likely = new Map<string, number>()
    for (let code = 0; code < n ** B; code++) {
      const key = [code % n, Math.floor(code / n) % n, Math.floor(code / n / n)].sort().join()
      likely.set(key, (likely.get(key) ?? 0) + n ** -B)
    }
    const found = everyBatch(n, B, 'with-replacement', 20) ?? []
    expect(found.length).toBe(likely.size)
    for (const { rows, weight } of found) expect(weight).toBeCloseTo(likely.get(rows.join()) ?? Number.NaN, 14)
  })

  it('without replacement is every subset, and more than are wanted are none', () => {
    const found = everyBatch(7, 3, 'reshuffled', 35) ?? []
    expect(new Set(found.map(({ rows }) => rows.join())).size).toBe(35)
    for (const { rows, weight } of found) {
      expect(new Set(rows).size).toBe(3)
      expect(weight).toBeCloseTo(1 / 35, 14)
    }
    expect(everyBatch(7, 3, 'reshuffled', 34)).toBeNull()
    expect(everyBatch(7, 3, 'with-replacement', 83)).toBeNull()
    expect(everyBatch(20000, 10000, 'without-replacement', 10000)).toBeNull()
  })
})

describe('batch sharpness', () => {
  it.each([
    ['linear', {}],
    ['network', { model: net }],
  ] as const)('of single samples is Tr G, and of pairs what K and r say: %s', async (_, model) => {
    const single = await read(scenarioWith(9, 1, model))
    expect(Math.abs(single.gn - single.traceG)).toBeLessThan(1e-12 * single.traceG)
    const { gn, gnError, K, r } = await read(scenarioWith(100, 2, model))
    const n = r.length
    let mean = 0
    // ‖K_BBr_B‖²/(B·r_BᵀK_BBr_B) over every ordered pair.
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const k = (a: number, b: number) => K[a * n + b]
        const [u, v] = [k(i, i) * r[i] + k(i, j) * r[j], k(j, i) * r[i] + k(j, j) * r[j]]
        mean += (u * u + v * v) / (2 * (r[i] * u + r[j] * v)) / (n * n)
      }
    expect(Math.abs(gn - mean)).toBeLessThan(1e-12 * mean)
    expect(gnError).toBe(0)
  })

  it('of drawn minibatches is that of all within its standard errors, whatever the seed', async () => {
    const n = 40
    const [arm] = scenarioWith(0, 3).arms
    const columns = columnsFor({ k: 1 })
    const value = (rows: Int32Array) => rows.reduce((s, i) => s + ((i * i) % 17), 0)
    const readAt = async (seed: number, batches: number) => {
      const row = new Float64Array(columns.width)
      await readBatchSharpness(row, columns, arm, 0, { n, seed, batches }, async rows => ({ G: 1, H: value(rows) }))
      return {
        mean: row[columns.at.batch_sharpness],
        se: row[columns.at.batch_sharpness_se],
        ofConstant: row[columns.at.batch_sharpness_gn_se],
      }
    }
    const all = await readAt(0, 20000)
    expect(all.se).toBe(0)
    let squares = 0
    for (let seed = 0; seed < 400; seed++) {
      const { mean, se, ofConstant } = await readAt(seed, 50)
      squares += ((mean - all.mean) / se) ** 2 / 400
      expect(ofConstant).toBe(0)
    }
    // Student's t with 49 degrees of freedom has the variance 49/47; four standard deviations of the mean of its squares.
    expect(Math.abs(squares - 49 / 47)).toBeLessThan(0.3)
  })

  it('leaves out minibatches without a gradient, and is nothing where none has one or the noise is made', async () => {
    const columns = columnsFor({ k: 1 })
    const [sgd] = scenarioWith(0, 1).arms
    const readAs = async (arm: typeof sgd, curvatureOf: (i: number) => number | null) => {
      const row = new Float64Array(columns.width)
      await readBatchSharpness(row, columns, arm, 0, { n: 4, seed: 1, batches: 4 }, async rows => {
        const H = curvatureOf(rows[0])
        return H === null ? null : { G: H, H }
      })
      return row[columns.at.batch_sharpness]
    }
    expect(await readAs(sgd, i => (i < 2 ? null : i))).toBe(2.5)
    expect(await readAs(sgd, () => null)).toBeNaN()
    expect(await readAs({ ...sgd, noise: 'isotropic' }, i => i)).toBeNaN()
  })
})
