import type { Lattice, LossGrid, Plane } from '../sim/plane'
import type { Simulation } from '../sim/simulation'
import { type Activity, type Clock, sparing } from './ticker'

export interface Window extends Omit<Lattice, 'rows'> {
  /** Milliseconds that a first picture may take: of as many points along its sides, up to `nx`, as come by then. */
  readonly within?: number | undefined
  /** A finer picture of what is on screen, for which nobody waits. */
  readonly finer?: boolean
}

/** Whoever computes the loss on a window of a plane of a simulation. */
export interface Drawer {
  /** Rejects with `Cancelled` once `stale` says that nobody wants it any more. */
  draw(plane: Plane, window: Window, onShare: (share: number) => void, stale: () => boolean): Promise<LossGrid>
  dispose(): void
}

/** Points along a side of a picture that is to come in time. */
const SIDES = [3, 5, 9, 17, 33, 65, 129, 256] as const

/** How many points are drawn in how much time, as far as is known. */
export class DrawingRate {
  /** Milliseconds per point; 0 before any. */
  pointMs = 0

  saw(points: number, ms: number): void {
    this.pointMs = Math.max(1e-6, ms / points)
  }

  /** Draws a first picture: where it is not known how long a point takes the coarsest, and a finer one in the time that is left. */
  async first(window: Window, now: () => number, draw: (window: Window) => Promise<LossGrid>): Promise<LossGrid> {
    const begun = now()
    const coarsest = this.pointMs === 0 ? await draw({ ...window, nx: SIDES[0], ny: SIDES[0] }) : null
    const fitted = this.fitted({ ...window, within: (window.within ?? 0) - (now() - begun) })
    return coarsest && fitted.nx <= coarsest.nx ? coarsest : draw(fitted)
  }

  /** The window with as many points as come in time. */
  fitted(window: Window): Window {
    const { within, nx } = window
    if (within === undefined) return window
    const side = SIDES.findLast(of => of <= nx && this.pointMs * of ** 2 <= within) ?? SIDES[0]
    return { ...window, nx: side, ny: side }
  }
}

/** Draws where the steps are taken, in slices between them that leave a busy run most of the time; all but first pictures, which are soon done. */
export function drawsInPlace({ probe }: Pick<Simulation, 'probe'>, clock: Clock, busy: () => boolean): Drawer {
  const rate = new DrawingRate()
  async function timed<T>(points: number, work: () => Promise<T>): Promise<T> {
    const begun = clock.now()
    const done = await work()
    rate.saw(points, clock.now() - begun)
    return done
  }
  return {
    async draw(plane, window, onShare, stale) {
      if (window.within === undefined) return probe.landscape(plane, window, sparing(clock, busy, stale, onShare))
      const tick = sparing(clock, () => false, stale, onShare)
      return rate.first(window, clock.now, of => timed(of.nx * of.ny, () => probe.landscape(plane, of, tick)))
    },
    dispose() {},
  }
}

/**
 * Draws with one who is on the way, whose code may not come: then in place. First pictures do not wait for him where they cost a pass for
 * each point (`atOnce`).
 */
export function drawsUntil(coming: Promise<Drawer>, inPlace: Drawer, atOnce: boolean): Drawer {
  let here: Drawer | null = null
  const drawer = coming.then(
    come => {
      here = come
      return come
    },
    () => inPlace,
  )
  return {
    async draw(plane, window, onShare, stale) {
      const first = atOnce && window.within !== undefined
      return (here ?? (first ? inPlace : await drawer)).draw(plane, window, onShare, stale)
    },
    dispose: () => void drawer.then(come => come.dispose()),
  }
}

/** Has landscapes drawn: of those asked for while one is drawn the newest, which is known by `activity`. */
export function createDrawing(now: () => number) {
  let current: (Activity & { stale: boolean; finer: boolean }) | null = null
  const stop = () => {
    if (current) current.stale = true
  }
  return {
    get activity(): Activity | null {
      return current?.finer ? null : current
    },
    /** The loss on a window; given up when another is asked for, and once `gone` says that nobody waits for it. */
    async draw(drawer: Drawer, plane: Plane, window: Window, gone: () => boolean): Promise<LossGrid> {
      stop()
      const mine = { what: 'landscape', since: now(), share: 0, stale: false, finer: window.finer ?? false }
      current = mine
      const onShare = (share: number) => {
        mine.share = share
      }
      try {
        return await drawer.draw(plane, window, onShare, () => mine.stale || gone())
      } finally {
        if (current === mine) current = null
      }
    },
    stop,
  }
}
