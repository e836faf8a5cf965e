import { expect, it } from 'vitest'
import { bent, evenlySpaced, straight } from './bent'

const SIZES = [0, 1e-12, 9.99e-4, 1.01e-3, 0.3, 1, 17, 1e6, 1e149, 1e151, 1e300]

it('is asinh of v over the core, odd, and its own way back', () => {
  for (const core of [1e-3, 1, 40])
    for (const t of SIZES)
      for (const v of [t * core, -t * core].filter(Number.isFinite)) {
        const wanted = Math.asinh(v / core)
        expect(Math.abs(bent(v, core) - wanted)).toBeLessThanOrEqual(1e-12 * Math.abs(wanted))
        expect(Math.abs(straight(bent(v, core), core) - v)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(wanted)) * Math.abs(v))
      }
  expect(bent(Number.NaN, 1)).toBeNaN()
})

it('leaves values alone where there is no core', () => {
  for (const v of [-3, 0, 1e200]) expect([bent(v, 0), straight(v, 0)]).toEqual([v, v])
  expect(evenlySpaced(-1, 3, 5)).toEqual(Float64Array.of(-1, 0, 1, 2, 3))
})

it('spaces values evenly in the bent coordinate, ends included', () => {
  const values = evenlySpaced(-100, 1000, 9, 0.5)
  const steps = values.slice(1).map((v, i) => Math.asinh(v / 0.5) - Math.asinh((values[i] ?? Number.NaN) / 0.5))
  for (const step of steps) expect(step).toBeCloseTo((Math.asinh(2000) + Math.asinh(200)) / 8, 12)
  expect(values[0]).toBeCloseTo(-100, 10)
  expect(values[8]).toBeCloseTo(1000, 9)
})
