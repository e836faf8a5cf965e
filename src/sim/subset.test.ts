import { describe, expect, it } from 'vitest'
import { PRESETS, type Scenario } from '../scenario'
import type { DataSet } from './data'
import { netOf } from './network'
import { samplesMeasured } from './subset'

const base = PRESETS.get('two-layer')!.scenario
/** n inputs whose only entry, and whose target, is their index. */
const indices = (n: number, d: number, outputs = 1): DataSet => ({
  n,
  d,
  X: Float64Array.from({ length: n * d }, (_, at) => Math.floor(at / d)),
  y: Float64Array.from({ length: n * outputs }, (_, at) => Math.floor(at / outputs)),
  outputs,
  test: null,
  image: null,
  spectrum: new Float64Array(d),
  teacher: new Float64Array(d),
  labelNoise: 0,
})
const measured = (model: Partial<Scenario['model']>, data: DataSet, of = 0, seed = 1) =>
  samplesMeasured(netOf({ ...base, model: { ...base.model, ...model } }, data), data, of, seed)

describe('the samples that are measured', () => {
  it('are all of them where the budget allows', () => {
    const data = indices(1000, 50)
    expect(measured({ m: 16384 }, data)).toBe(data)
    expect(measured({ m: 64 }, data, 1000)).toBe(data)
    expect(measured({ m: 64 }, data, 20000)).toBe(data)
  })

  it('are a fixed choice without repeats, inputs with their targets', () => {
    const data = indices(40, 3, 2)
    const { n, X, y } = measured({ m: 4 }, data, 15)
    expect(n).toBe(15)
    const rows = Array.from({ length: 15 }, (_, k) => X[3 * k])
    expect(new Set(rows).size).toBe(15)
    expect(Array.from({ length: 15 }, (_, k) => y[2 * k + 1])).toEqual(rows)
    expect([...rows].sort((a, b) => a - b)).toEqual(rows)
    expect([...measured({ m: 9 }, data, 15).X]).toEqual([...X])
    expect([...measured({ m: 4 }, data, 15, 2).X]).not.toEqual([...X])
  })

  it.each([
    ['time: wide', { m: 65536 }, indices(1000, 10)],
    ['time: ten outputs', { kind: 'mlp', hidden: [256, 256] }, indices(2000, 50, 10)],
    ['memory: many samples', { m: 5 }, indices(20000, 2)],
  ] as const)('are fewer where all would cost too much: %s', (_, model, data) => {
    const { n } = measured(model, data)
    expect(n).toBeGreaterThan(100)
    expect(n).toBeLessThan(data.n)
  })

  it('are as many as are asked for beyond what the time allows, not beyond what memory does', () => {
    expect(measured({ m: 65536 }, indices(1000, 10), 900).n).toBe(900)
    expect(measured({ m: 5 }, indices(20000, 2), 19000).n).toBeLessThan(4000)
  })

  it('are all that are asked for of a net that is measured in tiles', () => {
    const image = { channels: 3, height: 32, width: 32 }
    const large = { ...indices(1200, 3072, 10), image }
    const model = { kind: 'vgg', filters: [16, 32, 64, 128, 256], depth: 2, loss: 'cross-entropy' } as const
    expect(measured(model, large, 1000).n).toBe(1000)
    const { n } = measured(model, large)
    expect(n).toBeGreaterThan(10)
    expect(n).toBeLessThan(200)
  })
})

it('estimates are taken of all samples that are measured exactly, or of more', () => {
  const data = indices(6000, 50, 10)
  const net = netOf({ ...base, model: { ...base.model, kind: 'mlp', hidden: [64] } }, data)
  const exact = samplesMeasured(net, data, 0, 1).n
  expect(samplesMeasured(net, data, 0, 1, 1000).n).toBeGreaterThanOrEqual(exact)
  expect(samplesMeasured(net, data, 0, 1, 10).n).toBeGreaterThan(2 * exact)
})
