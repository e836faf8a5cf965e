/**
 * A few leading eigenpairs of any large symmetric operator: `lanczos(v => A v, n, k)`. A whole small matrix is faster with
 * `eigh`.
 */

import { type Eigen, type Eigh, eigh, orient, rangeFactor } from './eigen'
import { CLOSED, combine, Krylov, type Product } from './krylov'
import { largestOf } from './matrix'
import { STREAM } from './philox'
import { normals } from './random'

export type { Product } from './krylov'

/** Leading eigenpairs with what is known of their errors. */
export interface Leading extends Eigen {
  /** An eigenvalue lies within this of each value: ‖Av − λv‖, but not less than the rounding of ‖A‖. */
  readonly errors: Float64Array
  /** Products that were taken. */
  readonly products: number
}

export interface LanczosOptions {
  /** ‖Av − λv‖ that every pair must reach, as a share of ‖A‖; the error of an eigenvalue is quadratic in it. */
  readonly tolerance?: number
  /** A is positive semi-definite, perhaps of low rank: zero eigenvalues are left out, and not searched for. */
  readonly semidefinite?: boolean
  /** Searches the complement of what was found for further copies of equal eigenvalues, of which one start finds one. */
  readonly copies?: boolean
  /** A random vector for each block, not orthogonal to a wanted eigenvector. */
  readonly start?: (block: number) => Float64Array
  /** Solver for the projected matrices. */
  readonly solve?: Eigh | undefined
  /** Steps between two checks of the Ritz values. */
  readonly every?: number
  /** Products of one search at most; a search that ends there reports it by its errors. */
  readonly limit?: number
  /** Vectors that a search may hold (k + 8 in any case): beyond, it restarts from the best Ritz vectors. */
  readonly basis?: number
  /** Scales by a power of two where squares of the products would leave the range of numbers. */
  readonly rescale?: boolean
}

interface EigenPair {
  readonly value: number
  readonly error: number
  readonly vector: Float64Array
}

/** v → A v for a symmetric A, computed in steps that pause for what `Q` says. */
export type SteppedProduct<Q> = (v: Float64Array) => Generator<Q, Float64Array, unknown>

