/** A small linear-regression run to draw: d directions with λ_k ∝ 1/k, n Gaussian samples, up to four arms. */
import { numberAt as at } from '../../src/lib/values'

type Symmetric2 = readonly [number, number, number]

/** Uniform numbers in [0, 1) from a 32-bit linear congruential generator: enough for pictures. */
export function lcg(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

export interface ArmRun {
  readonly label: string
  readonly step: Float64Array
  readonly loss: Float64Array
  readonly mu: Float64Array
  readonly rate: Float64Array
  readonly flatOverSharp: Float64Array
  /** Position along v_1 and v_8. */
  readonly w1: Float64Array
  readonly w8: Float64Array
  /** At the last step. */
  readonly g: Float64Array
  readonly noise: Float64Array
  readonly curvature: Float64Array
  /** η²Σ/B and η²·2L·G/B in the plane (v_1, v_8), at the last step. */
  readonly cov: Symmetric2
  readonly matched: Symmetric2
  /** λ_k w_k² by direction and step, row-major d × steps. */
  readonly energy: Float64Array
}

export interface Problem {
  /** The samples. */
  readonly x: readonly Float64Array[]
  readonly lambda: Float64Array
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, k) => sum + v * at(b, k), 0)

/** Adds `scale` times b to a. */
function add(a: Float64Array, b: Float64Array, scale: number): void {
  for (const [k, v] of b.entries()) a[k] = at(a, k) + scale * v
}

export function problem(n: number, d: number, seed: number, exponent = 1): Problem {
  const random = lcg(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const lambda = Float64Array.from({ length: d }, (_, k) => (k + 1) ** -exponent)
  return { x: Array.from({ length: n }, () => lambda.map(l => normal() * Math.sqrt(l))), lambda }
}

/** Runs one arm: batch 0 is full-batch GD; `eta` gives the learning rate of each step. */
export function runArm(
  { x, lambda }: Problem,
  label: string,
  steps: number,
  batch: number,
  eta: (t: number) => number,
  seed: number,
): ArmRun {
  const [n, d] = [x.length, lambda.length]
  const random = lcg(seed)
  const w = Float64Array.from({ length: d }, (_, k) => (k === 0 ? -0.9 : 0.5 + 0.4 * Math.sin(3.1 * k)))
  const series = () => new Float64Array(steps + 1)
  const [loss, mu, flatOverSharp, w1, w8] = [series(), series(), series(), series(), series()]
  const energy = new Float64Array(d * (steps + 1))
  for (let t = 0; ; t++) {
    const r = Float64Array.from(x, sample => dot(sample, w))
    const L = dot(r, r) / (2 * n)
    const seen = moments(x, r, 7)
    const energies = lambda.map((l, k) => l * at(w, k) ** 2)
    for (const [k, value] of energies.entries()) energy[k * (steps + 1) + t] = value
    const sharp = at(energies, 0)
    loss[t] = L
    mu[t] = dot(seen.sigma, seen.g) / (2 * L * dot(seen.g, seen.g))
    flatOverSharp[t] = (energies.reduce((sum, v) => sum + v) - sharp) / sharp
    w1[t] = at(w, 0)
    w8[t] = at(w, 7)
    if (t === steps) {
      const scale = eta(t) ** 2 / Math.max(1, batch || n)
      const curvature = seen.g.map(g => 2 * L * g)
      return {
        ...{ label, loss, mu, flatOverSharp, w1, w8, energy, curvature },
        step: series().map((_, t) => t),
        rate: series().map((_, t) => eta(t)),
        noise: seen.sigma,
        g: seen.sigma.map((s, k) => s / at(curvature, k)),
        cov: [scale * at(seen.sigma, 0), scale * seen.cross, scale * at(seen.sigma, 7)],
        matched: [scale * at(curvature, 0), scale * 2 * L * seen.crossG, scale * at(curvature, 7)],
      }
    }
    const gradient = new Float64Array(d)
    const chosen = batch ? Array.from({ length: batch }, () => Math.floor(random() * n)) : x.keys()
    for (const i of chosen) add(gradient, x[i] as Float64Array, at(r, i) / (batch || n))
    add(w, gradient, -eta(t))
  }
}

/** Diagonals of Σ and G in the coordinate directions, and the entries of both between the first and the m-th. */
function moments(x: readonly Float64Array[], r: Float64Array, m: number) {
  const [n, d] = [x.length, x[0]?.length ?? 0]
  const [mean, second, g] = [new Float64Array(d), new Float64Array(d), new Float64Array(d)]
  let [cross, crossG] = [0, 0]
  for (const [i, sample] of x.entries()) {
    const own = at(r, i)
    const squares = sample.map(v => v * v)
    add(mean, sample, own / n)
    add(second, squares, own ** 2 / n)
    add(g, squares, 1 / n)
    const pair = at(sample, 0) * at(sample, m)
    cross += (pair * own ** 2) / n
    crossG += pair / n
  }
  const sigma = second.map((s, k) => s - at(mean, k) ** 2)
  return { sigma, g, cross: cross - at(mean, 0) * at(mean, m), crossG }
}
