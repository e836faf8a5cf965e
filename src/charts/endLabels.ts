import { deoverlap } from './labels'
import { drawMark } from './marks'
import { drawText, fitText, TEXT_SIZE, textWidth } from './text'
import { colorOf } from './theme'
import type { Axis, Box, Ctx, Rect, Series } from './types'

const LINE = TEXT_SIZE + 3

/** Right margin that end-of-line labels need, or undefined when they would take too much of the box. */
export function endLabelMargin(ctx: Ctx, box: Box, series: readonly Series[]): number | undefined {
  const widest = Math.max(0, ...series.map(s => textWidth(ctx, box.theme, s.label, { weight: 600 })))
  return widest + 12 <= Math.max(48, box.width * 0.2) ? Math.ceil(widest + 12) : undefined
}

/** Index of the last drawable point, −1 when there is none. */
export function lastPoint(series: Series, x: Axis, y: Axis): number {
  for (let i = series.length - 1; i >= 0; i--) {
    if (Number.isFinite(series.y[i]) && Number.isFinite(y.px(series.y[i])) && Number.isFinite(x.px(series.x[i]))) return i
  }
  return -1
}

/** Names at the right border, each at the height of its line's last value, moved apart where they would touch. */
export function drawEndLabels(ctx: Ctx, { theme, width }: Box, series: readonly Series[], plot: Rect, x: Axis, y: Axis): void {
  const right = plot.x + plot.width
  const bottom = plot.y + plot.height
  const ends = series.map(s => {
    const i = s.label ? lastPoint(s, x, y) : -1
    return i < 0 ? undefined : { px: Math.min(right, x.px(s.x[i])), py: Math.max(plot.y, Math.min(bottom, y.px(s.y[i]))) }
  })
  const wishes = ends.map(e => ({ at: e ? e.py : Number.NaN, size: LINE }))
  const at = deoverlap(wishes, plot.y - LINE / 2, bottom + LINE / 2)
  series.forEach((s, i) => {
    const end = ends[i]
    if (!end || Number.isNaN(at[i])) return
    const color = colorOf(theme, s.color)
    ctx.fillStyle = color
    ctx.strokeStyle = color
    drawMark(ctx, typeof s.color === 'number' ? s.color : 0, end.px, end.py, 2.4)
    if (Math.abs(at[i] - end.py) > 5 || right - end.px > 12) {
      ctx.globalAlpha = 0.45
      ctx.lineWidth = 1
      ctx.beginPath()
      ctx.moveTo(end.px + 3, end.py)
      ctx.lineTo(right + 6, at[i])
      ctx.stroke()
      ctx.globalAlpha = 1
    }
    const style = { color, weight: 600 }
    drawText(ctx, theme, fitText(ctx, theme, s.label, width - right - 8, style), right + 8, at[i], style)
  })
}