/** `lanczosSteps` for an operator that answers at once. */
export function lanczos(operator: Product, n: number, k: number, options: LanczosOptions = {}): Leading {
  const steps = lanczosSteps<never>(
    // biome-ignore lint/correctness/useYield: it never pauses
    function* (v) {
      return operator(v)
    },
    n,
    k,
    options,
  )
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/**
 * The k algebraically largest eigenpairs of a symmetric operator on R^n by Lanczos with full reorthogonalization. Every pair
 * has a residual ‖Av − λv‖ ≤ tolerance·‖A‖, or an error that says otherwise (`limit`). Where the Krylov space closes early
 * the search goes on from a random direction outside it, until a block has nothing larger than what is known. Eigenvectors
 * are rows of `vectors`, their entry of largest size positive. NaN throughout where the operator yields what is not finite.
 */
export function* lanczosSteps<Q>(
  operator: SteppedProduct<Q>,
  n: number,
  k: number,
  options: LanczosOptions = {},
): Generator<Q, Leading, unknown> {
  const wanted = Math.min(k, n)
  let factor = options.rescale === false ? 1 : 0
  const product: SteppedProduct<Q> = function* (v) {
    const w = yield* operator(v)
    factor ||= rangeFactor(largestOf(w))
    return factor === 1 ? w : w.map(x => x * factor)
  }
  let block = 0
  const start = options.start ?? (index => normals(new Float64Array(n), 0, STREAM.probe, index))
  const next = () => start(block++)
  let { pairs, products } = yield* search(product, n, wanted, [], next, options)
  for (let round = 1; options.copies && wanted > 1 && round <= wanted && wanted < n; round++) {
    const known = pairs.map(pair => pair.vector)
    const least = pairs[wanted - 1].value
    const rest = yield* search(product, n, 1, known, next, options, least)
    products += rest.products
    const [found] = rest.pairs
    if (!found || !(found.value > least + found.error)) break
    pairs = [...pairs, found].sort((a, b) => b.value - a.value).slice(0, wanted)
  }
  const vectors = new Float64Array(pairs.length * n)
  for (const [j, { vector }] of pairs.entries()) vectors.set(vector, j * n)
  const scale = factor || 1
  return {
    values: Float64Array.from(pairs, pair => pair.value / scale),
    errors: Float64Array.from(pairs, pair => pair.error / scale),
    vectors,
    products,
  }
}

/** ‖Av − λv‖ as a share of ‖A‖ at which it is plain that an eigenvalue does not matter. */
const NEEDLESS = 1e-3

/**
 * The largest eigenpairs on the complement of `avoid`, orthonormal vectors. They are not searched for to the last digit once
 * it is plain that none is larger than `beyond`.
 */
function* search<Q>(
  product: SteppedProduct<Q>,
  n: number,
  k: number,
  avoid: readonly Float64Array[],
  next: () => Float64Array,
  options: LanczosOptions,
  beyond = Number.NEGATIVE_INFINITY,
): Generator<Q, { pairs: EigenPair[]; products: number }, unknown> {
  const { tolerance = 1e-12, semidefinite = false, solve = eigh, every = 8, limit = Number.POSITIVE_INFINITY } = options
  const dimension = n - avoid.length
  const wanted = Math.min(k, dimension)
  const room = Math.min(dimension, Math.max(wanted + 8, options.basis ?? dimension))
  const space = new Krylov(avoid)
  let ritz: Eigen = { values: new Float64Array(0), vectors: new Float64Array(0) }
  let products = 0

  const residual = (i: number, rest: number) => Math.abs(rest * ritz.vectors[(i + 1) * space.size - 1])
  const found = (rest: number) => ({ pairs: pairsOf(space, ritz, wanted, semidefinite, i => residual(i, rest)), products })

  for (let later = false; space.size < dimension && !(later && products >= limit); later = true) {
    const opened = space.open(next())
    if (!opened) break
    let q: Float64Array = opened
    const before = ritz.values[wanted - 1] ?? (semidefinite ? 0 : Number.NEGATIVE_INFINITY)
    for (let rest = 1; rest > 0; ) {
      const w: Float64Array = yield* product(q)
      products++
      rest = space.append(q, w)
      if (!Number.isFinite(rest)) return { pairs: unknown(wanted, n), products }
      const { size, first } = space
      if (size === dimension) rest = 0
      const full = size === room
      const last = products >= limit
      const length = rest
      if (rest > 0) q = w.map(x => x / length)
      if (rest > 0 && !full && !last && (size - first) % every !== 0) continue
      ritz = solve(space.projected(), size)
      const norm = Math.max(Math.abs(ritz.values[0]), Math.abs(ritz.values[size - 1]))
      space.scale = Math.max(space.scale, norm)
      if (rest > 0 && size >= wanted) {
        let settled = true
        for (let i = 0; i < wanted; i++) if (!(residual(i, rest) <= tolerance * norm)) settled = false
        const needless = residual(0, rest) <= NEEDLESS * norm && ritz.values[0] + residual(0, rest) < beyond
        if (settled || needless || last) return found(rest)
      }
      if (full && rest > 0) space.restart(ritz, Math.min(size - 1, wanted + Math.floor((size - wanted) / 2)), rest)
    }
    // A closed block whose largest eigenvalue is not among the k, or zero: nothing is left that could be.
    const { first, size } = space
    const own = first === 0 ? ritz.values[0] : solve(space.projected(first), size - first).values[0]
    const rounding = CLOSED * space.scale
    const nothing = semidefinite ? Math.max(before, rounding) : before + rounding
    if (own <= beyond || (later && own <= nothing) || (semidefinite && !(own > 0))) break
  }
  return found(0)
}

/** The leading Ritz pairs; the basis is spent on them. Of a semi-definite operator without what is zero. */
function pairsOf(space: Krylov, ritz: Eigen, wanted: number, semidefinite: boolean, residual: (i: number) => number): EigenPair[] {
  const { size, basis } = space
  const { values } = ritz
  const least = semidefinite ? size * Number.EPSILON * values[0] : Number.NEGATIVE_INFINITY
  const count = Math.min(wanted, values.filter(v => v > least).length)
  const floor = 4 * Number.EPSILON * space.scale * Math.sqrt(basis[0]?.length ?? 0) + space.lost
  const errors = Array.from({ length: count }, (_, i) => Math.max(residual(i), floor))
  return combine(basis, ritz.vectors, count).map((vector, i) => {
    orient(vector)
    return { value: values[i], error: errors[i], vector }
  })
}

function unknown(count: number, n: number): EigenPair[] {
  return Array.from({ length: count }, () => ({ value: Number.NaN, error: Number.NaN, vector: new Float64Array(n).fill(Number.NaN) }))
}
