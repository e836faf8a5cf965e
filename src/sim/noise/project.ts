/** Steps of an arm that keeps a part of its gradients alone: that along the sharpest directions of G, or that beside them (`advanceProjected`). */

import { dot } from '../../lib/matrix'
import { type Arm, isControlled, keptPart, learningRate } from '../../scenario'
import { Arms } from '../backends/arms'
import { OVERFLOW, type Stepper } from '../backends/types'
import type { Anchor } from '../displacement'
import { type Local, type LocalAt, leadingPairs, timesG } from './local'
import { noisyGradient } from './step'

/** v_1 … v_k of G at one θ, one after the other; fewer where G has fewer. */
interface Subspace {
  readonly rank: number
  readonly vectors: Float64Array
}

/** By the θ at which it was looked for: the same numbers again, whoever asks. */
const known = new WeakMap<Float64Array, Subspace>()

function subspaceAt(at: LocalAt, theta: Float64Array, rank: number): Subspace {
  const found = known.get(theta)
  if (found?.rank === rank) return found
  const local = at(theta)
  const { values, vectors } = leadingPairs(local, rank, v => timesG(local, v))
  let count = 0
  while (count < values.length && values[count] > 0) count++
  const subspace = { rank, vectors: vectors.slice(0, count * theta.length) }
  known.set(theta, subspace)
  return subspace
}

/** P_k g, the part of g in the subspace (arXiv 2405.16002), or g − P_k g. */
export function keepPart(part: 'dominant' | 'bulk', g: Float64Array, vectors: Float64Array): Float64Array {
  const inside = new Float64Array(g.length)
  for (let from = 0; from < vectors.length; from += g.length) {
    const v = vectors.subarray(from, from + g.length)
    const along = dot(v, g)
    for (let j = 0; j < g.length; j++) inside[j] += along * v[j]
  }
  return part === 'dominant' ? inside : g.map((x, j) => x - inside[j])
}

/** ∇L of the samples `rows`, each as often as it is drawn. */
function batchGradient(local: Local, rows: Int32Array): Float64Array {
  const weights = new Float64Array(local.n)
  for (const i of rows) weights[i] += 1 / rows.length
  return local.mix(weights)
}

interface Course {
  readonly seed: number
  /** Where the arm last looked for its directions; null before its first step. */
  readonly seen: Anchor | null
  /** The minibatch of the next step. */
  rows(step: number): Int32Array
  /** Hears of every step taken: its minibatch, or of synthetic noise ξ. */
  told(step: number, rows: Int32Array | null, xi: Float64Array | null): void
}

/**
 * Takes `count` steps from step `from`, in float64 whatever the engine, as `advanceControlled` does. The subspace is that of G at the last
 * step that `arm.refresh` divides. Returns how many steps were taken, fewer where the next one diverges, and where the arm has looked last.
 */
export async function advanceProjected(
  engine: Stepper,
  handle: number,
  at: LocalAt,
  arm: Arm,
  from: number,
  count: number,
  course: Course,
): Promise<{ readonly taken: number; readonly seen: Anchor | null }> {
  const arms = engine.precision === 'f32' ? new Arms(Float32Array, OVERFLOW.f32) : new Arms(Float64Array, OVERFLOW.f64)
  arms.add(await engine.readState(handle))
  const part = keptPart(arm) ?? 'dominant'
  let { seen } = course
  let taken = 0
  for (; taken < count; taken++) {
    const step = from + taken
    const theta = Float64Array.from(arms.theta(0))
    if (!seen || step % arm.refresh === 0) seen = { step, theta }
    const { vectors } = subspaceAt(at, seen.theta, arm.rank)
    const rows = isControlled(arm) ? null : course.rows(step)
    const { gradient, xi } = rows
      ? { gradient: batchGradient(at(theta), rows), xi: null }
      : noisyGradient(at, theta, arm, course.seed, step)
    const g = xi ? gradient.map((v, j) => v + xi[j]) : gradient
    if (!arms.step(0, keepPart(part, g, vectors), learningRate(arm, step), arm)) break
    course.told(step, rows, xi)
  }
  await engine.writeState(handle, arms.read(0))
  return { taken, seen }
}
