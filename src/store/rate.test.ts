import { expect, it } from 'vitest'
import { StepRate } from './rate'

it('measures the last second, pauses included', () => {
  const rate = new StepRate()
  expect(rate.add(0, 0)).toBe(0)
  for (let i = 1; i <= 30; i++) rate.add(i * 100, i * 20)
  expect(rate.add(3100, 620)).toBeCloseTo(200, 9)
  for (let i = 1; i <= 10; i++) rate.add(3100 + i * 100, 620 + i * 2)
  expect(rate.add(4200, 642)).toBeCloseTo(20, 0)
})

it('starts anew after a step back', () => {
  const rate = new StepRate()
  rate.add(0, 500)
  rate.add(500, 600)
  expect(rate.add(600, 10)).toBe(0)
  expect(rate.add(800, 30)).toBeCloseTo(100, 9)
})
