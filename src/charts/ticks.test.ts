import { describe, expect, it } from 'vitest'
import { axisTicks, extendLogTicks, linearTicks, logTicks } from './ticks'

const labels = (ticks: readonly { label: string }[]) => ticks.map(t => t.label)

describe('linear ticks', () => {
  it('share their decimals and use a real minus', () => {
    expect(labels(linearTicks([0, 2], 5))).toEqual(['0.0', '0.5', '1.0', '1.5', '2.0'])
    expect(labels(linearTicks([-1, 1], 4))).toEqual(['−1.0', '−0.5', '0.0', '0.5', '1.0'])
    expect(labels(linearTicks([0, 2000], 4))).toEqual(['0', '500', '1000', '1500', '2000'])
  })
  it('stay short for large and small numbers', () => {
    expect(labels(linearTicks([0, 30_000], 3))).toEqual(['0', '10k', '20k', '30k'])
    expect(labels(linearTicks([0, 4e-4], 4))).toEqual(['0', '10⁻⁴', '2·10⁻⁴', '3·10⁻⁴', '4·10⁻⁴'])
    expect(labels(linearTicks([0, 3e7], 3))).toEqual(['0', '10⁷', '2·10⁷', '3·10⁷'])
  })
})

describe('log ticks', () => {
  it('are decades, at most five', () => {
    expect(labels(logTicks([1e-3, 10], 5))).toEqual(['10⁻³', '10⁻²', '10⁻¹', '1', '10'])
    expect(labels(logTicks([0.01, 100], 5))).toEqual(['0.01', '0.1', '1', '10', '100'])
    for (let decades = 1; decades < 300; decades += 7) {
      for (const max of [2, 3, 5]) expect(logTicks([1e-150, 10 ** (decades - 150)], max).length).toBeLessThanOrEqual(Math.max(3, max))
    }
  })
  it('are multiples of decades where the axis is short', () => {
    expect(labels(logTicks([0.1, 1], 5))).toEqual(['0.1', '0.2', '0.5', '1'])
    expect(logTicks([0.52, 0.61], 5).length).toBeGreaterThanOrEqual(2)
  })
  it('carry their pattern on over a wider axis', () => {
    expect(labels(extendLogTicks(logTicks([1e-4, 1], 3), [1e-8, 100]))).toEqual(['10⁻⁸', '10⁻⁶', '10⁻⁴', '10⁻²', '1', '100'])
    expect(labels(extendLogTicks(logTicks([0.02, 0.6], 4), [0.01, 3]))).toEqual(['0.01', '0.03', '0.1', '0.3', '1', '3'])
  })
  it('fit the pixels they have', () => {
    expect(axisTicks([0, 100], false, 60, 30).length).toBeLessThanOrEqual(3)
    expect(axisTicks([1e-9, 1e3], true, 400, 30).length).toBeLessThanOrEqual(5)
  })
})
