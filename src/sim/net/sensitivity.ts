/** Derivatives of the noise's sums by a net's outputs, from the blocks of K̃ that the sums are made of (`metrics/sensitivity.ts`). */

import { dot } from '../../lib/matrix'
import type { Sensitivity } from '../metrics/sensitivity'

/** With one output, from K (n×n) by its products: Kr, K(Kr), K(r²∘Kr) and the rows' sums of K² and r²K². */
export function scalarSensitivity(
  r: Float64Array,
  times: (w: Float64Array) => Float64Array,
  { Kr, ones, q }: { readonly Kr: Float64Array; readonly ones: Float64Array; readonly q: Float64Array },
  centred: boolean,
): Sensitivity {
  const n = r.length
  const c = centred ? 1 : 0
  const g2 = dot(r, Kr) / (n * n)
  const [KKr, ofDrift] = [times(Kr), times(r.map((v, i) => (v * v * Kr[i]) / n))]
  return {
    twoL: r.map(v => (2 * v) / n),
    frobG2: new Float64Array(n),
    traceSigmaG: r.map((v, i) => (2 / (n * n)) * (v * ones[i] - (c * KKr[i]) / n)),
    frobSigma2: r.map((v, i) => (4 / (n * n)) * (v * q[i] - c * ((v * Kr[i] * Kr[i]) / n + ofDrift[i] - g2 * Kr[i]))),
  }
}

/** Blocks of a net with several outputs, in their units. */
export interface NoiseBlocks {
  readonly n: number
  readonly Q: number
  readonly C: number
  /** K̃ (nQ×nQ, row i·Q + q), J̃_iq·g_j (nQ×n) and g_i·g_j (n×n). */
  readonly K: Float64Array
  readonly N: Float64Array
  readonly M: Float64Array
  /** Roots F of S, n×Q×C. */
  readonly F: Float64Array
  /** Residuals in their unit, n×C. */
  readonly r: Float64Array
  /** softmax(f), n×C, and that unit; null where S does not depend on f. */
  readonly softmax: { readonly p: Float64Array; readonly unit: number } | null
}

/**
 * δf_i moves g_i by J̃_iᵀF_iδf_i and S_i by F_iᵀE F_i, E = F_i diag((δf_i − p·δf_i)/p) F_iᵀ. With Σ = (1/n) Σ_i g̃_ig̃_iᵀ: dTr(ΣG) =
 * (2/n) Σ_i (J̃_iGg̃_i)·F_iδf_i + (1/n) Σ_i Tr(E J̃_iΣJ̃_iᵀ), d‖Σ‖² = (4/n) Σ_i (J̃_iΣg̃_i)·F_iδf_i, d‖G‖² = (2/n) Σ_i Tr(E J̃_iGJ̃_iᵀ). O((nQ)²Q).
 */
export function blockSensitivity({ n, Q, C, K, N, M, F, r, softmax }: NoiseBlocks, centred: boolean): Sensitivity {
  const c = centred ? 1 : 0
  const side = n * Q
  const drift = rowMeans(N, n)
  const pulls = rowMeans(M, n)
  const g2 = pulls.reduce((sum, v) => sum + v / n, 0)
  const [traceSigmaG, frobSigma2, frobG2] = [new Float64Array(n * C), new Float64Array(n * C), new Float64Array(n * C)]
  const [ofG, ofS] = [new Float64Array(Q), new Float64Array(Q)]
  const [A, B] = [new Float64Array(Q * Q), new Float64Array(Q * Q)]
  for (let i = 0; i < n; i++) {
    for (const sums of [ofG, ofS, A, B]) sums.fill(0)
    for (let j = 0; j < n; j++) {
      const m = M[i * n + j] - c * (pulls[i] + pulls[j] - g2)
      for (let q = 0; q < Q; q++) {
        const row = i * Q + q
        const own = N[row * n + j] - c * drift[row]
        ofS[q] += m * own
        for (let s = 0; s < Q; s++) {
          const k = K[row * side + j * Q + s]
          ofG[q] += k * (N[(j * Q + s) * n + i] - c * drift[j * Q + s])
          if (!softmax) continue
          B[q * Q + s] += own * (N[(i * Q + s) * n + j] - c * drift[i * Q + s])
          for (let t = 0; t < Q; t++) A[q * Q + t] += k * K[(i * Q + t) * side + j * Q + s]
        }
      }
    }
    const root = F.subarray(i * Q * C, (i + 1) * Q * C)
    const at = i * C
    addPulled(root, ofG, 2 / (n * n), traceSigmaG.subarray(at, at + C))
    addPulled(root, ofS, 4 / (n * n), frobSigma2.subarray(at, at + C))
    if (!softmax) continue
    const p = softmax.p.subarray(at, at + C)
    addBent(root, B, p, softmax.unit / (n * n), traceSigmaG.subarray(at, at + C))
    addBent(root, A, p, (2 * softmax.unit) / (n * n), frobG2.subarray(at, at + C))
  }
  return { twoL: r.map(v => (2 * v) / n), frobG2, traceSigmaG, frobSigma2 }
}

/** out += factor·Fᵀu. */
function addPulled(F: Float64Array, u: Float64Array, factor: number, out: Float64Array): void {
  const C = out.length
  for (let q = 0; q < u.length; q++) for (let c = 0; c < C; c++) out[c] += factor * F[q * C + c] * u[q]
}

/** out += factor·∂Tr(E A)/∂δ: w_c − p_c Σ_b w_b, w_c = (FᵀAF)_cc/p_c. */
function addBent(F: Float64Array, A: Float64Array, p: Float64Array, factor: number, out: Float64Array): void {
  const C = p.length
  const Q = F.length / C
  const w = new Float64Array(C)
  for (let c = 0; c < C; c++) {
    if (!(p[c] > 0)) continue
    const root = Math.sqrt(p[c])
    for (let q = 0; q < Q; q++) for (let s = 0; s < Q; s++) w[c] += (F[q * C + c] / root) * A[q * Q + s] * (F[s * C + c] / root)
  }
  const all = w.reduce((sum, v) => sum + v, 0)
  for (let c = 0; c < C; c++) out[c] += factor * (w[c] - p[c] * all)
}

function rowMeans(A: Float64Array, columns: number): Float64Array {
  const means = new Float64Array(A.length / columns)
  for (let at = 0; at < A.length; at++) means[Math.floor(at / columns)] += A[at] / columns
  return means
}
