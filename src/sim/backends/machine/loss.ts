/**
 * Per-sample losses ℓ_i, L = (1/n) Σ ℓ_i. Squared: ½‖f − y‖², r = f − y, S = I. Cross-entropy: −Σ y log softmax(f) with
 * rows of y that sum to one, r = softmax(f) − y, S = diag(p) − ppᵀ. In both ∇ℓ_i = J_iᵀr_i and G = (1/n) Σ J_iᵀS_iJ_i.
 */

import exp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'

export type LossKind = 'squared' | 'cross-entropy'

/** Class indices, for one-hot targets, or the n×C targets themselves. */
export type Targets = Float64Array | Int32Array

/**
 * For the `count` samples whose outputs are in f (count×C) and whose targets are rows from … of `rows` (or of Y): writes
 * r (count×C) and ℓ (count), each unless it is null.
 */
export function residualsOf(
  kind: LossKind,
  C: number,
  f: Float64Array,
  Y: Targets,
  rows: Int32Array | null,
  from: number,
  count: number,
  r: Float64Array | null,
  losses: Float64Array | null,
): void {
  const labels = Y instanceof Int32Array
  for (let i = 0; i < count; i++) {
    const s = rows ? rows[from + i] : from + i
    const target = (c: number) => (labels ? (Y[s] === c ? 1 : 0) : Y[s * C + c])
    const at = i * C
    const shift = kind === 'cross-entropy' ? logSumExp(f, at, C) : 0
    let loss = 0
    for (let c = 0; c < C; c++) {
      const y = target(c)
      const gap = f[at + c] - (shift || 0)
      if (kind === 'cross-entropy') {
        if (y !== 0) loss -= y * gap
        if (r) r[at + c] = exp(gap) - y
      } else {
        loss += 0.5 * (gap - y) * (gap - y)
        if (r) r[at + c] = gap - y
      }
    }
    if (losses) losses[i] = loss
  }
}

/** log Σ_c exp f_c, shifted by the largest. */
function logSumExp(f: Float64Array, at: number, C: number): number {
  let top = f[at]
  for (let c = 1; c < C; c++) top = Math.max(top, f[at + c])
  let sum = 0
  for (let c = 0; c < C; c++) sum += exp(f[at + c] - top)
  return top + ln(sum)
}

/** p ← softmax of row i of f. */
function softmaxRow(f: Float64Array, at: number, C: number, p: Float64Array): void {
  let top = f[at]
  for (let c = 1; c < C; c++) top = Math.max(top, f[at + c])
  let sum = 0
  for (let c = 0; c < C; c++) sum += p[c] = exp(f[at + c] - top)
  for (let c = 0; c < C; c++) p[c] /= sum
}

/** softmax of every row of f (rows×C). */
export function softmaxOf(f: Float64Array, C: number): Float64Array {
  const p = new Float64Array(f.length)
  for (let at = 0; at < f.length; at += C) softmaxRow(f, at, C, p.subarray(at, at + C))
  return p
}

/** u ← S u, row by row (rows×C), in place. */
export function applyCurvature(kind: LossKind, C: number, f: Float64Array, u: Float64Array, rows: number): void {
  if (kind === 'squared') return
  const p = new Float64Array(C)
  for (let i = 0, at = 0; i < rows; i++, at += C) {
    softmaxRow(f, at, C, p)
    let mean = 0
    for (let c = 0; c < C; c++) mean += p[c] * u[at + c]
    for (let c = 0; c < C; c++) u[at + c] = p[c] * (u[at + c] - mean)
  }
}

/** Number of rows Q of the root F of S: C, or C − 1 for cross-entropy, where S has a null direction. */
export const rootRank = ({ loss, outputs }: { readonly loss: LossKind; readonly outputs: number }) =>
  loss === 'squared' ? outputs : outputs - 1

/**
 * F_i (Q×C) with F_iᵀF_i = S_i, for every sample: n×Q×C. For cross-entropy row c is √(p_c t/(p_c + t))·(e_c − Σ_{b>c} (p_b/t) e_b)
 * with t = Σ_{b>c} p_b: each class against those that follow it, sums of positive terms only.
 */
export function curvatureRoots(kind: LossKind, C: number, f: Float64Array, n: number): Float64Array {
  const Q = rootRank({ loss: kind, outputs: C })
  const F = new Float64Array(n * Q * C)
  const p = new Float64Array(C)
  const tail = new Float64Array(C + 1)
  for (let i = 0; i < n; i++) {
    if (kind === 'squared') for (let c = 0; c < C; c++) F[(i * Q + c) * C + c] = 1
    else {
      softmaxRow(f, i * C, C, p)
      for (let c = C - 1; c >= 0; c--) tail[c] = tail[c + 1] + p[c]
      for (let c = 0; c < Q; c++) {
        const t = tail[c + 1]
        if (!(t > 0)) continue
        const root = Math.sqrt((p[c] * t) / tail[c])
        F[(i * Q + c) * C + c] = root
        for (let b = c + 1; b < C; b++) F[(i * Q + c) * C + b] = -root * (p[b] / t)
      }
    }
  }
  return F
}
