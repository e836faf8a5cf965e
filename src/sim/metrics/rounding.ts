/**
 * How far rounding may have moved the readings of the noise: bounds, not estimates, from those of the residuals and of the
 * sums of products (first-order terms and all others, norm by norm). A reading whose bound is as large as itself has no digits.
 */

import { groupMeans, groupsOf } from './groups'
import { type Alignment, type NoiseMoments, noiseForms } from './noise'
import { type Sensitivity, sharpened } from './sensitivity'

/** What the bounds follow from, in the units of the moments. */
export interface Disturbed {
  /** Residuals, n×C, and bounds of ‖Δr_i‖ of every sample. */
  readonly r: Float64Array
  readonly error: Float64Array
  /** At least ‖J_i‖_F of every sample. */
  readonly reach: Float64Array
  /** Of losses with a curvature of their own, G = (1/n) Σ (F_iJ_i)ᵀF_iJ_i: at least ‖F_iJ_i‖_F, and how far that may be off; J_i itself by default. */
  readonly roots?: { readonly reach: Float64Array; readonly error: Float64Array }
  /** Of H in the place of G: the sizes of what it is added up from, and how far that may be off (‖ΔH‖_F); of G they follow from `roots`. */
  readonly curvature?: { readonly size: number; readonly error: number }
  /** Of ℓ_i; ½‖r_i‖² by default. */
  readonly losses?: Float64Array
  /** Whether the errors of different samples have nothing in common, so that their squares add up. */
  readonly independent?: boolean
  /** How the readings follow outputs that are off by at most `f` (n×C), where that is known. */
  readonly sensitive?: { readonly by: Sensitivity; readonly f: Float64Array }
  /** Rounding of a sum of products over the sum of their sizes. */
  readonly relative: number
  readonly outputs: number
}

export interface RoundingBounds {
  readonly loss: number
  readonly mu: number
  readonly alpha: number
  readonly beta: number
  readonly relDist: number
  readonly g: Float64Array
}

interface Directions {
  /** λ_k. */
  readonly lambda: Float64Array
  /** Rows J v_k; in their place the v_kᵀΣv_k, where those are not known. */
  readonly images: Float64Array | { readonly forms: Float64Array }
  /** Every direction of G that is not zero is among them. */
  readonly whole: boolean
  /** Share of ‖G‖ that the search for them leaves; none by default. */
  readonly tolerance?: number
}

const square = (x: number) => x * x

/** Bounds of a mean over n samples, each off by `first`, and by `second`, which is of higher order. */
const gather =
  (n: number, independent: boolean) =>
  (first: (i: number) => number, second: (i: number) => number = () => 0) => {
    let [sum, squares, rest] = [0, 0, 0]
    for (let i = 0; i < n; i++) {
      const own = first(i)
      sum += own
      squares += own * own
      rest += second(i)
    }
    return ((independent ? Math.sqrt(squares) : sum) + rest) / n
  }

/** |Δ(a/b)| for |Δa| ≤ da, |Δb| ≤ db. */
const quotient = (a: number, da: number, b: number, db: number) =>
  db < b ? (da + Math.abs(a / b) * db) / (b - db) : Number.POSITIVE_INFINITY

/** |Δ√x| where x is off by e and its root was taken to be v. */
const ofRoot = (e: number, v: number) => e / (v + Math.sqrt(Math.max(0, v * v - e)) || Math.sqrt(e) || 1)

/** Bounds of |computed − exact| of the readings `a` of the moments `m` with G (Tr G, ‖G‖_F²), for Σ (centred) or Σ₁. */
export function roundingBounds(
  a: Alignment,
  m: NoiseMoments,
  frobG2: number,
  centred: boolean,
  disturbed: Disturbed,
  directions: Directions,
): RoundingBounds {
  const norms = normBounds(a, m, frobG2, centred, disturbed, directions)
  const { sensitive, error, roots } = disturbed
  if (!sensitive) return norms
  const zero = new Float64Array(error.length)
  const still = { ...disturbed, error: zero, ...(roots && { roots: { ...roots, error: zero } }) }
  return sharpened(norms, normBounds(a, m, frobG2, centred, still, null), a, m, frobG2, sensitive.by, sensitive.f)
}

