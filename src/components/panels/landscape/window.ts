import {
  type Axis,
  bentDomain,
  between,
  type ChartLayout,
  ellipsePoints,
  fitDomain,
  type PlaneDomain,
  straightDomain,
} from '../../../charts'
import { bent } from '../../../lib/bent'
import type { Scenario } from '../../../scenario'
import type { Domain, LandscapeGrid } from '../../../store'
import type { Gestures } from '../frame/spec'
import { nth } from '../reading/numbers'
import { pathOf } from '../reading/paths'
import type { View } from '../reading/view'
import { ellipsesHere } from './ellipses'

/** Corners that hold everything worth seeing of a model with two parameters. */
const WHOLE_VIEW: Partial<Record<Scenario['model']['kind'], readonly number[]>> = {
  'two-basins': [-1.8, -1.2, 1.5, 1.2],
  'zhu-2d': [-1.9, -1.9, 1.9, 1.9],
}

/** Border asked for around the view, as a share of its size, so that small moves need no new contours. */
const BORDER = 0.2
/** The same as a share of what is asked for. */
export const BORDER_SHARE = BORDER / (1 + 2 * BORDER)

/** The window that holds every arm with its path up to the step shown: only one whose run has ended in overflow no longer pulls it. It is fitted, and moves, in the coordinates in which the picture is even. */
export function automaticView(view: View, previous: PlaneDomain | undefined): PlaneDomain {
  const include = [0, 0, ...(view.traces.plane?.anchor === 'origin' ? (WHOLE_VIEW[view.scenario.model.kind] ?? []) : [])]
  const outlines: Float64Array[] = []
  const alive = view.arms.filter(({ trace: { divergence } }) => !divergence || divergence.step > view.step)
  for (const arm of alive) {
    const path = pathOf(arm, view.step)
    const [x, y] = [pathRange(path.x, path.length), pathRange(path.y, path.length)]
    if (x && y) include.push(x[0], y[0], x[1], y[1])
    const noise = ellipsesHere(view, arm)?.noise
    if (noise && path.length > 0) outlines.push(ellipsePoints(noise, [nth(path.x, path.length - 1), nth(path.y, path.length - 1)]))
  }
  const core = view.scenario.view.asinh
  const even = (points: ArrayLike<number>) => Float64Array.from(points, v => bent(v, core))
  const fitted = fitDomain([], outlines.map(even), previous && bentDomain(previous), { include: even(include), clip: 1.6 })
  return straightDomain(fitted, core)
}

function pathRange(values: ArrayLike<number>, length: number): [number, number] | undefined {
  let [lo, hi] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < length; i++) {
    const v = nth(values, i)
    if (!Number.isFinite(v)) continue
    if (v < lo) lo = v
    if (v > hi) hi = v
  }
  return lo <= hi ? [lo, hi] : undefined
}

/** The window of contours to ask for, or undefined while the present ones will do. */
export function wantedGrid(domain: PlaneDomain, grid: LandscapeGrid | null): Domain | undefined {
  if (grid && (grid.domain[4] ?? 0) === (domain.core ?? 0)) {
    const { x, y } = bentDomain(domain)
    const known = bentDomain(windowOf(grid))
    const [[x0, x1], [y0, y1]] = [known.x, known.y]
    const slack = 1e-9
    const covered = (lo: number, hi: number, a: number, b: number) => a <= lo + slack * (b - a) && b >= hi - slack * (b - a)
    const fine = (lo: number, hi: number, a: number, b: number) => b - a <= 2.6 * (hi - lo)
    if (covered(x[0], x[1], x0, x1) && covered(y[0], y[1], y0, y1) && fine(x[0], x[1], x0, x1) && fine(y[0], y[1], y0, y1)) return undefined
  }
  return bordered(domain)
}

/** A window with the border that contours are asked for with. */
export function bordered(domain: PlaneDomain): Domain {
  const { core = 0 } = domain
  const { x, y } = bentDomain(domain)
  const [w, h] = [(x[1] - x[0]) * BORDER, (y[1] - y[0]) * BORDER]
  const wide = straightDomain({ x: [x[0] - w, x[1] + w], y: [y[0] - h, y[1] + h] }, core)
  return core > 0 ? [...wide.x, ...wide.y, core] : [...wide.x, ...wide.y]
}

/** The part of the plane that a grid is of. */
export function windowOf({ domain: [x0, x1, y0, y1, core = 0] }: Pick<LandscapeGrid, 'domain'>): PlaneDomain {
  return { x: [x0, x1], y: [y0, y1], ...(core > 0 && { core }) }
}

/** The loss at a point by interpolation between the grid's values, and what that may be wrong by; NaN outside. */
export function lossAt({ domain, nx, ny, grid }: LandscapeGrid, x: number, y: number): { value: number; error: number } {
  const [, , , , core = 0] = domain
  const even = bentDomain(windowOf({ domain }))
  const along = ([lo, hi]: readonly [number, number], at: number, count: number) => ((bent(at, core) - lo) / (hi - lo)) * (count - 1)
  return between({ values: grid, nx, ny }, along(even.x, x, nx), along(even.y, y, ny))
}

/** The window on screen: automatic, until someone moves it. */
export class LandscapeWindow implements Gestures {
  /** Where someone moved it to. */
  free: PlaneDomain | null = null
  private automatic: PlaneDomain | undefined
  private key = ''

  constructor(private readonly changed: () => void) {}

  /** The window for a view. A different plane or problem begins anew; `still` leaves everything as it is. */
  next(view: View, still: boolean): PlaneDomain {
    const { plane } = view.traces
    const { preset, model, data, init, seed } = view.scenario
    const key = JSON.stringify([preset, model, data, init, seed, view.scenario.view.asinh, plane?.kind, plane?.i, plane?.j, plane?.anchor])
    if (key !== this.key && !still) {
      this.key = key
      this.free = null
      this.automatic = undefined
    }
    if (this.free) return this.free
    const next = automaticView(view, this.automatic)
    if (still) return next
    const before = this.automatic
    const moved = !before || [0, 1].some(e => next.x[e] !== before.x[e] || next.y[e] !== before.y[e])
    this.automatic = next
    // A window on its way to a smaller one goes on moving while the run rests.
    if (moved) this.changed()
    return next
  }

  zoom({ x, y }: ChartLayout, px: number, py: number, factor: number): void {
    const around = (at: number) => (border: number) => at + (border - at) / factor
    const next = this.dragged(x, y, around(px), around(py))
    const size = Math.min(next.x[1] - next.x[0], next.y[1] - next.y[0])
    if (size > 1e-12 && size < 1e12) this.free = next
    this.changed()
  }

  pan({ x, y }: ChartLayout, dx: number, dy: number): void {
    this.free = this.dragged(
      x,
      y,
      border => border - dx,
      border => border - dy,
    )
    this.changed()
  }

  /** The window whose borders lie where those of two axes, in pixels, are moved to. */
  private dragged(x: Axis, y: Axis, ofX: (border: number) => number, ofY: (border: number) => number): PlaneDomain {
    const range = (axis: Axis, of: (border: number) => number) => [axis.value(of(axis.range[0])), axis.value(of(axis.range[1]))] as const
    const core = this.automatic?.core
    return { x: range(x, ofX), y: range(y, ofY), ...(core !== undefined && { core }) }
  }

  reset(): void {
    this.free = null
    this.automatic = undefined
    this.changed()
  }
}
