/** Names of lines at their right ends, in place of a legend. */

import { numberAt } from '../lib/values'
import { placeLabels } from './labels'
import { drawMark } from './marks'
import { drawText, fitText, LABEL_HEIGHT, textWidth } from './text'
import { colorOf } from './theme'
import type { Axis, Box, Ctx, Rect, Series } from './types'

/** Right margin that end-of-line labels need, or undefined when they would take too much of the box. */
export function endLabelMargin(ctx: Ctx, box: Box, series: readonly Series[]): number | undefined {
  const widest = Math.max(0, ...series.map(s => textWidth(ctx, box.theme, s.label, { weight: 600 })))
  return widest + 12 <= Math.max(48, box.width * 0.2) ? Math.ceil(widest + 12) : undefined
}

/** Index of the last drawable point, −1 when there is none. */
export function lastPoint(series: Series, x: Axis, y: Axis): number {
  for (let i = series.length - 1; i >= 0; i--) {
    const value = numberAt(series.y, i)
    if (Number.isFinite(value) && Number.isFinite(y.px(value)) && Number.isFinite(x.px(numberAt(series.x, i)))) return i
  }
  return -1
}

/** Names at the right border, each at the height of its line's last value, moved apart where they would touch. */
export function drawEndLabels(ctx: Ctx, { theme, width }: Box, series: readonly Series[], plot: Rect, x: Axis, y: Axis): void {
  const right = plot.x + plot.width
  const bottom = plot.y + plot.height
  const ends = series.flatMap(s => {
    const i = s.label ? lastPoint(s, x, y) : -1
    const [px, at] = [Math.min(right, x.px(numberAt(s.x, i))), Math.max(plot.y, Math.min(bottom, y.px(numberAt(s.y, i))))]
    return i < 0 ? [] : [{ label: s.label, arm: s.color, px, at, size: LABEL_HEIGHT }]
  })
  for (const { label, arm, px, at: py, centre } of placeLabels(ends, plot.y - LABEL_HEIGHT / 2, bottom + LABEL_HEIGHT / 2)) {
    const color = colorOf(theme, arm)
    ctx.fillStyle = color
    ctx.strokeStyle = color
    drawMark(ctx, typeof arm === 'number' ? arm : 0, px, py, 2.4)
    if (Math.abs(centre - py) > 5 || right - px > 12) {
      ctx.globalAlpha = 0.45
      ctx.lineWidth = 1
      ctx.beginPath()
      ctx.moveTo(px + 3, py)
      ctx.lineTo(right + 6, centre)
      ctx.stroke()
      ctx.globalAlpha = 1
    }
    const style = { color, weight: 600 }
    drawText(ctx, theme, fitText(ctx, theme, label, width - right - 8, style), right + 8, centre, style)
  }
}
