import { expect, it } from 'vitest'
import { Fingerprint } from './fingerprint'

const of = (...values: number[]) => new Fingerprint().add(values).digest()

it('tells bits apart and forgives a NaN its payload', () => {
  expect(of(1, 2)).not.toBe(of(2, 1))
  expect(of(0)).not.toBe(of(-0))
  expect(of(1)).not.toBe(of(1 + 2 ** -52))
  expect(of()).not.toBe(of(0))
  const odd = new Float64Array(new BigUint64Array([0xfff8000000000001n]).buffer)
  expect(new Fingerprint().add(odd).digest()).toBe(of(Number.NaN))
  expect(of(1, 2, 3)).toMatch(/^[0-9a-f]{16}$/)
})
