import { expect, it } from 'vitest'
import { Compensated, gamma, UNIT_ROUNDOFF } from './compensated'
import { STREAM } from './philox'
import { normals } from './random'

it('sums products as in twice the precision, within its own bound: whole numbers beyond 2⁵³ tell', () => {
  const a = normals(new Float64Array(200), 1, STREAM.data, 1).map(v => Math.round(v * 2 ** 40))
  const b = normals(new Float64Array(200), 1, STREAM.data, 2).map(v => Math.round(v * 2 ** 40))
  const sum = new Compensated()
  let exact = 0n
  for (const [i, v] of a.entries()) {
    sum.add(v, b[i])
    exact += BigInt(v) * BigInt(b[i])
  }
  // Without all but the last few thousand units nothing would be left of a plain sum.
  const rest = exact - (exact % 4096n)
  sum.add(-Number(rest >> 60n), 2 ** 60)
  sum.add(-Number((rest & ((1n << 60n) - 1n)) >> 20n), 2 ** 20)
  const left = exact - ((rest >> 60n) << 60n) - (((rest & ((1n << 60n) - 1n)) >> 20n) << 20n)
  expect(Math.abs(sum.value - Number(left))).toBeLessThanOrEqual(sum.error)
  expect(sum.error).toBeLessThan(1)
})

it('γ_k bounds k roundings in a row', () => {
  expect(gamma(3)).toBeGreaterThanOrEqual(3 * UNIT_ROUNDOFF)
  expect(gamma(1e16)).toBe(Number.POSITIVE_INFINITY)
})
