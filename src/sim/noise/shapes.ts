/**
 * Shapes of synthetic noise (THEORY.md §5), each of trace one: draws, quadratic forms, and Tr(CG). Add one here and in
 * `control.ts`.
 */

import { dot } from '../../lib/matrix'
import { STREAM, type Stream } from '../../lib/philox'
import { integersBelow, normals } from '../../lib/random'
import { type Local, leadingPairs, timesG, timesSigma, traceSigma } from './local'

/** What a draw depends on: the same key gives the same noise in every engine. */
export interface Key {
  readonly seed: number
  readonly step: number
  /** Of normal deviates and signs, and of samples, where they are not those common to a run. */
  readonly streams?: { readonly noise: Stream; readonly batch: Stream }
}

/** Those of a run. */
const OF_RUN = { noise: STREAM.noise, batch: STREAM.batch } as const

/** A noise of trace one at one θ (THEORY.md §5): its draws, and its covariance C in the three ways that are read. */
export interface Shape {
  /** A draw of ξ with covariance C, length of θ. */
  draw(key: Key): Float64Array
  /** vᵀCw. */
  form(v: Float64Array, w: Float64Array): number
  /** Tr(CG); null for that of Σ/Tr Σ, which a measurement knows. */
  againstG(frobG2: number): number | null
}

const gaussians = (length: number, { seed, step, streams = OF_RUN }: Key) => normals(new Float64Array(length), seed, streams.noise, step)

/** z/√p. */
export function isotropic(local: Local): Shape {
  const { p, size } = local
  const scale = 1 / Math.sqrt(p)
  return {
    draw: key => local.keepTrained(gaussians(size, key).map(z => scale * z)),
    form: (v, w) => dot(v, w) / p,
    againstG: () => local.traceG() / p,
  }
}

/** √(diag Σ/Tr Σ)∘z. */
export function diagonalSigma(local: Local): Shape | null {
  const total = traceSigma(local)
  if (!(total > 0)) return null
  const { gradient, size } = local
  const share = local.diagonalSigma1().map((s, j) => Math.max(0, s - gradient[j] * gradient[j]) / total)
  return {
    draw: key => gaussians(size, key).map((z, j) => Math.sqrt(share[j]) * z),
    form: (v, w) => share.reduce((s, c, j) => s + c * v[j] * w[j], 0),
    againstG: () => dot(share, local.diagonalG()),
  }
}

/** Σ_i z_i(g_i − ∇L)/√(n Tr Σ): covariance Σ/Tr Σ without an eigen-decomposition. */
export function gaussianSigma(local: Local): Shape | null {
  const total = traceSigma(local)
  if (!(total > 0)) return null
  const { n, gradient } = local
  return {
    draw(key) {
      const z = gaussians(n, key)
      const mean = z.reduce((s, v) => s + v, 0) / n
      const scale = 1 / Math.sqrt(n * total)
      return local.mix(z.map(v => scale * (v - mean)))
    },
    form: (v, w) => (dot(local.slopes(v), local.slopes(w)) / n - dot(gradient, v) * dot(gradient, w)) / total,
    againstG: () => null,
  }
}

/** √λ_k·z_k v_k over the leading eigenpairs of Σ, rescaled. */
export function topSigma(local: Local, rank: number): Shape | null {
  if (!(traceSigma(local) > 0)) return null
  const { values, vectors } = leadingPairs(local, rank, v => timesSigma(local, v))
  const kept = values.map(v => Math.max(0, v))
  const total = kept.reduce((s, v) => s + v, 0)
  return alongVectors(
    local,
    kept.map(v => v / total),
    vectors,
  )
}

/** z·v_1 with the top eigenvector of G. */
export function topG(local: Local): Shape | null {
  if (!(local.traceG() > 0)) return null
  const { vectors } = local.leadingG?.() ?? leadingPairs(local, 1, v => timesG(local, v))
  return alongVectors(local, Float64Array.of(1), vectors)
}

function alongVectors(local: Local, shares: Float64Array, vectors: Float64Array): Shape {
  const { size } = local
  const vector = (k: number) => vectors.subarray(k * size, (k + 1) * size)
  return {
    draw(key) {
      const z = gaussians(shares.length, key)
      const out = new Float64Array(size)
      for (const [k, share] of shares.entries()) {
        const c = Math.sqrt(share) * z[k]
        for (let j = 0; j < size; j++) out[j] += c * vectors[k * size + j]
      }
      return out
    },
    form: (v, w) => shares.reduce((s, c, k) => s + c * dot(vector(k), v) * dot(vector(k), w), 0),
    againstG: () => shares.reduce((s, c, k) => s + c * dot(timesG(local, vector(k).slice()), vector(k)), 0),
  }
}

/** Covariance G/Tr G. */
function likeG(local: Local, draw: Shape['draw']): Shape {
  const total = local.traceG()
  return {
    draw,
    form: (v, w) => dot(local.push(v), local.push(w)) / (local.n * total),
    againstG: frobG2 => frobG2 / total,
  }
}

/** J̃ᵀz/√(n Tr G). */
export function gShaped(local: Local): Shape | null {
  const total = local.traceG()
  if (!(total > 0)) return null
  const { n, Q } = local
  const scale = 1 / Math.sqrt(n * total)
  return likeG(local, key => local.pull(gaussians(n * Q, key).map(z => scale * z)))
}

/** Signs ±1 in place of residuals on B samples drawn with replacement, Σ_b ε_b J̃_{i_b}/√(B Tr G): not Gaussian. */
export function labelNoise(local: Local, B: number): Shape | null {
  const total = local.traceG()
  if (!(total > 0)) return null
  const { n, Q } = local
  const scale = 1 / Math.sqrt(B * total)
  return likeG(local, ({ seed, step, streams = OF_RUN }) => {
    const samples = new Int32Array(B)
    const signs = new Int32Array(B * Q)
    integersBelow(samples, 0, B, n, seed, streams.batch, step)
    integersBelow(signs, 0, B * Q, 2, seed, streams.noise, step)
    const u = new Float64Array(n * Q)
    for (let b = 0; b < B; b++) for (let q = 0; q < Q; q++) u[samples[b] * Q + q] += signs[b * Q + q] ? scale : -scale
    return local.pull(u)
  })
}
