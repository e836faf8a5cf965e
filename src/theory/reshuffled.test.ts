import { expect, it } from 'vitest'
import { lagCorrelation, varianceRatio } from './reshuffled'

/** All orders of 0 … n−1. */
function orders(n: number): number[][] {
  if (n === 0) return [[]]
  return orders(n - 1).flatMap(rest => Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]))
}

it('is the mean over every order of an epoch and every place in it', () => {
  const [n, B] = [6, 2]
  const M = n / B
  const values = [1.3, -0.2, 0.7, -2.1, 0.9, -0.6]
  const all = orders(n).map(order =>
    Array.from({ length: M }, (_, t) => order.slice(t * B, t * B + B).reduce((s, i) => s + (values[i] ?? 0), 0)),
  )
  const mean = (of: (noises: number[]) => number) => all.reduce((s, noises) => s + of(noises), 0) / all.length
  const square = mean(noises => (noises[0] ?? 0) * (noises[0] ?? 0))
  for (let h = 1; h <= M; h++) {
    let sum = 0
    // Pairs across the border of two epochs are independent with mean 0.
    for (let t = 0; t + h < M; t++) sum += mean(noises => (noises[t] ?? 0) * (noises[t + h] ?? 0)) / M
    expect(sum / square).toBeCloseTo(lagCorrelation(h, M), 12)
  }
})

it.each([
  [0.9, 5],
  [0.3, 4],
  [-0.6, 7],
  [0.98, 2],
])('is the variance of the recursion, from its covariances over all steps: q = %f, M = %i', (q, M) => {
  const T = M * Math.ceil(40 / (M * (1 - Math.abs(q))))
  const covariance = (s: number, t: number) => (s === t ? 1 : Math.floor(s / M) === Math.floor(t / M) ? -1 / (M - 1) : 0)
  let [sum, independent] = [0, 0]
  for (let phase = 0; phase < M; phase++) {
    const last = T - 1 - phase
    for (let s = 0; s <= last; s++) for (let t = 0; t <= last; t++) sum += (q ** (last - s) * q ** (last - t) * covariance(s, t)) / M
    for (let s = 0; s <= last; s++) independent += q ** (2 * (last - s)) / M
  }
  expect(varianceRatio(q, M)).toBeCloseTo(sum / independent, 9)
})

it('takes all variance from flat directions and none where ηλ = 1', () => {
  for (const M of [2, 5, 75]) {
    expect(varianceRatio(1, M)).toBeCloseTo(0, 12)
    expect(varianceRatio(0, M)).toBe(1)
  }
})
