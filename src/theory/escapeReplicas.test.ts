import { expect, it } from 'vitest'
import { philox } from '../lib/philox'
import { normals } from '../lib/random'
import { inputs } from './escape.fixture'
import { spectrumStep } from './escapeGaussian'
import { Moments, noiseStrength } from './escapeMoments'
import { escapeProblem } from './escapeProblem'

/** The streams of the replicas: this file's own. */
const REPLICAS = 0x7e57

/** Sums of w_k w_l and of its square over replicas, by step and by pair k ≥ l. */
function tally(steps: number, s: number) {
  const pairs = (s * (s + 1)) / 2
  const sum = new Float64Array((steps + 1) * pairs)
  const square = new Float64Array((steps + 1) * pairs)
  return {
    add(step: number, w: Float64Array) {
      let at = step * pairs
      for (let k = 0; k < s; k++)
        for (let l = 0; l <= k; l++, at++) {
          const v = w[k] * w[l]
          sum[at] += v
          square[at] += v * v
        }
    },
    /** Mean and standard error of w_k w_l over R replicas. */
    of(step: number, k: number, l: number, R: number): readonly [number, number] {
      const at = step * pairs + (k * (k + 1)) / 2 + l
      const mean = sum[at] / R
      return [mean, Math.sqrt(Math.max(0, square[at] / R - mean * mean) / R)]
    },
  }
}

/** Largest distance of exact moments from the mean of the replicas, in standard errors. */
function largest(
  steps: number,
  s: number,
  R: number,
  counted: ReturnType<typeof tally>,
  exact: (step: number) => (k: number, l: number) => number,
): number {
  let worst = 0
  for (let t = 1; t <= steps; t++) {
    const at = exact(t)
    for (let k = 0; k < s; k++)
      for (let l = 0; l <= k; l++) {
        const [mean, error] = counted.of(t, k, l, R)
        worst = Math.max(worst, Math.abs(mean - at(k, l)) / error)
      }
  }
  return worst
}

it.each([true, false])(
  'the exact recursion against 200,000 replicas in six dimensions: every second moment at every step; drawn with replacement: %s',
  replacement => {
    const [n, d, B, steps, R, eta] = [16, 6, 2, 60, 200_000, 0.12]
    const problem = escapeProblem(inputs(n, [1.3, 1.1, 1, 0.8, 0.6, 0.4], 11), n, d)
    const { s, features } = problem
    const w0 = Float64Array.of(1, -0.7, 0.5, 0.9, -1.2, 0.8)
    const counted = tally(steps, s)
    const words = new Uint32Array(4)
    const w = new Float64Array(s)
    const g = new Float64Array(s)
    for (let r = 0; r < R; r++) {
      w.set(w0)
      for (let t = 0; t < steps; t++) {
        // Eight bits per step: two samples of sixteen. Equal ones are drawn again where they must differ.
        if (t % 16 === 0) philox(words, r, t / 16, 0, REPLICAS, replacement ? 1 : 2, 0)
        let byte = (words[(t % 16) >>> 2] >>> (8 * (t % 4))) & 0xff
        for (let again = 1; !replacement && byte >>> 4 === (byte & 15); again++) byte = redraw(r, t, again)
        const [i, j] = [(byte >>> 4) * s, (byte & 15) * s]
        let [a, b] = [0, 0]
        for (let k = 0; k < s; k++) {
          a += features[i + k] * w[k]
          b += features[j + k] * w[k]
        }
        for (let k = 0; k < s; k++) g[k] = a * features[i + k] + b * features[j + k]
        for (let k = 0; k < s; k++) w[k] -= (eta / B) * g[k]
        counted.add(t + 1, w)
      }
    }
    const moments = new Moments(problem, { w: w0, rest: null })
    const step = { eta, strength: noiseStrength(B, n, replacement), shape: 'sigma' } as const
    const worst = largest(steps, s, R, counted, () => {
      moments.step(step)
      return (k, l) => moments.M[k * s + l]
    })
    expect(worst).toBeLessThan(4)
    // The same bound refuses a recursion whose noise is a twentieth too large.
    const wrong = new Moments(problem, { w: w0, rest: null })
    const off = largest(steps, s, R, counted, () => {
      wrong.step({ ...step, strength: step.strength * 1.05 })
      return (k, l) => wrong.M[k * s + l]
    })
    expect(off).toBeGreaterThan(6)
  },
)

const again4 = new Uint32Array(4)
function redraw(r: number, t: number, again: number): number {
  philox(again4, r, t, again, REPLICAS, 3, 0)
  return again4[0] & 0xff
}

it('the Gaussian recursion against 20,000 replicas of SGD on fresh samples', () => {
  const [B, steps, R, eta] = [8, 25, 20_000, 0.3]
  const lambda = [1.5, 0.8, 0.3]
  const s = lambda.length
  const counted = tally(steps, s)
  const x = new Float64Array(steps * B * s)
  const w = new Float64Array(s)
  const g = new Float64Array(s)
  for (let r = 0; r < R; r++) {
    normals(x, 21, 0, r)
    w.set([1, 1, 1])
    for (let t = 0; t < steps; t++) {
      g.fill(0)
      for (let b = 0; b < B; b++) {
        const at = (t * B + b) * s
        let residual = 0
        for (let k = 0; k < s; k++) residual += Math.sqrt(lambda[k]) * x[at + k] * w[k]
        for (let k = 0; k < s; k++) g[k] += residual * Math.sqrt(lambda[k]) * x[at + k]
      }
      for (let k = 0; k < s; k++) w[k] -= (eta / B) * g[k]
      counted.add(t + 1, w)
    }
  }
  const worst = (strength: number) => {
    let p: Float64Array = Float64Array.of(1, 1, 1)
    let top = 0
    for (let t = 1; t <= steps; t++) {
      p = spectrumStep(p, { lambda, eta, strength, kind: 'gaussian' })
      for (let k = 0; k < s; k++) {
        const [mean, error] = counted.of(t, k, k, R)
        top = Math.max(top, Math.abs(mean - p[k]) / error)
      }
    }
    return top
  }
  expect(worst(1 / B)).toBeLessThan(4)
  expect(worst(1.1 / B)).toBeGreaterThan(6)
})
