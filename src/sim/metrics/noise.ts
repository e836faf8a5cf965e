/** The noise at one θ as sums (`NoiseMoments`), and the loss alignment μ with its companions from them (THEORY.md §2). */

import { dot, times } from '../../lib/matrix'

/**
 * What every reading of the noise is made of, for residuals r: sums over the uncentred second moment Σ₁, the gradient ∇L
 * and D₁ = Σ₁ − 2L·G. The centred Σ = Σ₁ − ∇L∇Lᵀ follows from them (THEORY.md §1, §3).
 */
export interface NoiseMoments {
  /** 2L = ‖r‖²/n. */
  readonly twoL: number
  /** Tr Σ₁. */
  readonly trace: number
  /** Tr(Σ₁G). */
  readonly traceG: number
  /** ‖Σ₁‖_F². */
  readonly frob2: number
  /** ‖∇L‖². */
  readonly g2: number
  /** ∇LᵀG∇L. */
  readonly gGg: number
  /** ∇LᵀΣ₁∇L. */
  readonly gSg: number
  /** ‖D₁‖_F². */
  readonly dist2: number
  /** ∇LᵀD₁∇L. */
  readonly gDg: number
}

/** The weights w of the sums of squares that the noise is made of: q = r² and q − 2L. */
export function noiseWeights(r: Float64Array): { readonly q: Float64Array; readonly c: Float64Array } {
  const twoL = dot(r, r) / r.length
  const q = r.map(v => v * v)
  return { q, c: q.map(v => v - twoL) }
}

/** Sums over the rows of K (n×n) that the noise is made of, and its diagonal. */
export interface GramSums {
  readonly diagonal: Float64Array
  /** Kr. */
  readonly Kr: Float64Array
  /** Σ_j K_ij². */
  readonly ones: Float64Array
  /** Σ_j q_j K_ij². */
  readonly q: Float64Array
  /** Σ_j (q_j − 2L) K_ij², which a difference of the two above would give with fewer digits. */
  readonly c: Float64Array
}

/** From K = JJᵀ (n×n): THEORY.md §3. O(n²). */
export function noiseFromGram(K: Float64Array, n: number, r: Float64Array): NoiseMoments {
  const weights = noiseWeights(r)
  const [diagonal, ones, q, c] = [new Float64Array(n), new Float64Array(n), new Float64Array(n), new Float64Array(n)]
  for (let i = 0; i < n; i++) {
    let k2 = 0
    let qk2 = 0
    let ck2 = 0
    for (let j = 0, at = i * n; j < n; j++, at++) {
      const square = K[at] * K[at]
      k2 += square
      qk2 += weights.q[j] * square
      ck2 += weights.c[j] * square
    }
    diagonal[i] = K[i * n + i]
    ones[i] = k2
    q[i] = qk2
    c[i] = ck2
  }
  return noiseFromSums({ diagonal, Kr: times(K, r, n, n), ones, q, c }, r)
}

export function noiseFromSums({ diagonal, Kr, ones, q, c }: GramSums, r: Float64Array): NoiseMoments {
  const n = r.length
  const weights = noiseWeights(r)
  const twoL = dot(r, r) / n
  const sums = { trace: 0, traceG: 0, frob2: 0, dist2: 0, gSg: 0, gDg: 0 }
  for (let i = 0; i < n; i++) {
    const qi = weights.q[i]
    const ci = weights.c[i]
    sums.trace += qi * diagonal[i]
    sums.traceG += qi * ones[i]
    sums.frob2 += qi * q[i]
    sums.dist2 += ci * c[i]
    sums.gSg += qi * Kr[i] * Kr[i]
    sums.gDg += ci * Kr[i] * Kr[i]
  }
  const n2 = n * n
  return {
    twoL,
    trace: sums.trace / n,
    traceG: sums.traceG / n2,
    frob2: sums.frob2 / n2,
    g2: dot(r, Kr) / n2,
    gGg: dot(Kr, Kr) / (n2 * n),
    gSg: sums.gSg / (n2 * n),
    dist2: sums.dist2 / n2,
    gDg: sums.gDg / (n2 * n),
  }
}

