import ln from '@stdlib/math-base-special-ln'
import { eigh } from '../../lib/eigen'
import { vjp } from '../net/derivatives'
import type { Simulation } from '../simulation'

const inner = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let s = 0
  for (let i = 0; i < a.length; i++) s += a[i] * b[i]
  return s
}

/**
 * Every metric of THEORY.md §1–2 for several outputs from dense p×p matrices: J row by row (i·C + c) from one pulled-back
 * unit at a time, S_i = I or diag(p) − ppᵀ written out, G = (1/n) Σ J_iᵀS_iJ_i, Σ from the per-sample gradients J_iᵀr_i.
 */
export function denseClasses(sim: Simulation, theta: Float64Array, r: Float64Array, centred: boolean) {
  if (sim.model.kind !== 'network') throw new Error('a network is wanted')
  const { net } = sim.model
  const { n, d, X, y, outputs: C } = sim.data
  const size = net.size
  const J: Float64Array[] = []
  for (let i = 0; i < n; i++)
    for (let c = 0; c < C; c++)
      J.push(
        vjp(
          net,
          theta,
          X.subarray(i * d, (i + 1) * d),
          Float64Array.from({ length: C }, (_, e) => (e === c ? 1 : 0)),
        ),
      )
  const softmax = net.loss === 'cross-entropy'
  const G = new Float64Array(size * size)
  const S = new Float64Array(size * size)
  const mean = new Float64Array(size)
  let twoL = 0
  const curvature = (i: number, c: number, e: number) => {
    if (!softmax) return c === e ? 1 : 0
    const p = (q: number) => r[i * C + q] + y[i * C + q]
    return (c === e ? p(c) : 0) - p(c) * p(e)
  }
  const addOuter = (A: Float64Array, a: Float64Array, b: Float64Array, w: number) => {
    if (w !== 0) for (let s = 0; s < size; s++) for (let t = 0; t < size; t++) A[s * size + t] += w * a[s] * b[t]
  }
  for (let i = 0; i < n; i++) {
    const g = new Float64Array(size)
    for (let c = 0; c < C; c++) {
      const at = i * C + c
      for (let s = 0; s < size; s++) g[s] += r[at] * J[at][s]
      for (let e = 0; e < C; e++) addOuter(G, J[at], J[i * C + e], curvature(i, c, e) / n)
      twoL += (softmax ? (y[at] === 0 ? 0 : -2 * y[at] * ln(r[at] + y[at])) : r[at] * r[at]) / n
    }
    for (let s = 0; s < size; s++) mean[s] += g[s] / n
    addOuter(S, g, g, 1 / n)
  }
  if (centred) addOuter(S, mean, mean, -1)
  const trace = (A: Float64Array, from = 0, to = size) => {
    let s = 0
    for (let a = from; a < to; a++) s += A[a * size + a]
    return s
  }
  const times = (A: Float64Array, v: Float64Array) =>
    Float64Array.from({ length: size }, (_, a) => inner(A.subarray(a * size, (a + 1) * size), v))
  const form = (A: Float64Array, v: Float64Array, w: Float64Array) => inner(v, times(A, w))
  const [frobG, frobS, SG] = [Math.sqrt(inner(G, G)), Math.sqrt(inner(S, S)), inner(S, G)]
  const { values, vectors } = eigh(G, size)
  const rank = values.filter(v => v > 1e-12 * values[0]).length
  const vector = (k: number) => vectors.subarray(k * size, (k + 1) * size)
  const D = S.map((v, at) => v - twoL * G[at])
  const { first: x, second: z } = sim.plane
  const blocks = net.layers.filter(l => l.trained).map(l => [l.weightAt, l.biasAt + l.biases] as const)
  const noiseOf = ([from, to]: readonly [number, number]) => {
    let s = 0
    for (let a = from; a < to; a++) s += inner(S.subarray(a * size, (a + 1) * size), G.subarray(a * size, (a + 1) * size))
    return s / SG
  }
  /** Whether λ_k stands clear of the next, counted from 0. */
  const ends = (k: number) => values[k] - (values[k + 1] ?? 0) > 1e-6 * values[0]
  return {
    J,
    ends,
    simple: (k: number) => ends(k) && (k === 0 || ends(k - 1)),
    scalars: {
      loss: twoL / 2,
      grad_norm: Math.sqrt(inner(mean, mean)),
      mu: SG / (twoL * frobG * frobG),
      alpha: SG / (frobS * frobG),
      beta: frobS / (twoL * frobG),
      rel_dist: Math.sqrt(inner(D, D)) / (twoL * frobG),
      trace_G: trace(G),
      frob_G: frobG,
      trace_sigma: trace(S),
      mu_isotropic: (trace(S) * trace(G)) / (sim.p * twoL * frobG * frobG),
      sigma_xx: form(S, x, x),
      sigma_yy: form(S, z, z),
      G_xx: form(G, x, x),
      G_yy: form(G, z, z),
    },
    cross: {
      sigma_xy: form(S, x, z),
      G_xy: form(G, x, z),
      size: Math.max(Math.sqrt(form(G, x, x) * form(G, z, z)), Math.sqrt(form(S, x, x) * form(S, z, z))),
    },
    lambda: values.slice(0, rank),
    g: Array.from({ length: Math.min(5, rank) }, (_, k) => form(S, vector(k), vector(k)) / (twoL * values[k])),
    energy: Array.from({ length: rank }, (_, k) => (inner(mean, vector(k)) * inner(mean, vector(k))) / values[k]),
    layerG: blocks.map(([from, to]) => trace(G, from, to) / trace(G)),
    layerMu: blocks.map(noiseOf),
  }
}
