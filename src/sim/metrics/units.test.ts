import { describe, expect, it } from 'vitest'
import { atRest } from '../../lib/optimizers'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import type { Scenario } from '../../scenario'
import { createReferenceBackend } from '../backends/reference'
import type { DataSet } from '../data'
import type { Dynamics } from '../dynamics'
import { openFactored } from '../factored'
import { makeData } from '../makeData'
import { factoredModel } from '../model'
import { openNetwork } from '../network'
import { scenarioOf } from '../testing/scenario.fixture'

const RATIOS = ['mu', 'alpha', 'beta', 'rel_dist', 'mu_isotropic', 'mu_proportional', 'd_eff'] as const
const net = { kind: 'two-layer', m: 5, activation: 'relu' } as const

/** f is homogeneous in θ, of this degree; with labels 0 the ratios do not change with its size, and L goes with its power 2·degree. */
const CASES = [
  { title: 'linear, n < d', degree: 1, model: { kind: 'linear' }, data: { n: 5, d: 8 } },
  { title: 'linear, n > d', degree: 1, model: { kind: 'linear' }, data: { n: 9, d: 3 } },
  { title: 'diagonal, n < d', degree: 2, model: { kind: 'olm-diagonal' }, data: { n: 4, d: 6 } },
  { title: 'diagonal, n > d', degree: 2, model: { kind: 'olm-diagonal' }, data: { n: 9, d: 3 } },
  { title: 'two-layer linear', degree: 2, model: { kind: 'olm-two-layer', m: 2 }, data: { n: 6, d: 4 } },
  { title: 'ReLU network', degree: 2, model: net, data: { n: 6, d: 4 } },
  { title: 'ReLU network of two outputs', degree: 2, model: net, data: { n: 6, d: 4 }, outputs: 2 },
] as const

async function openAtZeroLabels(scenario: Scenario, outputs: number): Promise<Dynamics> {
  const drawn = makeData(scenario.data, scenario.seed)
  const set: DataSet = { ...drawn, outputs, y: new Float64Array(drawn.n * outputs) }
  const factored = factoredModel(scenario.model)
  return factored ? openFactored(scenario, set, factored, createReferenceBackend()) : openNetwork(scenario, set)
}

describe.each(CASES)('$title', test => {
  it('has the same ratios, to the last digits, for losses from 1e-300 to 1e300 and beyond, where the loss is infinite and no number is lost', async () => {
    const scenario = scenarioOf({ seed: 4, model: test.model, data: test.data, measure: { k: 2 } })
    const dynamics = await openAtZeroLabels(scenario, 'outputs' in test ? test.outputs : 1)
    const { columns, engine, theta0 } = dynamics
    const handle = engine.addArm(atRest(theta0))
    const plane = await dynamics.plane(scenario.view)
    const start = normals(new Float64Array(theta0.length), 5, STREAM.init)
    const read = async (exponent: number) => {
      const theta = start.map(v => v * 2 ** exponent)
      await engine.writeState(handle, atRest(theta))
      const { row } = await dynamics.read(handle, theta, scenario.arms[0], 0, plane)
      return {
        row: Float64Array.from(row),
        loss: row[columns.at.loss],
        ratios: [...RATIOS.map(name => row[columns.at[name]]), ...row.subarray(columns.first.g, columns.first.g + 2)],
      }
    }
    const wanted = await read(0)
    expect(wanted.ratios.every(v => v > 0)).toBe(true)
    const losses: number[] = []
    for (const exponent of [...Array.from({ length: 13 }, (_, k) => 83 * (k - 6)), 560]) {
      const { loss, ratios, row } = await read(Math.round(exponent / test.degree))
      if (exponent < 500) losses.push(loss)
      else
        expect([loss, columns.names.filter((_, k) => Number.isNaN(row[k]) && !Number.isNaN(wanted.row[k]))]).toEqual([
          Number.POSITIVE_INFINITY,
          [],
        ])
      for (const [at, ratio] of ratios.entries())
        expect(Math.abs(ratio / wanted.ratios[at] - 1), `${RATIOS[at]} at L = ${loss}`).toBeLessThan(1e-12)
    }
    expect(Math.min(...losses)).toBeLessThan(1e-290)
    expect(Math.max(...losses)).toBeGreaterThan(1e290)
    engine.dispose()
  })
})
