/**
 * How far an arm has moved since its escape began, and along which directions of G: the columns `moved…` and `anchor…` of a
 * row.
 */

import { axpy, dot, norm } from '../lib/matrix'
import type { Columns } from '../scenario'
import type { Probe } from './cycles'
import { onPlane, type Plane } from './plane'
import { fill } from './reading'

/** Where an escape began: θ at the step of the event that began it, or the planted minimum θ* of a run that starts beside one. */
export interface Anchor {
  /** 0 for the planted minimum. */
  readonly step: number
  /** Not changed by anyone. */
  readonly theta: Float64Array
}

/** Numbers that the directions of one anchor may hold: 32 MiB. */
const DIRECTION_NUMBERS = 1 << 22

/** Fills the columns of the displacement θ − θ_a of an arm since its escape began at θ_a. */
export interface Displacement {
  /**
   * ‖θ − θ_a‖, its parts along the k sharpest directions of G at θ_a, and the rest outside them; where θ_a lies on the
   * plane. Of models too wide to hold k directions the norm alone.
   */
  read(row: Float64Array, columns: Columns, anchor: Anchor, theta: Float64Array, plane: Plane): Promise<void>
}

/** Displacements in up to `arms` arms: the directions of as many anchors are kept, those of equal anchors once. */
export function createDisplacement(probe: Pick<Probe, 'directionsAt'>, arms: number): Displacement {
  const known: { theta: Float64Array; directions: Promise<readonly Float64Array[]> }[] = []

  function directionsOf(theta: Float64Array, k: number): Promise<readonly Float64Array[]> {
    const at = known.findIndex(entry => same(entry.theta, theta))
    const entry = at < 0 ? { theta, directions: probe.directionsAt(theta, k) } : known.splice(at, 1)[0]
    known.unshift(entry)
    known.length = Math.min(known.length, arms)
    return entry.directions
  }

  return {
    async read(row, columns, anchor, theta, plane) {
      const step = theta.map((v, i) => v - anchor.theta[i])
      const [anchor_x, anchor_y] = onPlane(plane, anchor.theta)
      fill<'anchor'>(row, columns, { moved: norm(step), anchor_step: anchor.step, anchor_x, anchor_y })
      if (columns.k * theta.length > DIRECTION_NUMBERS) return
      const moved_along: number[] = []
      for (const v of await directionsOf(anchor.theta, columns.k)) {
        const along = dot(step, v)
        moved_along.push(along)
        axpy(step, -along, v)
      }
      fill<'displacement'>(row, columns, { moved_along, moved_rest: norm(step) })
    },
  }
}

function same(a: Float64Array, b: Float64Array): boolean {
  return a === b || a.every((v, i) => v === b[i])
}
