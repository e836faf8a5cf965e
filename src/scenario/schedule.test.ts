import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PRESETS } from './presets'
import { batchSize, learningRate } from './schedule'
import type { Arm, ScheduleKind } from './types'

const rate = (schedule: ScheduleKind, t: number, period = 100, floor = 0.1, eta = 0.8) =>
  learningRate({ eta, schedule, period, floor, curve: [0, 1] }, t)

it('constant keeps η', () => {
  for (const t of [0, 1, 99, 1e6]) expect(rate('constant', t)).toBe(0.8)
})

it('step multiplies by the floor once per period', () => {
  expect([0, 99, 100, 199, 200, 350].map(t => rate('step', t, 100, 0.5))).toEqual([0.8, 0.8, 0.4, 0.4, 0.2, 0.1])
})

it('cosine goes from η over the mean to the floor and stays there', () => {
  expect(rate('cosine', 0)).toBe(0.8)
  expect(rate('cosine', 50)).toBeCloseTo((0.8 + 0.08) / 2, 15)
  expect(rate('cosine', 25)).toBeCloseTo(0.08 + (0.72 * (1 + Math.SQRT1_2)) / 2, 15)
  for (const t of [100, 101, 5000]) expect(rate('cosine', t)).toBeCloseTo(0.08, 16)
})

it('triangular climbs from the floor to η in half a period, and back', () => {
  expect([0, 50, 100, 150, 200].map(t => rate('triangular', t))).toEqual([0.8 * 0.1, 0.8, 0.8 * 0.1, 0.8, 0.8 * 0.1])
  for (const t of [25, 75, 125]) expect(rate('triangular', t)).toBeCloseTo((0.8 + 0.08) / 2, 15)
  // An odd period has no step at its peak: the two beside it are equal.
  expect(rate('triangular', 2, 5)).toBeCloseTo(rate('triangular', 3, 5), 15)
  expect(rate('triangular', 7, 1)).toBeCloseTo(0.08, 15)
})

it('is never negative and never above η; cosine and triangular never fall below floor·η', () => {
  const any = fc.record({
    schedule: fc.constantFrom<ScheduleKind>(
      'constant',
      'step',
      'cosine',
      'triangular',
      'sawtooth',
      'warm-up',
      'one-cycle',
      'wsd',
      'cosine-restarts',
    ),
    t: fc.nat(1e6),
    period: fc.integer({ min: 1, max: 1e5 }),
    floor: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(any, ({ schedule, t, period, floor }) => {
      const factor = learningRate({ eta: 1, schedule, period, floor, curve: [0, 1] }, t)
      expect(factor).toBeGreaterThanOrEqual(schedule === 'step' ? 0 : (schedule === 'one-cycle' ? 0.01 : 1) * floor * (1 - 1e-15))
      expect(factor).toBeLessThanOrEqual(1 + 1e-15)
    }),
    { numRuns: 500, seed: 1 },
  )
})

it('sawtooth falls from η to the floor and jumps back', () => {
  expect(rate('sawtooth', 0)).toBe(0.8)
  expect(rate('sawtooth', 99)).toBeCloseTo(0.8 * (1 - 0.9 * 0.99), 15)
  expect(rate('sawtooth', 100)).toBe(0.8)
})

it('warm-up, stable, decay climbs over a tenth of its period, falls over the last fifth, and stays at the floor', () => {
  const wanted = [0.1, 0.55, 1, 1, 1, 0.55, 0.1, 0.1]
  for (const [i, t] of [0, 5, 10, 50, 80, 90, 100, 5000].entries()) expect(rate('wsd', t)).toBeCloseTo(0.8 * wanted[i], 14)
})

it('cosine with restarts goes from η to the floor in every cycle', () => {
  for (const t of [0, 100, 700]) expect(rate('cosine-restarts', t)).toBe(0.8)
  for (const t of [50, 250]) expect(rate('cosine-restarts', t)).toBeCloseTo((0.8 + 0.08) / 2, 15)
  for (const t of [25, 99]) expect(rate('cosine-restarts', 300 + t)).toBe(rate('cosine', t))
})

it('warm-up climbs once and stays', () => {
  expect([0, 50, 100, 5000].map(t => rate('warm-up', t))).toEqual([0.8 * 0.1, 0.8 * 0.55, 0.8, 0.8])
})

it('one-cycle climbs, falls back and ends at a hundredth of its floor', () => {
  expect(rate('one-cycle', 0)).toBeCloseTo(0.08, 15)
  expect(rate('one-cycle', 45)).toBeCloseTo(0.8, 15)
  expect(rate('one-cycle', 90)).toBeCloseTo(0.08, 15)
  for (const t of [100, 1000]) expect(rate('one-cycle', t)).toBeCloseTo(0.0008, 15)
})

it('a drawn schedule runs straight between its points and level outside', () => {
  const drawn = (t: number) => learningRate({ eta: 2, schedule: 'drawn', period: 1, floor: 0, curve: [10, 1, 20, 0.5, 40, 2] }, t)
  expect([0, 10, 15, 20, 30, 40, 99].map(drawn)).toEqual([2, 2, 1.5, 1, 2.5, 4, 4])
})

it('batch sizes grow as the same schedule would lower η, or as drawn, and stay between 1 and n', () => {
  const arm: Arm = { ...PRESETS.get('linear-isotropic')!.scenario.arms[0], B: 8, bperiod: 10, bfloor: 0.5, bcurve: [0, 1, 10, 0, 20, 100] }
  const sizes = (bschedule: ScheduleKind, ts: number[]) => ts.map(t => batchSize({ ...arm, bschedule }, t, 100))
  expect(sizes('constant', [0, 50])).toEqual([8, 8])
  expect(sizes('step', [0, 9, 10, 20, 30, 40])).toEqual([8, 8, 16, 32, 64, 100])
  expect(sizes('triangular', [0, 5, 10])).toEqual([16, 8, 16])
  expect(sizes('drawn', [0, 5, 10, 20])).toEqual([8, 4, 1, 100])
  expect(batchSize({ ...arm, kind: 'gd' }, 3, 100)).toBe(100)
})
