import { expect, it } from 'vitest'
import { measurementWork, replicaWork, stepWork } from './work'

const MLP = { kind: 'mlp', n: 5, widths: [4, 3, 2, 1], B: 2 } as const

/** Counts by doing: each layer's outputs, adjoints from the second on, gradients, sample by sample. */
function countedStep(widths: readonly number[], B: number): number {
  let count = 0
  for (let sample = 0; sample < B; sample++)
    for (let l = 1; l < widths.length; l++)
      for (let o = 0; o < widths[l]; o++)
        for (let i = 0; i < widths[l - 1]; i++) {
          count++ // output
          count++ // gradient
          if (l > 1) count++ // adjoint
        }
  return count
}

/** Pairs of samples once each: inner products of what goes into each layer and of the adjoints of what comes out, but the last one's. */
function countedMeasurement(widths: readonly number[], n: number): number {
  let count = 0
  for (let i = 0; i < n; i++) {
    count += countedStep(widths, 1)
    for (let l = 1; l < widths.length; l++) count -= widths[l] * widths[l - 1]
    for (let j = 0; j <= i; j++) for (let l = 1; l < widths.length; l++) count += widths[l - 1] + (l < widths.length - 1 ? widths[l] : 0)
  }
  return count
}

it('counts what loops count', () => {
  expect(stepWork(MLP)).toBe(countedStep(MLP.widths, MLP.B))
  expect(measurementWork(MLP)).toBe(countedMeasurement(MLP.widths, MLP.n))
  const two = { kind: 'two-layer', n: 6, d: 3, m: 7, B: 4 } as const
  expect(stepWork(two)).toBe(countedStep([3, 7, 1], 4))
  expect(measurementWork(two)).toBe(countedMeasurement([3, 7, 1], 6))
  expect(replicaWork(1024, 50, 4)).toBe(1024 * 4 * (50 + 50))
})

it('does not count what it does not know', () => {
  expect(stepWork({ kind: 'cnn', n: 1, side: 14, filters: [4], B: 8 })).toBeNull()
})
