import { eigh, largestOf, orient, rangeFactor } from '../../lib/eigen'
import { dot } from '../../lib/matrix'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import type { Product } from './curvatures'

export interface Leading {
  /** λ_1 ≥ … ≥ λ_k, the algebraically largest. */
  readonly values: Float64Array
  /** An eigenvalue lies within this of each value: ‖Av − λv‖, but not less than the rounding of ‖A‖. */
  readonly errors: Float64Array
  /** Row j is the unit eigenvector of values[j], k×p. */
  readonly vectors: Float64Array
  /** Products that were taken. */
  readonly products: number
}

export interface LeadingOptions {
  /** Wanted ‖Av − λv‖ as a part of ‖A‖; the true error of an eigenvalue is quadratic in it. */
  readonly tolerance?: number
  /** Products of one search at most; beyond, the errors say how far it came. */
  readonly limit?: number
  /** Vectors of length p that are held at most. */
  readonly basis?: number
  readonly tick?: () => void
}

/** Numbers that a basis may hold: 64 MiB. */
const HELD = 8_388_608

interface Pair {
  readonly value: number
  readonly error: number
  readonly vector: Float64Array
}

/**
 * The k algebraically largest eigenpairs of a symmetric operator by Lanczos with full reorthogonalization. At most 64 + 2k
 * vectors of length p are held, and no more than 64 MiB (but k + 8 in any case); when they are full the search restarts
 * from the best Ritz vectors and goes on (thick restart, Wu & Simon 2000). From one starting vector Lanczos finds only one
 * of several equal eigenvalues: for k > 1 it starts again on the complement until nothing larger is left there. NaN where
 * the operator yields what is not finite.
 */
export function leadingEigenvalues(operator: Product, p: number, k: number, options: LeadingOptions = {}): Leading {
  const wanted = Math.min(k, p)
  let factor = 0
  const product = (v: Float64Array) => {
    const w = operator(v)
    factor ||= rangeFactor(largestOf(w))
    return factor === 1 ? w : w.map(x => x * factor)
  }
  let { pairs, products } = search(product, p, wanted, [], 0, options)
  for (let round = 1; wanted > 1 && round <= wanted && wanted < p; round++) {
    const found = pairs.map(f => f.vector)
    const rest = search(product, p, 1, found, round, options, pairs[wanted - 1].value)
    products += rest.products
    const next = rest.pairs[0]
    if (!(next.value > pairs[wanted - 1].value + next.error)) break
    pairs = [...pairs, next].sort((a, b) => b.value - a.value).slice(0, wanted)
  }
  const vectors = new Float64Array(wanted * p)
  for (const [j, { vector }] of pairs.entries()) vectors.set(vector, j * p)
  return {
    values: Float64Array.from(pairs, f => f.value / factor),
    errors: Float64Array.from(pairs, f => f.error / factor),
    vectors,
    products,
  }
}

/** The smallest eigenvalue, with its error. */
export function smallestEigenvalue(product: Product, p: number, options: LeadingOptions = {}): { value: number; error: number } {
  const { values, errors } = leadingEigenvalues(v => product(v).map(x => -x), p, 1, options)
  return { value: -values[0], error: errors[0] }
}

/** ‖Av − λv‖ as a part of ‖A‖ at which it is plain that an eigenvalue does not matter. */
const PLAIN = 1e-3

/**
 * The largest eigenpairs on the complement of `avoid`, unit and orthogonal vectors. They are not sought to the last digit once
 * it is plain that none is larger than `beyond`.
 */
