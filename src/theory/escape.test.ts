import { describe, expect, it } from 'vitest'
import { eigh } from '../lib/eigen'
import { bruteStep, inInputs, inputs } from './escape.fixture'
import { alignedThreshold, type SpectrumStep, spectrumPerron, spectrumStep } from './escapeGaussian'
import { descentEnergies, escapeMetric, referenceRatios } from './escapeMetric'
import { type MomentStep, Moments, momentStep, type NoiseShape, noiseStrength } from './escapeMoments'
import { perron } from './escapePerron'
import { escapeProblem, escapeStart, withFourthMoments } from './escapeProblem'

const far = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let top = 0
  let gap = 0
  for (let i = 0; i < b.length; i++) {
    top = Math.max(top, Math.abs(b[i]))
    gap = Math.max(gap, Math.abs(a[i] - b[i]))
  }
  return gap / top
}
const trace = (M: Float64Array, s: number) => Array.from({ length: s }, (_, k) => M[k * s + k]).reduce((t, v) => t + v, 0)

describe('the exact step of a data set', () => {
  const CASES = [
    { title: 'more samples than inputs', n: 9, widths: [1.3, 1, 0.8, 0.4] },
    { title: 'more inputs than samples', n: 3, widths: [1.3, 1, 0.8, 0.4, 0.2] },
  ]
  it.each(CASES)('is the mean over every minibatch: $title', ({ n, widths }) => {
    const d = widths.length
    const X = inputs(n, widths, 5)
    const problem = escapeProblem(X, n, d)
    const { s, axes } = problem
    expect(s).toBe(Math.min(n, d))
    const { w } = escapeStart(problem, inputs(n, [1], 6))
    const M = Float64Array.from({ length: s * s }, (_, at) => w[Math.floor(at / s)] * w[at % s] + (at % (s + 1) === 0 ? 0.3 : 0))
    const start = inInputs(axes, s, d, M)
    for (const [B, replacement] of [
      [1, true],
      [2, true],
      [2, false],
    ] as const) {
      const out = new Float64Array(s * s)
      momentStep(problem, M, out, { eta: 0.7, strength: noiseStrength(B, n, replacement), shape: 'sigma' })
      expect(far(inInputs(axes, s, d, out), bruteStep(X, n, d, start, 0.7, B, replacement)), `B = ${B}`).toBeLessThan(1e-13)
    }
  })

  it('is the same from the fourth moments', () => {
    const [n, d] = [9, 4]
    const problem = escapeProblem(inputs(n, [1.3, 1, 0.8, 0.4], 5), n, d)
    const M = Float64Array.from({ length: d * d }, (_, at) => 1 / (1 + Math.abs(Math.floor(at / d) - (at % d))))
    const [direct, fourth] = [new Float64Array(d * d), new Float64Array(d * d)]
    const step: MomentStep = { eta: 0.7, strength: 0.5, shape: 'sigma' }
    momentStep(problem, M, direct, step)
    momentStep(withFourthMoments(problem), M, fourth, step)
    expect(far(fourth, direct)).toBeLessThan(1e-14)
  })

  it('keeps residuals that no weight can take: noisy labels, against every minibatch of size 1', () => {
    const [n, d, eta] = [7, 3, 0.4]
    const X = inputs(n, [1, 0.8, 0.5], 2)
    const problem = escapeProblem(X, n, d)
    const r = inputs(n, [1], 3)
    const start = escapeStart(problem, r)
    const moments = new Moments(problem, start)
    // The runs themselves: all n^t sequences of minibatches.
    let runs = [start.w]
    for (let t = 1; t <= 4; t++) {
      moments.step({ eta, strength: 1, shape: 'sigma' })
      runs = runs.flatMap(w =>
        Array.from({ length: n }, (_, i) => {
          const z = problem.features.subarray(i * d, (i + 1) * d)
          const residual = start.rest![i] + z.reduce((v, zk, k) => v + zk * w[k], 0)
          return w.map((v, k) => v - eta * residual * z[k])
        }),
      )
      const M = new Float64Array(d * d)
      for (const w of runs) for (let k = 0; k < d; k++) for (let l = 0; l < d; l++) M[k * d + l] += (w[k] * w[l]) / runs.length
      expect(far(moments.M, M)).toBeLessThan(1e-13)
    }
    expect(moments.exponent).toBe(0)
  })

  it('gives each shape of noise the trace of Σ, and its own shape', () => {
    const [n, d] = [8, 4]
    const X = inputs(n, [1.2, 1, 0.7, 0.3], 9)
    const problem = escapeProblem(X, n, d)
    const M = Float64Array.from({ length: d * d }, (_, at) => (at % (d + 1) === 0 ? 1 : 0.2))
    const none = new Float64Array(d * d)
    const noise = (shape: NoiseShape) => {
      const out = new Float64Array(d * d)
      momentStep(problem, M, none, { eta: 0.5, strength: 0, shape })
      momentStep(problem, M, out, { eta: 0.5, strength: 0.4, shape })
      return inInputs(
        problem.axes,
        d,
        d,
        out.map((v, at) => v - none[at]),
      )
    }
    const full = noise('sigma')
    for (const shape of ['isotropic', 'diagonal', 'g-shaped', 'top-eigenvector'] as const)
      expect(trace(noise(shape), d) / trace(full, d), shape).toBeCloseTo(1, 12)
    expect(
      far(
        noise('isotropic'),
        Float64Array.from(full, (_, at) => (at % (d + 1) === 0 ? trace(full, d) / d : 0)),
      ),
    ).toBeLessThan(1e-12)
    expect(
      far(
        noise('diagonal'),
        full.map((v, at) => (at % (d + 1) === 0 ? v : 0)),
      ),
    ).toBeLessThan(1e-12)
    const G = Float64Array.from({ length: d * d }, (_, at) => {
      let sum = 0
      for (let i = 0; i < n; i++) sum += (X[i * d + Math.floor(at / d)] * X[i * d + (at % d)]) / n
      return sum
    })
    expect(
      far(
        noise('g-shaped'),
        G.map(v => (v * trace(full, d)) / trace(G, d)),
      ),
    ).toBeLessThan(1e-12)
    const v1 = problem.axes.subarray(0, d)
    expect(
      far(
        noise('top-eigenvector'),
        full.map((_, at) => trace(full, d) * v1[Math.floor(at / d)] * v1[at % d]),
      ),
    ).toBeLessThan(1e-12)
  })

  it('goes on beyond what a number holds', () => {
    const problem = escapeProblem(inputs(6, [1, 0.7], 1), 6, 2)
    const moments = new Moments(problem, { w: Float64Array.of(1e-3, 1e-3), rest: null })
    const step: MomentStep = { eta: 12, strength: 1, shape: 'sigma' }
    for (let t = 0; t < 400; t++) moments.step(step)
    expect(moments.loss()).toBe(Number.POSITIVE_INFINITY)
    const energy = perron(problem, step).M
    expect(escapeMetric(moments.shares())[0] / ((problem.lambda[1] * energy[3]) / (problem.lambda[0] * energy[0]))).toBeCloseTo(1, 12)
    const still = new Moments(problem, { w: Float64Array.of(1, 1), rest: null })
    for (let t = 0; t < 3000; t++) still.step({ eta: 0.5, strength: 0, shape: 'sigma' })
    expect(Math.max(...still.shares())).toBeGreaterThan(0)
  })
})

