import { describe, expect, it } from 'vitest'
import { inputs } from './escape.fixture'
import { escapeProblem, escapeStart } from './escapeProblem'
import { alignedTemperatures, response, stationary } from './temperature'

/** Solves A x = b by elimination with pivots. */
function solve(A: number[][], b: number[]): number[] {
  const size = b.length
  const rows = A.map((row, i) => [...row, b[i]])
  for (let c = 0; c < size; c++) {
    const best = rows.slice(c).reduce((top, row, i) => (Math.abs(row[c]) > Math.abs(rows[top][c]) ? c + i : top), c)
    ;[rows[c], rows[best]] = [rows[best], rows[c]]
    for (let r = 0; r < size; r++) {
      if (r === c) continue
      const f = rows[r][c] / rows[c][c]
      for (let j = c; j <= size; j++) rows[r][j] -= f * rows[c][j]
    }
  }
  return rows.map((row, i) => row[size] / row[i])
}

const [n, d] = [7, 3]
const X = inputs(n, [1.2, 0.8, 0.4], 4)
const problem = escapeProblem(X, n, d)
const { s, lambda, features } = problem
const rest = escapeStart(problem, inputs(n, [1], 5)).rest!

/** E[wwᵀ] from the equations of every minibatch of B draws with replacement: M = E[A M Aᵀ] + η² E[g gᵀ]. */
function everyBatch(eta: number, B: number): number[] {
  const batches = Array.from({ length: n ** B }, (_, code) => Array.from({ length: B }, (_, b) => Math.floor(code / n ** b) % n))
  const A = Array.from({ length: s * s }, (_, i) => Array.from({ length: s * s }, (_, j) => (i === j ? 1 : 0)))
  const noise = new Array<number>(s * s).fill(0)
  for (const batch of batches) {
    const z = (i: number, k: number) => features[i * s + k]
    const keep = (k: number, l: number) => (k === l ? 1 : 0) - (eta / B) * batch.reduce((t, i) => t + z(i, k) * z(i, l), 0)
    const g = (k: number) => batch.reduce((t, i) => t + rest[i] * z(i, k), 0) / B
    for (let k = 0; k < s; k++)
      for (let l = 0; l < s; l++) {
        noise[k * s + l] += (eta * eta * g(k) * g(l)) / batches.length
        for (let a = 0; a < s; a++) for (let b = 0; b < s; b++) A[k * s + l][a * s + b] -= (keep(k, a) * keep(l, b)) / batches.length
      }
  }
  return solve(A, noise)
}

describe('the stationary state under noisy labels', () => {
  it.each([
    [0.3, 1],
    [0.5, 2],
  ])('solves the equations of every minibatch: η = %f, B = %i', (eta, B) => {
    const { M, T, loss } = stationary(problem, rest, { eta, strength: 1 / B })!
    const brute = everyBatch(eta, B)
    for (const [at, v] of brute.entries()) expect(Math.abs(M[at] - v)).toBeLessThan(1e-12 * brute[0])
    let trace = 0
    for (let k = 0; k < s; k++) trace += lambda[k] * brute[k * s + k]
    expect(T[1]).toBeCloseTo(lambda[1] * brute[4], 12)
    expect(loss).toBeCloseTo((trace + rest.reduce((t, e) => t + (e * e) / n, 0)) / 2, 12)
  })

  it('T_k = (η/2B)·v_kᵀE[Σ]v_k/(1 − ηλ_k/2)', () => {
    const [eta, B] = [0.4, 3]
    const { M, T } = stationary(problem, rest, { eta, strength: 1 / B })!
    for (let k = 0; k < s; k++) {
      let sigma = 0
      for (let i = 0; i < n; i++) {
        const z = features.subarray(i * s, (i + 1) * s)
        let q = rest[i] * rest[i]
        for (let a = 0; a < s; a++) for (let b = 0; b < s; b++) q += z[a] * M[a * s + b] * z[b]
        sigma += (q * z[k] * z[k]) / n
      }
      sigma -= lambda[k] * lambda[k] * M[k * s + k]
      expect(T[k]).toBeCloseTo((eta * sigma) / (2 * B) / (1 - (eta * lambda[k]) / 2), 12)
    }
  })

  it('is missing where the noise makes the run grow, and nearly missing just before', () => {
    const at = (eta: number) => stationary(problem, rest, { eta, strength: 1 })
    let [low, high] = [0.01, 2 / lambda[0]]
    for (let i = 0; i < 20; i++) {
      const middle = (low + high) / 2
      if (at(middle)) low = middle
      else high = middle
    }
    expect(high).toBeLessThan(2 / lambda[0])
    expect(at(low)!.loss).toBeGreaterThan(100 * at(low / 2)!.loss)
    expect(at(2.1 / lambda[0])).toBeNull()
  })
})

it('under Σ = 2L·G the closed form solves its own balance', () => {
  const [eta, strength, floor] = [0.3, 0.5, 0.7]
  const T = alignedTemperatures(lambda, floor, { eta, strength })
  const loss = floor + T.reduce((t, v) => t + v, 0) / 2
  for (let k = 0; k < s; k++) {
    const M = T[k] / lambda[k]
    const keep = 1 - eta * lambda[k]
    expect(M).toBeCloseTo(keep * keep * M + eta * eta * strength * 2 * loss * lambda[k], 12)
  }
})

it('a constant force moves the mean as its recursion says', () => {
  let mean = 0
  for (let t = 0; t <= 9; t++) {
    expect(response(0.7, 0.3, t)).toBeCloseTo(mean, 14)
    mean += 0.3 * (1 - 0.7 * mean)
  }
})