function search(
  product: Product,
  p: number,
  k: number,
  avoid: readonly Float64Array[],
  round: number,
  options: LeadingOptions,
  beyond = Number.NEGATIVE_INFINITY,
) {
  const { tolerance = 1e-9, limit = 2000, tick = () => {} } = options
  const dimension = p - avoid.length
  const wanted = Math.min(k, dimension)
  const room = Math.min(dimension, Math.max(wanted + 8, Math.min(options.basis ?? 64 + 2 * k, Math.floor(HELD / p))))
  let basis: Float64Array[] = []
  // Qᵀ A Q row by row: tridiagonal, and after a restart an arrow's head before it.
  const T = new Float64Array(room * room)
  let q = freshVector(p, [...avoid], round, 0)
  for (let products = 1; ; products++) {
    const j = basis.push(q) - 1
    const w = product(q)
    tick()
    for (const a of avoid) subtract(w, a, dot(w, a))
    for (let i = 0; i <= j; i++) {
      const h = dot(w, basis[i])
      T[i * room + j] = T[j * room + i] = h
      subtract(w, basis[i], h)
    }
    for (const b of [...avoid, ...basis]) subtract(w, b, dot(w, b))
    const size = j + 1
    const b = Math.sqrt(dot(w, w))
    if (!Number.isFinite(b)) {
      const pair: Pair = { value: Number.NaN, error: Number.NaN, vector: new Float64Array(p).fill(Number.NaN) }
      return { pairs: new Array<Pair>(wanted).fill(pair), products }
    }
    const scale = Math.sqrt(dot(T.subarray(j * room, j * room + size), T.subarray(j * room, j * room + size)))
    const closed = b <= 1e-14 * scale || size === dimension
    const full = size === room
    const last = products >= limit
    if (size >= wanted && (size % 4 === 0 || closed || full || last)) {
      const ritz = eigh(leadingBlock(T, room, size), size)
      const norm = Math.max(Math.abs(ritz.values[0]), Math.abs(ritz.values[size - 1]))
      const residual = (i: number) => (size === dimension ? 0 : b * Math.abs(ritz.vectors[i * size + j]))
      const settled = Array.from({ length: wanted }, (_, i) => residual(i) <= tolerance * norm).every(Boolean)
      const needless = residual(0) <= PLAIN * norm && ritz.values[0] + residual(0) < beyond
      if (settled || needless || size === dimension || last) {
        const rotated = combine(basis, ritz.vectors, wanted)
        const floor = 4 * Number.EPSILON * norm * Math.sqrt(p)
        const pairs = rotated.map((vector, i): Pair => ({ value: ritz.values[i], error: Math.max(residual(i), floor), vector }))
        for (const { vector } of pairs) orient(vector)
        return { pairs, products }
      }
      if (full) {
        const kept = Math.min(size - 1, wanted + Math.floor((size - wanted) / 2))
        basis = combine(basis, ritz.vectors, kept)
        T.fill(0)
        for (let i = 0; i < kept; i++) T[i * room + i] = ritz.values[i]
      }
    }
    q = closed ? freshVector(p, [...avoid, ...basis], round, products) : w.map(x => x / b)
  }
}

/** A random unit vector orthogonal to `others`, twice made so. */
function freshVector(p: number, others: readonly Float64Array[], round: number, products: number): Float64Array {
  const v = normals(new Float64Array(p), round, STREAM.probe, products)
  for (let pass = 0; pass < 2; pass++) {
    for (const o of others) subtract(v, o, dot(v, o))
    const size = Math.sqrt(dot(v, v))
    for (let i = 0; i < p; i++) v[i] /= size
  }
  return v
}

function leadingBlock(T: Float64Array, stride: number, size: number): Float64Array {
  const A = new Float64Array(size * size)
  for (let i = 0; i < size; i++) A.set(T.subarray(i * stride, i * stride + size), i * size)
  return A
}

/** The first `count` combinations Σ_i s_ji q_i, written over the basis: entry by entry, so that no second one is held. */
function combine(basis: Float64Array[], S: Float64Array, count: number): Float64Array[] {
  const size = basis.length
  const row = new Float64Array(count)
  for (let at = 0; at < basis[0].length; at++) {
    for (let j = 0; j < count; j++) {
      let s = 0
      for (let i = 0; i < size; i++) s += S[j * size + i] * basis[i][at]
      row[j] = s
    }
    for (let j = 0; j < count; j++) basis[j][at] = row[j]
  }
  return basis.slice(0, count)
}

function subtract(y: Float64Array, x: Float64Array, c: number): void {
  for (let i = 0; i < y.length; i++) y[i] -= c * x[i]
}
