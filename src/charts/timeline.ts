/** The run’s timeline: the part played, and a triangle for every change the user made. */
import { placeLabels } from './labels'
import { linearAxis } from './scale'
import { drawText, TEXT_SIZE, textWidth } from './text'
import { withAlpha } from './theme'
import type { Axis, Box, ChartLayout, Ctx, EventMark, Hit } from './types'

export interface TimelineData {
  /** Last step computed: the right end. */
  readonly last: number
  /** Step shown: the played part ends here. */
  readonly step: number
  readonly events?: readonly EventMark[]
}

export interface TimelineOptions {
  /** Free pixels left and right of the track: half the slider's thumb. */
  readonly inset?: number
  /** Draw the track itself; false when the slider on top draws its own. */
  readonly track?: boolean
  /** Distance of the track's middle from the box's bottom, 10. */
  readonly trackBottom?: number
}

export interface TimelineLayout extends ChartLayout {
  /** Whole step at a pixel, within 0 … last. */
  stepAt(px: number): number
}

/** Step under a pixel of an axis, a whole number within its domain. */
export function stepAtPixel(axis: Axis, px: number): number {
  const [lo, hi] = axis.domain
  return Math.round(Math.max(lo, Math.min(hi, axis.value(px))))
}

/** The run's timeline: track, played part, and one triangle with its text per event (texts that do not fit are left to hover). */
export function timeline(ctx: Ctx, box: Box, data: TimelineData, options: TimelineOptions = {}): TimelineLayout {
  const { theme, width, height } = box
  const { inset = 9, track = true, trackBottom = 10 } = options
  const last = Number.isFinite(data.last) ? Math.max(0, data.last) : 0
  const step = Number.isFinite(data.step) ? Math.max(0, Math.min(last, data.step)) : 0
  const plot = { x: inset, y: 0, width: Math.max(1, width - 2 * inset), height }
  const axis = linearAxis([0, last || 1], [plot.x, plot.x + plot.width])
  const middle = height - trackBottom
  if (track) {
    const bar = (from: number, to: number, color: string) => {
      ctx.strokeStyle = color
      ctx.lineWidth = 4
      ctx.lineCap = 'round'
      ctx.beginPath()
      ctx.moveTo(from, middle)
      ctx.lineTo(to, middle)
      ctx.stroke()
      ctx.lineCap = 'butt'
    }
    bar(plot.x, plot.x + plot.width, theme.line)
    if (step > 0) bar(plot.x, axis.px(step), theme.accent)
  }
  const hits: Hit[] = []
  const events = (data.events ?? []).filter(e => e.x >= 0 && e.x <= last)
  const tip = middle - 5
  events.forEach(event => {
    const px = axis.px(event.x)
    ctx.fillStyle = event.x <= step ? theme.warn : withAlpha(theme.warn, 0.55)
    ctx.beginPath()
    ctx.moveTo(px, tip - 7)
    ctx.lineTo(px + 4.5, tip)
    ctx.lineTo(px - 4.5, tip)
    ctx.closePath()
    ctx.fill()
    hits.push({ x: px, y: tip - 3, radius: 8, label: `${event.label} at step ${event.x}`, kind: 'event' })
  })
  drawEventTexts(ctx, box, events, axis, tip)
  return { plot, x: axis, y: linearAxis([0, 1], [height, 0]), hits, empty: last === 0, stepAt: px => stepAtPixel(axis, px) }
}

/** Texts in the row over the triangles where there is one, else beside them; newest events win the room. */
function drawEventTexts(ctx: Ctx, { theme, width }: Box, events: readonly EventMark[], axis: Axis, tip: number): void {
  const above = tip - 7 - TEXT_SIZE >= 0
  const y = above ? tip - 8 - TEXT_SIZE / 2 : tip - 4
  if (above) {
    const texts = events.map(({ x, label }, i) => ({ label, at: axis.px(x), size: textWidth(ctx, theme, label) + 10, priority: i }))
    for (const { label, at, size, centre } of placeLabels(texts, 0, width)) {
      // A text pushed far from its triangle says nothing: hover has it.
      if (Math.abs(centre - at) > size * 0.75) continue
      drawText(ctx, theme, label, centre, y, { align: 'center', color: theme.ink2 })
    }
    return
  }
  let limit = width
  for (const e of [...events].reverse()) {
    const size = textWidth(ctx, theme, e.label)
    const px = axis.px(e.x)
    const right = px + 9 + size <= limit
    if (right) drawText(ctx, theme, e.label, px + 8, y, { color: theme.ink2 })
    limit = px - 8
  }
}
