/**
 * Cross-entropy as a measurement takes it, and bounds of what rounding does to it. p − y of a class that is right, and ln(1 + S) of the others'
 * share S, come from sums of positive terms, so that they keep their digits however small they are; a step takes them as they come (machine/loss.ts).
 */

import exp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'
import { UNIT_ROUNDOFF } from '../../lib/compensated'
import type { Targets } from '../backends/machine/loss'
import type { Evaluation } from './derivatives'

/** ln(1 + s), s ≥ 0, to the last digits (Kahan). */
function lnOnePlus(s: number): number {
  const whole = 1 + s
  return whole === 1 ? s : (ln(whole) * s) / (whole - 1)
}

/** e^x − 1 for a bound x ≥ 0, never below it. */
const growth = (x: number) => (x < 1e-5 ? x * (1 + x) : exp(x) - 1)

const targetsOf = (Y: Targets, C: number, s: number, c: number) => (Y instanceof Int32Array ? (Y[s] === c ? 1 : 0) : Y[s * C + c])

/** p − y (count×C) and −Σ y ln p (count) of outputs f (count×C), with targets from the rows of Y. */
export function crossEntropy(C: number, f: Float64Array, Y: Targets, rows: Int32Array | null, r: Float64Array, losses: Float64Array): void {
  const e = new Float64Array(C)
  for (let i = 0; i < losses.length; i++) {
    const s = rows ? rows[i] : i
    const at = i * C
    let top = 0
    for (let c = 1; c < C; c++) if (f[at + c] > f[at + top]) top = c
    let others = 0
    for (let c = 0; c < C; c++) {
      e[c] = exp(f[at + c] - f[at + top])
      if (c !== top) others += e[c]
    }
    let loss = lnOnePlus(others)
    for (let c = 0; c < C; c++) {
      const y = targetsOf(Y, C, s, c)
      if (y !== 0) loss += y * (f[at + top] - f[at + c])
      // Of a class that is right, the others' sum.
      let rest = 0
      if (y === 1) for (let b = 0; b < C; b++) if (b !== c) rest += e[b]
      r[at + c] = y === 1 ? 0 - rest / (1 + others) : e[c] / (1 + others) - y
    }
    losses[i] = loss
  }
}

export interface CrossEntropyErrors {
  /** Of f (n×C) that have the effect of those of f and of the softmax, each p_c for itself. */
  readonly f: Float64Array
  /** ‖Δr_i‖. */
  readonly r: Float64Array
  /** Of ℓ_i. */
  readonly losses: Float64Array
  /** ‖F_i‖_F, and the relative error of its entries. */
  readonly root: Float64Array
  readonly ofRoot: Float64Array
}

/** Bounds where outputs (n×C) are off by at most `errors` (n×C) in a precision of half an ulp `unit`. */
export function crossEntropyErrors(
  C: number,
  { outputs: f, residuals: r, losses }: Evaluation,
  Y: Targets,
  errors: Float64Array,
  unit: number,
): CrossEntropyErrors {
  const n = losses.length
  const found = {
    f: new Float64Array(n * C),
    r: new Float64Array(n),
    losses: new Float64Array(n),
    root: new Float64Array(n),
    ofRoot: new Float64Array(n),
  }
  for (let i = 0; i < n; i++) {
    let [off, low, top] = [0, f[i * C], f[i * C]]
    for (let at = i * C; at < (i + 1) * C; at++) {
      off = Math.max(off, errors[at])
      low = Math.min(low, f[at])
      top = Math.max(top, f[at])
    }
    // Of every p_c and of sums of them: exponents off by two errors, their difference rounded, exp and the sum to one.
    const share = growth(2 * off + UNIT_ROUNDOFF * (Math.min(top - low, 750) + C + 8))
    let [square, wrong, trace] = [0, 0, 0]
    for (let c = 0; c < C; c++) {
      const at = i * C + c
      const y = targetsOf(Y, C, i, c)
      const p = Math.max(0, r[at] + y)
      found.f[at] = errors[at] + UNIT_ROUNDOFF * (Math.min(top - f[at], 750) + C + 8)
      const own = share * (y === 0 || y === 1 ? Math.abs(r[at]) : p) + UNIT_ROUNDOFF * Math.abs(r[at])
      square += own * own
      if (y !== 0) wrong += y === 1 ? Math.abs(r[at]) : y * (1 - p) + UNIT_ROUNDOFF
      trace += p * (y === 1 ? Math.abs(r[at]) : 1 - p)
    }
    found.r[i] = Math.sqrt(square)
    found.losses[i] = share * Math.min(1, wrong) + 4 * UNIT_ROUNDOFF * losses[i]
    found.root[i] = Math.sqrt(trace)
    // p may move F along itself by half of that, and along δpᵀ by as much again (S = diag p − ppᵀ, Sδ = p∘δ).
    found.ofRoot[i] = share + 5 * unit
  }
  return found
}
