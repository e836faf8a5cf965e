import { describe, expect, it } from 'vitest'
import { STREAM } from './philox'
import { drawWithout, integersBelow, normals, permutation, signs } from './random'

describe('normals', () => {
  it('are the same bits in every engine', () => {
    const z = normals(new Float64Array(3), 7, STREAM.data)
    expect([...z]).toEqual([...normals(new Float64Array(5), 7, STREAM.data)].slice(0, 3))
    expect([...new Uint32Array(z.buffer)].map(w => w.toString(16)).join(' ')).toMatchInlineSnapshot(
      `"8b19bafb 3ffb0f00 e18740c2 bff34612 c2b34b27 bfce20a2"`,
    )
  })
  it('depend on the index alone, not on where the block starts', () => {
    const whole = normals(new Float64Array(11), 3, STREAM.noise, 5)
    const part = normals(new Float64Array(4), 3, STREAM.noise, 5, 3)
    expect([...part]).toEqual([...whole.slice(3, 7)])
  })
  it('have the moments of N(0,1) within 4 standard errors', () => {
    const count = 200_000
    const z = normals(new Float64Array(count), 1, STREAM.probe)
    const moment = (k: number) => z.reduce((s, v) => s + v ** k, 0) / count
    expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(count))
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / count))
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / count))
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / count))
  })
})

describe('signs', () => {
  const drawn = (count: number, step = 0) => signs(new Float64Array(count), 7, STREAM.probe, step)
  it('are the same bits in every engine, each of its index alone', () => {
    expect([...drawn(300)].slice(0, 130)).toEqual([...drawn(130)])
    const text = [...drawn(160)].map(v => (v > 0 ? '+' : '-')).join('')
    expect(text.slice(0, 16) + text.slice(124, 140)).toMatchInlineSnapshot(`"---++--++-+-----+--+--+++----++-"`)
  })
  it('are ±1 as often, and of one index do not tell those of the next, the next block or the next step', () => {
    const count = 100_000
    const z = drawn(count)
    expect(z.every(v => v === 1 || v === -1)).toBe(true)
    const mean = (of: (i: number) => number) => z.reduce((sum, _, i) => sum + of(i), 0) / count
    const other = drawn(count, 1)
    for (const m of [
      mean(i => z[i]),
      mean(i => z[i] * z[(i + 1) % count]),
      mean(i => z[i] * z[(i + 128) % count]),
      mean(i => z[i] * other[i]),
    ])
      expect(Math.abs(m)).toBeLessThan(4 / Math.sqrt(count))
  })
})

describe('integers', () => {
  it('are uniform (chi-square within 4 standard deviations) and in range', () => {
    const n = 7
    const draws = 70_000
    const out = new Int32Array(draws)
    integersBelow(out, 0, draws, n, 9, STREAM.batch, 4)
    const counts = new Array<number>(n).fill(0)
    for (const i of out) counts[i]++
    const chi2 = counts.reduce((s, c) => s + (c - draws / n) ** 2 / (draws / n), 0)
    expect(chi2).toBeLessThan(n - 1 + 4 * Math.sqrt(2 * (n - 1)))
  })
  it('without replacement give each ordered pair equally often', () => {
    const n = 4
    const trials = 24_000
    const counts = new Map<string, number>()
    for (let t = 0; t < trials; t++) {
      const order = Int32Array.of(0, 1, 2, 3)
      drawWithout(order, 2, 5, STREAM.batch, t)
      const key = `${order[0]},${order[1]}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    expect(counts.size).toBe(12)
    const expected = trials / 12
    const chi2 = [...counts.values()].reduce((s, c) => s + (c - expected) ** 2 / expected, 0)
    expect(chi2).toBeLessThan(11 + 4 * Math.sqrt(22))
    expect([...permutation(n, 1, STREAM.epoch, 2)].sort()).toEqual([0, 1, 2, 3])
  })
})
