/** The key of a picture: what its kinds of lines and marks are, where the page says it in words beside the chart. */
import { type Ctx, drawText, type Theme, textWidth } from '../../../../charts'
import type { KeyItem } from '../spec'

const STYLE = { size: 11, rich: true } as const
const GAP = 16
const SAMPLE = 24

const widthOf = (ctx: Ctx, theme: Theme, { sample, label }: KeyItem) => (sample ? SAMPLE : 0) + textWidth(ctx, theme, label, STYLE) + GAP

/** The items on as many rows as they need within `width` pixels. */
export function keyRows(ctx: Ctx, theme: Theme, items: readonly KeyItem[], width: number): readonly (readonly KeyItem[])[] {
  const rows: KeyItem[][] = []
  let used = Number.POSITIVE_INFINITY
  for (const item of items) {
    const own = widthOf(ctx, theme, item)
    if (used + own - GAP > width) {
      rows.push([])
      used = 0
    }
    rows.at(-1)?.push(item)
    used += own
  }
  return rows
}

/** Draws one row from (x, y), the middle of its left end. */
export function drawKey(ctx: Ctx, theme: Theme, items: readonly KeyItem[], x: number, y: number): void {
  let at = x
  for (const item of items) {
    if (item.sample) drawSample(ctx, theme, item.sample, at, y)
    drawText(ctx, theme, item.label, at + (item.sample ? SAMPLE : 0), y, { ...STYLE, color: theme.ink2 })
    at += widthOf(ctx, theme, item)
  }
}

function drawSample(ctx: Ctx, theme: Theme, sample: NonNullable<KeyItem['sample']>, x: number, y: number): void {
  ctx.strokeStyle = sample === 'dashed-ellipse' ? theme.ink : theme.ink2
  ctx.fillStyle = theme.line
  ctx.lineWidth = 1.5
  ctx.setLineDash(sample === 'dashed' || sample === 'dashed-ellipse' ? [4, 3] : [])
  ctx.beginPath()
  if (sample === 'band') ctx.fillRect(x, y - 4, 18, 8)
  else if (sample === 'line' || sample === 'dashed') {
    ctx.moveTo(x, y)
    ctx.lineTo(x + 18, y)
  } else ctx.ellipse(x + 9, y, 8, 4.5, 0, 0, 2 * Math.PI)
  if (sample !== 'band') ctx.stroke()
  ctx.setLineDash([])
}
