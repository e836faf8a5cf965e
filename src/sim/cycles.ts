/**
 * Compares two points of a run (THEORY.md §6): how far apart, along sharp or flat directions, and whether a barrier lies
 * between them.
 */

import { axpy, dot, norm } from '../lib/matrix'

/** What must be known of a model at any θ to compare two points of a run. */
export interface Probe {
  /** L on the training samples. */
  lossAt(theta: Float64Array): number
  /** The leading eigenvectors of G at θ, at most k, orthonormal, each of the length of θ. */
  directionsAt(theta: Float64Array, k: number): Promise<readonly Float64Array[]>
}

/** What lies between two points θ_a and θ_b of a run. */
export interface Passage {
  /** ‖θ_b − θ_a‖, and its parts inside and outside the span of the k sharpest directions of G at θ_a. */
  readonly distance: number
  readonly sharp: number
  readonly flat: number
  /** max_s L(θ_a + s(θ_b − θ_a)) − max(L(θ_a), L(θ_b)) over a grid of s that holds both ends: 0 where there is no barrier. */
  readonly barrier: number
  /** L at equal steps from θ_a to θ_b, ends included. */
  readonly profile: Float64Array
}

/** Points of the segment at which the loss is taken. */
const PROFILE_POINTS = 33

/** The steps at which cycles end, from the first to `steps`. */
export function cycleEnds(period: number, steps: number): number[] {
  return Array.from({ length: Math.floor(steps / period) }, (_, i) => (i + 1) * period)
}

/** Compares θ_b with θ_a (THEORY.md §6); k directions count as sharp. */
export async function passage(probe: Probe, a: Float64Array, b: Float64Array, k: number): Promise<Passage> {
  const step = b.map((v, i) => v - a[i])
  const distance = norm(step)
  const rest = step.slice()
  for (const v of await probe.directionsAt(a, k)) axpy(rest, -dot(step, v), v)
  const flat = norm(rest)
  const inside = step.map((v, i) => v - rest[i])
  const profile = new Float64Array(PROFILE_POINTS)
  for (let s = 0; s < PROFILE_POINTS; s++) {
    const share = s / (PROFILE_POINTS - 1)
    profile[s] = probe.lossAt(a.map((v, i) => (s === PROFILE_POINTS - 1 ? b[i] : v + share * step[i])))
  }
  const top = profile.reduce((most, v) => Math.max(most, v), Number.NEGATIVE_INFINITY)
  const ends = Math.max(profile[0], profile[PROFILE_POINTS - 1])
  return { distance, sharp: norm(inside), flat, barrier: top - ends, profile }
}