describe('the spectral radius', () => {
  const [n, d] = [12, 5]
  const X = inputs(n, [1, 0.9, 0.6, 0.5, 0.2], 4)
  const problem = escapeProblem(X, n, d)
  const step: MomentStep = { eta: 0.9, strength: 1, shape: 'sigma' }

  it('is the growth of the recursion to 1e-8, and its D_k converge to those of the eigenmatrix to 1e-6', () => {
    const { rho, M, residual } = perron(problem, step)
    expect(residual).toBeLessThan(1e-12)
    const moments = new Moments(problem, { w: Float64Array.of(1, -2, 0.5, 1, 3), rest: null })
    for (let t = 0; t < 2000; t++) moments.step(step)
    const before = trace(moments.M, d)
    const exponent = moments.exponent
    moments.step(step)
    expect(moments.exponent).toBe(exponent)
    expect(Math.abs(trace(moments.M, d) / before / rho - 1)).toBeLessThan(1e-8)
    const limit = escapeMetric(problem.lambda.map((v, k) => v * M[k * d + k]))
    const reached = escapeMetric(moments.shares())
    for (let k = 0; k < d - 1; k++) expect(Math.abs(reached[k] / limit[k] - 1), `D_${k + 1}`).toBeLessThan(1e-6)
  })

  it('is the largest eigenvalue of the map written out over every minibatch', () => {
    const size = d * d
    const T = new Float64Array(size * size)
    for (let at = 0; at < size; at++) {
      const E = new Float64Array(size)
      E[at] = 1
      const image = bruteStep(X, n, d, E, step.eta, 1)
      for (let to = 0; to < size; to++) T[to * size + at] = image[to]
    }
    expect(perron(problem, step).rho).toBeCloseTo(eigh(T, size).values[0], 12)
  })

  it('is found by iteration for the shapes whose map is not symmetric', () => {
    for (const shape of ['isotropic', 'diagonal', 'g-shaped', 'top-eigenvector'] as const) {
      const { rho, M, residual } = perron(problem, { ...step, shape })
      expect(residual, shape).toBeLessThan(1e-11)
      const moments = new Moments(problem, { w: new Float64Array(d).fill(1), rest: null })
      for (let t = 0; t < 4000; t++) moments.step({ ...step, shape })
      const [before, { exponent }] = [moments.M[0], moments]
      const limit = escapeMetric(problem.lambda.map((v, k) => v * M[k * d + k]))
      expect(escapeMetric(moments.shares())[0] - limit[0], shape).toBeCloseTo(0, 7)
      moments.step({ ...step, shape })
      if (moments.exponent === exponent) expect(moments.M[0] / before, shape).toBeCloseTo(rho, 9)
    }
  })

  it('of gradient descent is the sharpest factor, and of a stable run below 1', () => {
    const eta = 2.2 / problem.lambda[0]
    const descent = perron(problem, { eta, strength: 0, shape: 'sigma' })
    expect(descent.rho).toBeCloseTo(1.44, 12)
    expect(descent.M[0]).toBeGreaterThan(0)
    expect(perron(problem, { eta: 0.05, strength: 1, shape: 'sigma' }).rho).toBeLessThan(1)
  })
})

