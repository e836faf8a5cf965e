import { bentDomain, type PlaneDomain, straightDomain } from '../../../charts'
import { bent } from '../../../lib/bent'
import { nth } from '../reading/numbers'

/** Space beside a window, as shares of its width and height. */
export interface Room {
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
}

/** Room comes in steps of this share, and one step too many is kept. */
const STEP = 0.05
/** What sticks out further belongs elsewhere. */
const MOST = 0.5

/** The room that outlines need which reach beyond a window: the previous one while it is about right. */
export function roomFor(outlines: readonly Float64Array[], domain: PlaneDomain, previous: Room | undefined): Room {
  const { core = 0 } = domain
  const { x, y } = bentDomain(domain)
  const side = (axis: 0 | 1, end: 0 | 1): number => {
    const range = axis === 0 ? x : y
    const size = range[1] - range[0]
    let beyond = 0
    for (const points of outlines) {
      let most = 0
      for (let i = axis; i < points.length; i += 2) {
        const out = (end === 0 ? range[0] - bent(nth(points, i), core) : bent(nth(points, i), core) - range[1]) / size
        if (out > most) most = out
      }
      if (most <= MOST) beyond = Math.max(beyond, most)
    }
    const before = previous?.[axis === 0 ? 'x' : 'y'][end] ?? 0
    return before >= beyond && before - beyond < 2 * STEP && beyond > 0 ? before : STEP * Math.ceil(beyond / STEP)
  }
  return { x: [side(0, 0), side(0, 1)], y: [side(1, 0), side(1, 1)] }
}

export function withRoom(domain: PlaneDomain, room: Room): PlaneDomain {
  if ([...room.x, ...room.y].every(side => side === 0)) return domain
  const { x, y } = bentDomain(domain)
  const wider = ([lo, hi]: readonly [number, number], [before, after]: readonly [number, number]) =>
    before + after === 0 ? ([lo, hi] as const) : ([lo - before * (hi - lo), hi + after * (hi - lo)] as const)
  return straightDomain({ x: wider(x, room.x), y: wider(y, room.y) }, domain.core ?? 0)
}
