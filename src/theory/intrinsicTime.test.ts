import { expect, it } from 'vitest'
import { STREAM } from '../lib/philox'
import { normals } from '../lib/random'
import { escapeProblem, escapeStart } from './escapeProblem'
import { intrinsicCurve } from './intrinsicTime'

const [n, d, steps] = [6, 3, 40]
const X = normals(new Float64Array(n * d), 5, STREAM.data)
const r = normals(new Float64Array(n), 5, STREAM.init)
const problem = escapeProblem(X, n, d)
const start = escapeStart(problem, r)
const eta = (t: number) => 0.15 * (1 - t / 80)
/** B = 2 drawn with replacement. */
const strength = 0.5
const at = (t: number) => ({ eta: eta(t), strength, shape: 'sigma' as const })
const axes = Array.from({ length: d }, (_, k) => k)
const sum = (of: (k: number) => number) => axes.reduce((s, k) => s + of(k), 0)
const close = (a: number, b: number, scale = Math.abs(b)) => expect(Math.abs(a - b)).toBeLessThan(1e-11 * scale + 1e-15)

/** E[w], E[wwᵀ] and E[Σ] in the eigenbasis over every minibatch of two, step by step, as plain sums. */
function dense() {
  const { lambda, features } = problem
  const z = Array.from({ length: n }, (_, i) => axes.map(k => features[i * d + k]))
  const rest = start.rest ?? new Float64Array(n)
  let mean = [...start.w]
  let M = axes.map(k => axes.map(l => start.w[k] * start.w[l]))
  const states: { M: number[][]; sigma: number[] }[] = []
  for (let t = 0; t <= steps; t++) {
    // E[r_i r_j] for every pair of samples.
    const both = z.map((a, i) =>
      z.map(
        (b, j) =>
          sum(k => sum(l => a[k] * M[k][l] * b[l])) +
          rest[i] * sum(k => b[k] * mean[k]) +
          rest[j] * sum(k => a[k] * mean[k]) +
          rest[i] * rest[j],
      ),
    )
    const sigma = axes.map(k => z.reduce((s, a, i) => s + (both[i][i] * a[k] * a[k]) / n, 0) - lambda[k] * lambda[k] * M[k][k])
    states.push({ M, sigma })
    const rate = eta(t)
    const next = axes.map(() => axes.map(() => 0))
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        for (const k of axes)
          for (const l of axes) {
            // w_k w_l after w − η(z_i r_i + z_j r_j)/2, with E[w_k r_i].
            const wr = (a: number, s: number) => sum(m => M[a][m] * z[s][m]) + mean[a] * rest[s]
            const cross = (a: number, b: number) => (-rate / 2) * (wr(a, i) * z[i][b] + wr(a, j) * z[j][b])
            const square =
              z[i][k] * z[i][l] * both[i][i] + (z[i][k] * z[j][l] + z[j][k] * z[i][l]) * both[i][j] + z[j][k] * z[j][l] * both[j][j]
            next[k][l] += (M[k][l] + cross(k, l) + cross(l, k) + (rate * rate * square) / 4) / (n * n)
          }
    mean = axes.map(k => (1 - rate * lambda[k]) * mean[k])
    M = next
  }
  return states
}

it('splits E[L] over every minibatch into the floor, what is left of the start, and every step’s noise, forgotten since', () => {
  const { lambda } = problem
  const curve = intrinsicCurve(problem, start, { steps, every: 8, at })
  expect([...curve.step]).toEqual([0, 8, 16, 24, 32, 40])
  const states = dense()
  const rest = start.rest ?? expect.fail('the labels are fitted')
  close(curve.floor, rest.reduce((s, e) => s + e * e, 0) / (2 * n))
  for (const [point, t] of curve.step.entries()) {
    const kept = (from: number, k: number) => {
      let factor = 1
      for (let u = from; u < t; u++) factor *= (1 - eta(u) * lambda[k]) * (1 - eta(u) * lambda[k])
      return factor
    }
    close(
      curve.time[point],
      Array.from({ length: t }, (_, u) => eta(u)).reduce((s, v) => s + v, 0),
    )
    close(curve.loss[point], curve.floor + sum(k => lambda[k] * states[t].M[k][k]) / 2)
    close(curve.forgetting[point], sum(k => lambda[k] * kept(0, k) * start.w[k] * start.w[k]) / 2)
    let noise = 0
    for (let u = 0; u < t; u++) noise += (eta(u) * eta(u) * strength * sum(k => lambda[k] * states[u].sigma[k] * kept(u + 1, k))) / 2
    close(curve.noise[point], noise, curve.loss[point])
  }
})

it('in intrinsic time is the kernel Σ λ² e^(−2λT) over η²(c/B)·L of the same course', () => {
  const { lambda } = problem
  const { flow, flowForgetting, flowNoise, time, floor } = intrinsicCurve(problem, start, { steps, every: 1, at })
  for (let t = 0; t <= steps; t++) {
    const left = sum(k => lambda[k] * start.w[k] * start.w[k] * Math.exp(-2 * lambda[k] * time[t])) / 2
    let noise = 0
    for (let u = 0; u < t; u++)
      noise += eta(u) * eta(u) * strength * flow[u] * sum(k => lambda[k] * lambda[k] * Math.exp(-2 * lambda[k] * (time[t] - time[u + 1])))
    close(flowForgetting[t], left)
    close(flowNoise[t], noise)
    close(flow[t], floor + left + noise)
  }
})

it('without noise leaves the start alone, which intrinsic time follows the more closely the smaller the rate', () => {
  const off = [0.1, 0.05].map(rate => {
    const quiet = { steps: Math.round(4 / rate), every: 1000, at: () => ({ eta: rate, strength: 0, shape: 'sigma' as const }) }
    const { noise, flowNoise, loss, flow } = intrinsicCurve(problem, start, quiet)
    expect([noise[1], flowNoise[1]]).toEqual([0, 0])
    return Math.abs(flow[1] - loss[1])
  })
  expect(off[1]).toBeLessThan(0.6 * off[0])
})