/** From the p×p (or reduced) moments G and Σ₁, the gradient g and 2L. O(size²). */
export function noiseFromMoments(G: Float64Array, S: Float64Array, g: Float64Array, size: number, twoL: number): NoiseMoments {
  const D = S.map((s, at) => s - twoL * G[at])
  let trace = 0
  for (let i = 0; i < size; i++) trace += S[i * size + i]
  const form = (A: Float64Array) => dot(g, times(A, g, size, size))
  return { twoL, trace, traceG: dot(S, G), frob2: dot(S, S), g2: dot(g, g), gGg: form(G), gSg: form(S), dist2: dot(D, D), gDg: form(D) }
}

export interface Alignment {
  readonly loss: number
  readonly gradNorm: number
  readonly mu: number
  readonly alpha: number
  readonly beta: number
  /** ‖Σ − 2LG‖_F / ‖2LG‖_F. */
  readonly relDist: number
  readonly traceSigma: number
  /** Tr(ΣG). */
  readonly traceSigmaG: number
  /** μ of isotropic noise of the same trace. */
  readonly muIsotropic: number
  /** μ of Σ = c·G of the same trace. */
  readonly muProportional: number
}

/** The loss alignment and its companions (THEORY.md §2) for Σ (centred) or Σ₁; ratios are NaN where L or G vanishes, α where Σ does. */
export function alignment(m: NoiseMoments, traceG: number, frobG2: number, p: number, centred: boolean): Alignment {
  const c = centred ? 1 : 0
  const traceSigma = m.trace - c * m.g2
  const traceSigmaG = m.traceG - c * m.gGg
  const rest = m.frob2 - c * (2 * m.gSg - m.g2 * m.g2)
  // A difference at rounding level is not noise: Σ is zero where all samples have the same gradient, as with n = 1.
  const frobSigma = rest <= 1e-13 * m.frob2 ? 0 : Math.sqrt(rest)
  const dist = Math.sqrt(Math.max(0, m.dist2 - c * (2 * m.gDg - m.g2 * m.g2)))
  const frobG = Math.sqrt(frobG2)
  return {
    loss: m.twoL / 2,
    gradNorm: Math.sqrt(m.g2),
    mu: traceSigmaG / (m.twoL * frobG2),
    alpha: frobSigma === 0 ? Number.NaN : traceSigmaG / (frobSigma * frobG),
    beta: frobSigma / (m.twoL * frobG),
    relDist: dist / (m.twoL * frobG),
    traceSigma,
    traceSigmaG,
    muIsotropic: (traceSigma * traceG) / (p * m.twoL * frobG2),
    muProportional: traceSigma / (m.twoL * traceG),
  }
}

/**
 * vᵀΣw for directions given by their images a = Jv and b = Jw (n×C): (1/n) Σ (r_i·a_i)(r_i·b_i), less the product of the
 * gradient's components when centred.
 */
export function noiseForm(r: Float64Array, a: ArrayLike<number>, b: ArrayLike<number>, centred: boolean, outputs = 1): number {
  return formOf(along(r, a, outputs), along(r, b, outputs), centred)
}

/** v_kᵀΣv_j for any two of `count` directions, whose images stand one after another. O(count·n·C), and O(n) for each pair. */
export function noiseForms(r: Float64Array, images: Float64Array, count: number, centred: boolean, outputs = 1) {
  const all = Array.from({ length: count }, (_, k) => along(r, images.subarray(k * r.length, (k + 1) * r.length), outputs))
  return (k: number, j: number): number => formOf(all[k], all[j], centred)
}

/** r_i·a_i of every sample. */
function along(r: Float64Array, a: ArrayLike<number>, outputs: number): Float64Array {
  const out = new Float64Array(r.length / outputs)
  for (let i = 0, at = 0; i < out.length; i++) for (const end = at + outputs; at < end; at++) out[i] += r[at] * a[at]
  return out
}

function formOf(a: Float64Array, b: Float64Array, centred: boolean): number {
  const n = a.length
  let second = 0
  let meanA = 0
  let meanB = 0
  for (let i = 0; i < n; i++) {
    second += a[i] * b[i]
    meanA += a[i]
    meanB += b[i]
  }
  return second / n - (centred ? (meanA / n) * (meanB / n) : 0)
}
