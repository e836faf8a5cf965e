import { describe, expect, it } from 'vitest'
import { eigh } from '../../lib/eigen'
import { dot, times } from '../../lib/matrix'
import { netCurvatures } from '../net/curvature'
import { instance } from '../net/nets.fixture'
import { mlp } from '../net/spec'
import { denseOf } from './curvatures'
import { averageOf, equallyWeighted, estimate, gridFor, shareAbove, smoothed } from './density'
import { probeRule, probeVector } from './quadrature'
import { traceOfHessian } from './trace'

const { net, theta, X, Y } = instance(mlp({ d: 6, hidden: [12, 8], activation: 'tanh', slope: 0.1, bias: true, C: 1 }), 40, 5)
const curvatures = netCurvatures(net, theta, X, Y)
const { p } = curvatures
const H = denseOf(curvatures.H, p)
const { values } = eigh(H, p)
const rules = Array.from({ length: 100 }, (_, probe) => probeRule(curvatures.H, p, 50, 1, probe))
const total = (f: (v: number) => number) => values.reduce((s, v) => s + f(v), 0) / p
const integral = (rho: Float64Array, grid: Float64Array) => rho.reduce((s, v) => s + v, 0) * (grid[1] - grid[0])

it('a rule has the moments of its probe, to the last digits', () => {
  for (let probe = 0; probe < 3; probe++) {
    const short = probeRule(curvatures.H, p, 6, 7, probe)
    let v = probeVector(p, 7, probe)
    const z = v
    const top = values[0]
    for (let power = 0; power <= 11; power++) {
      const wanted = z.reduce((s, x, i) => s + x * v[i], 0)
      const found = short.weights.reduce(
        (s, w, j) => s + w * Array.from({ length: power }, () => short.nodes[j] / top).reduce((a, b) => a * b, 1),
        0,
      )
      expect(Math.abs(found - wanted)).toBeLessThan(1e-12)
      v = curvatures.H(v).map(x => x / top)
    }
  }
})

it('ends early where the Krylov space closes, with the whole measure', () => {
  const rule = probeRule(v => v.map((x, i) => (i % 2 ? 3 : -1) * x), 50, 20, 1, 0)
  expect(rule.nodes).toHaveLength(2)
  expect(rule.nodes[0]).toBeCloseTo(3, 12)
  expect(rule.nodes[1]).toBeCloseTo(-1, 12)
  expect(rule.weights[0]).toBeCloseTo(0.5, 12)
})

