/** Every point of a sweep, checked before the first is run: `planOf(asked)`. */

import { createHash } from 'node:crypto'
import { type Asked, checkRead, type GridAsked, type GridPoint, gridPoints } from '../../scenario'
import { checkBackend } from '../backend'

export interface SweepAsked extends Asked, GridAsked {}

export interface SweepPlan {
  readonly points: readonly GridPoint[]
  /** Two plans are the same when this is: a hash of all the points and of what is read. */
  readonly digest: string
}

const MOST_POINTS = 100_000

/** The points in the order of the table. Throws for a point that cannot be. */
export function planOf(asked: SweepAsked, version: string, say: (words: string) => void = () => {}): SweepPlan {
  const { axes, seeds, columns, at, until } = asked
  const points = gridPoints(asked, {
    most: MOST_POINTS,
    say,
    check(scenario) {
      checkBackend(scenario.backend)
      checkRead(scenario, asked)
    },
  })
  const parts = JSON.stringify([version, axes, seeds, columns, at, until, points.map(({ link }) => link)])
  return { points, digest: createHash('sha256').update(parts).digest('hex').slice(0, 16) }
}