function normBounds(
  a: Alignment,
  m: NoiseMoments,
  frobG2: number,
  centred: boolean,
  disturbed: Disturbed,
  directions: Directions | null,
): RoundingBounds {
  const { r, error, reach, relative: eps, outputs } = disturbed
  const n = error.length
  const roots = disturbed.roots ?? { reach, error: new Float64Array(n) }
  const size = Float64Array.from({ length: n }, (_, i) => {
    let s = 0
    for (let c = 0; c < outputs; c++) s += square(r[i * outputs + c])
    return Math.sqrt(s)
  })
  /** Of J_iᵀr_i: its size, and how far it may be off. */
  const own = size.map((s, i) => s * reach[i])
  const off = own.map((_, i) => error[i] * reach[i])
  const mean = (of: (i: number) => number) => {
    let s = 0
    for (let i = 0; i < n; i++) s += of(i)
    return s / n
  }
  const gathered = gather(n, disturbed.independent === true)
  const c = centred ? 1 : 0
  const F = Math.sqrt(frobG2)
  // Of G, Σ₁ and ∇L, in the Frobenius norm, in all: what goes in and what sums add.
  const given = disturbed.curvature
  const traceG = given?.size ?? mean(i => square(roots.reach[i]))
  const trace1 = mean(i => square(own[i]))
  const pull = mean(i => own[i])
  const dG =
    (given?.error ??
      gathered(
        i => 2 * roots.reach[i] * roots.error[i],
        i => square(roots.error[i]),
      )) +
    eps * traceG
  const d1 =
    gathered(
      i => 2 * own[i] * off[i],
      i => square(off[i]),
    ) +
    eps * trace1
  const dg = gathered(i => off[i]) + eps * pull
  const gradient = Math.min(pull, Math.sqrt(Math.max(0, m.g2)) + Math.sqrt(eps) * pull) + dg
  const dS = d1 + c * (2 * gradient + dg) * dg
  const { losses } = disturbed
  const dL =
    (losses
      ? gathered(i => 2 * losses[i])
      : gathered(
          i => 2 * size[i] * error[i],
          i => square(error[i]),
        )) +
    eps * m.twoL
  const frob1 = Math.sqrt(m.frob2)

  const drift = pull * Math.sqrt(traceG * Math.max(0, m.gGg))
  // H need not be positive: what cancels in forms of it is as large as its norm.
  const summed = given ? (1 + c) * trace1 * F : m.traceG + c * (m.gGg + 2 * drift)
  const dT = dS * (F + dG) + dG * frob1 + eps * summed + c * square(eps) * trace1 * traceG
  const frobS = a.beta * m.twoL * F
  // α and β call Σ zero where it is below 1e-13 of ‖Σ₁‖² (noise.ts).
  const dFrobS = dS + ofRoot(eps * (m.frob2 + c * (2 * m.gSg + square(m.g2))) + (frobS > 0 ? 0 : 1e-13 * m.frob2), frobS)
  const dist = a.relDist * m.twoL * F
  const dDist = dS + dL * (F + dG) + m.twoL * dG + ofRoot(2 * eps * square(frob1 + m.twoL * F), dist)
  const d2LF = (m.twoL + dL) * (F + dG) - m.twoL * F
  return {
    loss: dL / 2,
    mu: quotient(a.traceSigmaG, dT, m.twoL * frobG2, (m.twoL + dL) * square(F + dG) - m.twoL * frobG2),
    alpha: Math.min(2, quotient(a.traceSigmaG, dT, frobS * F, (frobS + dFrobS) * (F + dG) - frobS * F)),
    beta: quotient(frobS, dFrobS, m.twoL * F, d2LF),
    relDist: quotient(dist, dDist, m.twoL * F, d2LF),
    g: directions
      ? directionBounds(m.twoL, dL, frob1, dG + (directions.tolerance ?? 0) * F, size, centred, disturbed, directions)
      : new Float64Array(0),
  }
}

/**
 * Bound of 2|v̂ᵀΣu| for the direction v̂_k found, where u is the part of the true one across it. Along every other direction found that has
 * v̂_jᵀv = v̂_jᵀΔGv/(λ̂_j − λ), so that what Σ couples them by tells; along those not found, `most` ≥ ‖Σv̂_k‖ over the least distance `rest`.
 */