describe('recursions that know the spectrum only', () => {
  const lambda = [2, 1, 0.5, 0.25]
  const steps: readonly SpectrumStep[] = [
    { lambda, eta: 0.4, strength: 1, kind: 'gaussian' },
    { lambda, eta: 0.9, strength: 0.5, kind: 'aligned' },
    { lambda, eta: 1.3, strength: 0.02, kind: 'gaussian' },
    { lambda: [1, 1, 1], eta: 0.7, strength: 0.3, kind: 'aligned' },
    { lambda: [3, 0, 0], eta: 0.7, strength: 0.3, kind: 'aligned' },
  ]
  it.each(steps)('have the Perron root and vector of the matrix written out: $lambda, $kind', step => {
    const s = step.lambda.length
    const T = new Float64Array(s * s)
    for (let j = 0; j < s; j++) {
      const e = new Float64Array(s)
      e[j] = 1
      const image = spectrumStep(e, step)
      for (let k = 0; k < s; k++) T[k * s + j] = image[k]
    }
    const { values, vectors } = eigh(T, s)
    const { rho, energy } = spectrumPerron(step)
    expect(Math.abs(rho / values[0] - 1)).toBeLessThan(1e-14)
    const dense = Float64Array.from(step.lambda, (v, k) => v * vectors[k])
    const total = dense.reduce((t, v) => t + v, 0)
    expect(
      far(
        energy,
        dense.map(v => v / total),
      ),
    ).toBeLessThan(1e-12)
  })

  it('pass ρ = 1 exactly where (η/B)Σλ_k/(2−ηλ_k) does', () => {
    const at = (eta: number) => ({ lambda, eta, strength: 0.5 })
    let [low, high] = [0.01, 0.99]
    for (let i = 0; i < 60; i++) {
      const mid = (low + high) / 2
      if (alignedThreshold(at(mid)) > 1) high = mid
      else low = mid
    }
    expect(spectrumPerron({ ...at(low), kind: 'aligned' }).rho).toBeCloseTo(1, 12)
    expect(spectrumPerron({ ...at(low * 1.01), kind: 'aligned' }).rho).toBeGreaterThan(1)
    expect(spectrumPerron({ ...at(low * 0.99), kind: 'aligned' }).rho).toBeLessThan(1)
    expect(alignedThreshold({ lambda, eta: 1, strength: 1 })).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('the escape metric', () => {
  it('is the ratio of sums, worked out by hand', () => {
    expect([...escapeMetric([4, 3, 1])]).toEqual([1, 1 / 7, 0])
    expect([...referenceRatios([2, 1, 1])]).toEqual([0.5, 0.2, 0])
    expect(escapeMetric([0, 0])[0]).toBeNaN()
  })

  it('keeps tails that a difference of totals would lose', () => {
    expect(escapeMetric([1, 1e-30])[0]).toBe(1e-30)
  })

  it('of gradient descent follows the closed form', () => {
    const energy = descentEnergies([2, 0.5], [1, -3], 1.1, 7)
    expect(energy[0]).toBeCloseTo(2 * (1 - 2.2) ** 14, 12)
    expect(energy[1]).toBeCloseTo(0.5 * 9 * 0.45 ** 14, 15)
  })
})
