import { type ChartLayout, ellipsePoints, fitDomain, type PlaneDomain } from '../../../charts'
import type { Scenario } from '../../../scenario'
import type { Domain, LandscapeGrid } from '../../../store'
import type { Gestures } from '../frame/spec'
import { nth } from '../reading/numbers'
import { pathOf, stays } from '../reading/paths'
import type { View } from '../reading/view'
import { ellipsesOf } from './ellipses'

/** Corners that hold everything worth seeing of a model with two parameters. */
const WHOLE_VIEW: Partial<Record<Scenario['model']['kind'], readonly number[]>> = {
  'two-basins': [-1.8, -1.2, 1.5, 1.2],
  'zhu-2d': [-1.9, -1.9, 1.9, 1.9],
}

/** Border asked for around the view, as a share of its size, so that small moves need no new contours. */
const BORDER = 0.2

/** The window that holds every arm that stays, growing at once and shrinking slowly. */
export function automaticView(view: View, previous: PlaneDomain | undefined): PlaneDomain {
  const include = [0, 0, ...(view.traces.plane?.anchor === 'origin' ? (WHOLE_VIEW[view.scenario.model.kind] ?? []) : [])]
  const outlines: Float64Array[] = []
  for (const arm of view.arms) {
    if (!stays(view, arm)) continue
    const path = pathOf(arm)
    const [x, y] = [pathRange(path.x, path.length), pathRange(path.y, path.length)]
    if (x && y) include.push(x[0], y[0], x[1], y[1])
    const here = pathOf(arm, view.step)
    const noise = ellipsesOf(view, arm)?.noise
    if (noise && here.length > 0) outlines.push(ellipsePoints(noise, [nth(here.x, here.length - 1), nth(here.y, here.length - 1)]))
  }
  return fitDomain(
    view.arms.map(arm => pathOf(arm)),
    outlines,
    previous,
    { include, clip: 1.6 },
  )
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
export function wantedGrid({ x, y }: PlaneDomain, grid: LandscapeGrid | null): Domain | undefined {
  if (grid) {
    const [x0, x1, y0, y1] = grid.domain
    const slack = 1e-9
    const covered = (lo: number, hi: number, a: number, b: number) => a <= lo + slack * (b - a) && b >= hi - slack * (b - a)
    const fine = (lo: number, hi: number, a: number, b: number) => b - a <= 2.6 * (hi - lo)
    if (covered(x[0], x[1], x0, x1) && covered(y[0], y[1], y0, y1) && fine(x[0], x[1], x0, x1) && fine(y[0], y[1], y0, y1)) return undefined
  }
  const [w, h] = [(x[1] - x[0]) * BORDER, (y[1] - y[0]) * BORDER]
  return [x[0] - w, x[1] + w, y[0] - h, y[1] + h]
}

/** The loss at a point by interpolation between the grid's values; NaN outside. */
export function lossAt({ domain: [x0, x1, y0, y1], nx, ny, grid }: LandscapeGrid, x: number, y: number): number {
  const [u, v] = [((x - x0) / (x1 - x0)) * (nx - 1), ((y - y0) / (y1 - y0)) * (ny - 1)]
  const [i, j] = [Math.min(nx - 2, Math.floor(u)), Math.min(ny - 2, Math.floor(v))]
  if (!(u >= 0 && v >= 0 && u <= nx - 1 && v <= ny - 1)) return Number.NaN
  const [s, t] = [u - i, v - j]
  const at = (a: number, b: number) => nth(grid, b * nx + a)
  return (1 - t) * ((1 - s) * at(i, j) + s * at(i + 1, j)) + t * ((1 - s) * at(i, j + 1) + s * at(i + 1, j + 1))
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
    const key = JSON.stringify([preset, model, data, init, seed, plane?.kind, plane?.i, plane?.j, plane?.anchor])
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
    const around = ([lo, hi]: readonly [number, number], at: number) => [at + (lo - at) / factor, at + (hi - at) / factor] as const
    const next = { x: around(x.domain, x.value(px)), y: around(y.domain, y.value(py)) }
    const size = Math.min(next.x[1] - next.x[0], next.y[1] - next.y[0])
    if (size > 1e-12 && size < 1e12) this.free = next
    this.changed()
  }

  pan({ x, y, plot }: ChartLayout, dx: number, dy: number): void {
    const [sx, sy] = [((x.domain[1] - x.domain[0]) * dx) / plot.width, ((y.domain[1] - y.domain[0]) * dy) / plot.height]
    this.free = { x: [x.domain[0] - sx, x.domain[1] - sx], y: [y.domain[0] + sy, y.domain[1] + sy] }
    this.changed()
  }

  reset(): void {
    this.free = null
    this.automatic = undefined
    this.changed()
  }
}