function turnedBy(
  k: number,
  dG: number,
  most: number,
  coupled: (j: number) => number,
  lambda: Float64Array,
  [from, end]: readonly [number, number],
  rest: number,
): number {
  let squares = square(most / Math.max(0, rest - dG))
  for (let j = 0; j < lambda.length; j++)
    if (j < from || j >= end) squares += square(coupled(j) / Math.max(0, Math.abs(lambda[k] - lambda[j]) - dG))
  return 2 * dG * Math.sqrt(squares)
}

/** Of g(v_k): beside what goes in, a direction is off by ‖ΔG‖ over the distance of its eigenvalue from the next ones. */
function directionBounds(
  twoL: number,
  dL: number,
  frob1: number,
  dG: number,
  size: Float64Array,
  centred: boolean,
  { r, error, reach, relative: eps, outputs, curvature, independent = false }: Disturbed,
  { lambda, images, whole }: Directions,
): Float64Array {
  const n = error.length
  const gathered = gather(n, independent)
  const { first, size: members } = groupsOf(lambda)
  /** v_kᵀΣv_k and v_kᵀΣv_j, and ‖J_iv_k‖ ≤ ‖J_i‖ of every sample. */
  const formOf =
    'forms' in images
      ? (k: number) => ({ form: images.forms[k], lengths: reach, coupled: null })
      : ofImages(images, lambda.length, r, outputs, centred)
  const own = lambda.map((value, k) => {
    const { form, lengths, coupled } = formOf(k)
    // |r_i·J_iv| ≤ ‖r_i‖‖J_iv‖, off by ‖Δr_i‖‖J_iv‖.
    const dq = gathered(
      i => 2 * size[i] * error[i] * square(lengths[i]),
      i => square(error[i] * lengths[i]),
    )
    const dm = gathered(i => error[i] * lengths[i])
    let [pull, spread] = [0, 0]
    for (let i = 0; i < n; i++) {
      pull += (size[i] * lengths[i]) / n
      spread += square(size[i] * lengths[i]) / n
    }
    // A group's mean depends on the space it spans alone.
    const end = first[k] + members[k]
    const below = end < lambda.length ? value - lambda[end] : whole ? value : Number.POSITIVE_INFINITY
    const gap = Math.min(below, first[k] > 0 ? lambda[first[k] - 1] - value : Number.POSITIVE_INFINITY) - dG
    const turn = gap > 0 ? Math.min(1, dG / gap) : 1
    const most = Math.sqrt(spread * frob1)
    // What Σ has along directions in which G is nothing is nothing too.
    const rest = !whole && end < lambda.length ? value - lambda[lambda.length - 1] : curvature ? Math.abs(value) : Number.POSITIVE_INFINITY
    const across = coupled ? turnedBy(k, dG, most, coupled, lambda, [first[k], end], rest) : Number.POSITIVE_INFINITY
    const turned = (across < 2 * most * turn ? across : 2 * most * turn) + square(turn) * frob1
    const dForm = dq + (centred ? (2 * pull + dm) * dm : 0) + 2 * eps * spread + turned
    return quotient(form, dForm, twoL * value, (twoL + dL) * (value + dG) - twoL * value)
  })
  return groupMeans(own, { first, size: members })
}

function ofImages(images: Float64Array, count: number, r: Float64Array, outputs: number, centred: boolean) {
  const between = noiseForms(r, images, count, centred, outputs)
  return (k: number) => ({
    form: between(k, k),
    lengths: lengthsOf(images.subarray(k * r.length, (k + 1) * r.length), outputs),
    coupled: (j: number) => between(k, j),
  })
}

/** ‖J_iv‖ of every sample. */
function lengthsOf(image: Float64Array, outputs: number): Float64Array {
  const lengths = new Float64Array(image.length / outputs)
  for (let i = 0, at = 0; i < lengths.length; i++) {
    let a2 = 0
    for (const end = at + outputs; at < end; at++) a2 += square(image[at])
    lengths[i] = Math.sqrt(a2)
  }
  return lengths
}
