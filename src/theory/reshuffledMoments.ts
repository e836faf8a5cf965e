/**
 * The stationary variance of SGD on a linear model under reshuffled epochs, exactly: `reshuffledVariance`. Within an epoch the
 * minibatches depend on each other, so that no recursion over steps closes; one over the sets of samples that were used does. It
 * goes through every set, so n is small.
 */

import { matrixProduct } from '../lib/matrix'
import { pairCount } from './escapeProblem'

/** Multiplications that are affordable, and samples of which the sets have numbers. */
const MOST_WORK = 2e9
const MOST_SAMPLES = 24
/** Doublings after which what has not settled does not. */
const MOST_DOUBLINGS = 60

/** n over k. */
export function choose(n: number, k: number): number {
  let ways = 1
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i
  return Math.round(ways)
}

/** Every set of B samples of n, as the bits of a number. */
function minibatches(n: number, B: number): number[] {
  if (B === 0) return [0]
  if (n < B) return []
  return [...minibatches(n - 1, B), ...minibatches(n - 1, B - 1).map(set => set + (1 << (n - 1)))]
}

/** L with L·vec(x xᵀ) = vec(Ax (Ax)ᵀ) for pairs k ≥ l, A of c×c. */
function onPairs(A: Float64Array, c: number): Float64Array {
  const q = pairCount(c)
  const out = new Float64Array(q * q)
  for (let k = 0, row = 0; k < c; k++)
    for (let l = 0; l <= k; l++, row++)
      for (let a = 0, column = 0; a < c; a++)
        for (let b = 0; b <= a; b++, column++) {
          const both = A[k * c + a] * A[l * c + b]
          out[row * q + column] = a === b ? both : both + A[k * c + b] * A[l * c + a]
        }
  return out
}

export interface Reshuffled {
  readonly n: number
  readonly s: number
  /** z_ik in the eigenbasis of G, n×s. */
  readonly features: Float64Array
}

/**
 * E[w_k²] over the steps of an epoch, length s, of SGD at a learning rate η whose epochs go once through minibatches of B in a new
 * order; `rest` are the residuals at the minimum. With x = (w, 1) and A_b the step of a minibatch b, T(S) = E[A_b T(S∖b) A_bᵀ] over the
 * b ⊂ S that may come last. null where the sets are too many, B does not divide n, or the variance grows without end.
 */
export function reshuffledVariance({ n, s, features }: Reshuffled, rest: Float64Array, eta: number, B: number): Float64Array | null {
  const c = s + 1
  const q = pairCount(c)
  if (n % B !== 0 || n > MOST_SAMPLES || choose(n, B) * (1 << (n - B)) * q * q * q > MOST_WORK) return null
  const steps = minibatches(n, B).map(set => [set, onPairs(stepOf(set), c)] as const)
  const mean = new Float64Array(q * q)
  const M = n / B
  let reached = new Map<number, Float64Array>([[0, identity(q)]])
  for (let t = 1; t <= M; t++) {
    const next = new Map<number, Float64Array>()
    for (const [used, before] of reached)
      for (const [set, step] of steps) {
        if ((set & used) !== 0) continue
        const sum = next.get(used | set)
        const own = matrixProduct(step, before, q, q, q)
        if (sum) for (let at = 0; at < own.length; at++) sum[at] += own[at]
        else next.set(used | set, own)
      }
    const ways = choose(t * B, B)
    for (const T of next.values())
      for (let at = 0; at < T.length; at++) {
        T[at] /= ways
        mean[at] += T[at] / (next.size * M)
      }
    reached = next
  }
  const settled = limitOf([...reached.values()][0], q)
  if (!settled) return null
  const over = matrixProduct(mean, settled, q, q, 1)
  return Float64Array.from({ length: s }, (_, k) => over[pairCount(k + 1) - 1])

  function stepOf(set: number): Float64Array {
    const A = identity(c)
    for (let i = 0; i < n; i++) {
      if ((set & (1 << i)) === 0) continue
      for (let k = 0; k < s; k++) {
        const pull = (eta / B) * features[i * s + k]
        for (let l = 0; l < s; l++) A[k * c + l] -= pull * features[i * s + l]
        A[k * c + s] -= pull * rest[i]
      }
    }
    return A
  }
}

/** The moments that T leaves as they are, with 1 for that of the constant; null where there are none that it leads to. */
function limitOf(T: Float64Array, q: number): Float64Array | null {
  let power = T
  for (let i = 0; i < MOST_DOUBLINGS; i++) {
    const next = matrixProduct(power, power, q, q, q)
    const [was, is] = [lastColumn(power, q), lastColumn(next, q)]
    if (!is.every(Number.isFinite)) return null
    if (is.every((v, at) => Math.abs(v - was[at]) <= 1e-15 * Math.abs(v))) return is
    power = next
  }
  return null
}

const lastColumn = (A: Float64Array, q: number) => Float64Array.from({ length: q }, (_, row) => A[row * q + q - 1])
const identity = (size: number) => Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0))
