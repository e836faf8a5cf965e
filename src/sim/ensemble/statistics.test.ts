import { describe, expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import { integersBelow, normals } from '../../lib/random'
import { meanAndError, quantiles } from '../../lib/sample'
import { meanOfLogs } from './statistics'

const sample = normals(new Float64Array(500), 2, STREAM.probe).map(z => 2 * z)
const sorted = sample.slice().sort()

describe('quantiles', () => {
  it('are order statistics, and between them linear', () => {
    expect(quantiles(Float64Array.of(1, 2, 3, 5), [0, 0.25, 0.5, 5 / 6, 1])).toEqual([1, 1.75, 2.5, 4, 5])
    const nth = Float64Array.from({ length: 101 }, (_, i) => sample[i]).sort()
    for (const level of [0.01, 0.1, 0.5, 0.9, 0.99]) expect(quantiles(nth, [level])[0]).toBe(nth[Math.round(100 * level)])
    expect(quantiles(Float64Array.of(7), [0.01, 0.99])).toEqual([7, 7])
  })

  it('of infinite values are those values', () => {
    expect(quantiles(Float64Array.of(-Infinity, -Infinity, 0, Infinity, Infinity), [0.1, 0.5, 0.9])).toEqual([-Infinity, 0, Infinity])
  })
})

describe('the mean of a sample given by logarithms', () => {
  const values = sorted.map(Math.exp)

  it('is the plain mean, with the share of the largest hundredth', () => {
    const { logMean, topShare } = meanOfLogs(sorted)
    const total = values.reduce((s, v) => s + v, 0)
    expect(logMean).toBeCloseTo(Math.log(total / 500), 12)
    expect(topShare).toBeCloseTo(values.slice(-5).reduce((s, v) => s + v, 0) / total, 12)
  })

  it('has the standard error to which resampling converges', () => {
    const index = new Int32Array(500)
    const means = Float64Array.from({ length: 4000 }, (_, b) => {
      integersBelow(index, 0, 500, 500, 3, STREAM.bootstrap, b)
      return index.reduce((s, i) => s + values[i], 0) / 500
    })
    const { mean, error } = meanAndError(means)
    const { logMean, relativeError } = meanOfLogs(sorted)
    expect(mean / Math.exp(logMean)).toBeCloseTo(1, 2)
    // The spread of the resampled means is known to about 1/√8000.
    expect(Math.abs((error * Math.sqrt(4000)) / (relativeError * Math.exp(logMean)) - 1)).toBeLessThan(0.05)
  })

  it('goes on beyond what a number holds', () => {
    const far = meanOfLogs(sorted.map(v => v + 5000))
    expect(far.logMean).toBeCloseTo(meanOfLogs(sorted).logMean + 5000, 9)
    expect(far.topShare).toBeCloseTo(meanOfLogs(sorted).topShare, 9)
    expect(meanOfLogs(Float64Array.of(-Infinity, -Infinity)).logMean).toBe(-Infinity)
  })
})