describe('stochastic Lanczos quadrature on the Hessian of a net', () => {
  it('estimates Tr H, Tr H² and the share of positive eigenvalues within its standard errors', () => {
    const powers = [(v: number) => v, (v: number) => v * v]
    for (const f of powers) {
      const { value, se } = averageOf(rules, f)
      expect(Math.abs(value - total(f)) / se).toBeLessThan(3)
    }
    // Var zᵀHz = 2 Σ_{i≠j} H_ij² for entries ±1.
    const diagonal = Array.from({ length: p }, (_, j) => H[j * p + j] * H[j * p + j]).reduce((s, v) => s + v, 0)
    const probes = 600
    const forms = Array.from({ length: probes }, (_, i) => {
      const z = probeVector(p, 3, i)
      return p * dot(z, times(H, z, p, p))
    })
    const { value, se } = estimate(forms)
    expect(Math.abs(value - p * total(v => v)) / se).toBeLessThan(3)
    const wanted = Math.sqrt((2 * (p * total(v => v * v) - diagonal)) / probes)
    expect(Math.abs(se / wanted - 1)).toBeLessThan(0.15)
    const threshold = 0.05 * values[0]
    const above = shareAbove(rules, threshold)
    expect(Math.abs(above.value - total(v => (v > threshold ? 1 : 0))) / above.se).toBeLessThan(3)
  })

  it('has a density that integrates to one and lies within its error band of the exact one', () => {
    const width = (values[0] - values[p - 1]) / 60
    const grid = gridFor([equallyWeighted(values)], width, 401)
    const found = smoothed(rules, grid, width)
    const exact = smoothed([equallyWeighted(values)], grid, width, true)
    expect(Math.abs(integral(found.mean, grid) - 1)).toBeLessThan(1e-12)
    expect(Math.abs(integral(exact.mean, grid) - 1)).toBeLessThan(1e-12)
    expect(Math.max(...exact.se)).toBe(0)
    let square = 0
    let seen = 0
    const floor = 1e-4 * Math.max(...exact.mean)
    for (let g = 0; g < grid.length; g++)
      if (exact.mean[g] > floor) {
        seen++
        const z = (found.mean[g] - exact.mean[g]) / found.se[g]
        square += z * z
        expect(Math.abs(z)).toBeLessThan(5)
      }
    expect(seen).toBeGreaterThan(40)
    expect(square / seen).toBeLessThan(2.5)
  })

  it('has the distribution function of the eigenvalues, to three standard errors, and their area within its own', () => {
    let area = 0
    let band = 0
    const [low, high] = [values[p - 1] - 1e-9, values[0] + 1e-9]
    for (let g = 0; g < 200; g++) {
      const t = low + ((high - low) * (g + 0.5)) / 200
      const { value, se } = shareAbove(rules, t)
      area += (Math.abs(value - total(v => (v > t ? 1 : 0))) * (high - low)) / 200
      band += (se * (high - low)) / 200
    }
    expect(area).toBeLessThan(2 * band)
    expect(area / total(Math.abs)).toBeLessThan(0.15)
  })

  it('repeats to the bit, and another seed gives other probes', () => {
    expect(probeRule(curvatures.H, p, 10, 7, 2).nodes).toEqual(probeRule(curvatures.H, p, 10, 7, 2).nodes)
    expect(probeRule(curvatures.H, p, 10, 8, 2).nodes).not.toEqual(probeRule(curvatures.H, p, 10, 7, 2).nodes)
  })
})

describe('the trace of H', () => {
  const G = denseOf(curvatures.G, p)
  const trace = (A: Float64Array) => Array.from({ length: p }, (_, j) => A[j * p + j]).reduce((s, v) => s + v, 0)

  it('is exact for few parameters and where f is piecewise linear in each', () => {
    expect(p).toBeLessThanOrEqual(200)
    const { value, se } = traceOfHessian(curvatures, trace(G), 1)
    expect(Math.abs(value / trace(H) - 1)).toBeLessThan(1e-12)
    expect(se).toBe(0)
    expect(traceOfHessian({ ...curvatures, equalTraces: true }, 5, 1)).toEqual({ value: 5, se: 0 })
  })

  it('is estimated beyond within its standard errors, seed by seed', () => {
    const it1 = instance(mlp({ d: 6, hidden: [16, 8], activation: 'gelu', slope: 0.1, bias: true, C: 1 }), 30, 5)
    // As where no layer gives it exactly.
    const { residualTraces: _, ...larger } = netCurvatures(it1.net, it1.theta, it1.X, it1.Y)
    expect(larger.p).toBeGreaterThan(200)
    const traces = [larger.H, larger.G].map(product => {
      const e = new Float64Array(larger.p)
      let s = 0
      for (let j = 0; j < larger.p; j++) {
        e[j] = 1
        s += product(e)[j]
        e[j] = 0
      }
      return s
    })
    const [exact, ofG] = traces as [number, number]
    const errors = Array.from({ length: 20 }, (_, seed) => {
      const { value, se } = traceOfHessian(larger, ofG, seed, false)
      return (value - exact) / se
    })
    // Student's t with 4 degrees of freedom: mean square 2, of heavy tails.
    const square = errors.reduce((s, e) => s + e * e, 0) / errors.length
    expect(square).toBeGreaterThan(0.5)
    expect(square).toBeLessThan(4)
    expect(Math.abs(estimate(errors).value)).toBeLessThan(4 * estimate(errors).se)
  })
})
