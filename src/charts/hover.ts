import { indexAt } from './annotations'
import type { ChartLayout, Color, Hit, Series } from './types'
import { numberAt } from './values'

export interface HoverValue {
  readonly label: string
  readonly color: Color
  /** Index of the point in its series. */
  readonly index: number
  readonly x: number
  readonly y: number
  /** Pixel of the point's y, NaN where it has none. */
  readonly py: number
}

export interface Hover {
  /** x of the nearest point of all series, in data units and pixels. */
  readonly x: number
  readonly px: number
  readonly values: readonly HoverValue[]
}

/** Values of every series at the data x nearest to a pixel; undefined outside the plot or without data. */
export function nearest(series: readonly Series[], layout: ChartLayout, px: number): Hover | undefined {
  const { plot, x, y } = layout
  if (px < plot.x - 4 || px > plot.x + plot.width + 4) return undefined
  const at = x.value(px)
  const values: HoverValue[] = []
  let best = Number.NaN
  for (const s of series) {
    const index = indexAt(s.x, s.length, at)
    if (index < 0) continue
    const [vx, vy] = [numberAt(s.x, index), numberAt(s.y, index)]
    values.push({ label: s.label, color: s.color, index, x: vx, y: vy, py: Number.isFinite(vy) ? y.px(vy) : Number.NaN })
    if (Number.isNaN(best) || Math.abs(vx - at) < Math.abs(best - at)) best = vx
  }
  return values.length > 0 ? { x: best, px: x.px(best), values } : undefined
}

/** The mark nearest to the pointer among those it is close enough to (their radius plus `slack` pixels). */
export function hitAt(hits: readonly Hit[], px: number, py: number, slack = 4): Hit | undefined {
  let best: Hit | undefined
  let distance = Number.POSITIVE_INFINITY
  for (const hit of hits) {
    const d = Math.hypot(hit.x - px, hit.y - py)
    if (d <= hit.radius + slack && d < distance) {
      best = hit
      distance = d
    }
  }
  return best
}
