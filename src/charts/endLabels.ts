/** Names of lines at their right ends, in place of a legend. */

import { numberAt } from '../lib/values'
import { placeLabels } from './labels'
import { drawMark, segment } from './marks'
import { drawText, fitText, LABEL_HEIGHT, TEXT_SIZE, textWidth } from './text'
import { colorOf } from './theme'
import type { Axis, Box, Ctx, Rect, Series } from './types'

/** Right margins that the names need on one line, and those with a noise on two. */
function margins(ctx: Ctx, { theme }: Box, series: readonly Series[]): { readonly one: number; readonly two: number } {
  const widest = (linesOf: (label: string) => readonly string[]) =>
    Math.ceil(Math.max(0, ...series.flatMap(s => linesOf(s.label)).map(line => textWidth(ctx, theme, line, { weight: 600 }))) + 12)
  return { one: widest(label => [label]), two: widest(inTwo) }
}

/** Right margin that end-of-line labels need, or undefined when they would take too much of the box. */
export function endLabelMargin(ctx: Ctx, box: Box, series: readonly Series[]): number | undefined {
  const { one, two } = margins(ctx, box, series)
  if (one <= Math.max(48, box.width * 0.2)) return one
  return two < one && two <= box.width * 0.26 ? two : undefined
}

/** The same where they stand there however much that is: longer names than two fifths of the box are cut. */
export const widestMargin = (ctx: Ctx, box: Box, series: readonly Series[]): number =>
  Math.min(margins(ctx, box, series).two, Math.round(box.width * 0.4))

/** "SGD · isotropic" on two lines. */
function inTwo(label: string): string[] {
  const at = label.indexOf(' · ')
  return at < 0 ? [label] : [label.slice(0, at), label.slice(at + 3)]
}

/** Index of the last drawable point, −1 when there is none. */
export function lastPoint(series: Series, x: Axis, y: Axis): number {
  for (let i = series.length - 1; i >= 0; i--) {
    const value = numberAt(series.y, i)
    if (Number.isFinite(value) && Number.isFinite(y.px(value)) && Number.isFinite(x.px(numberAt(series.x, i)))) return i
  }
  return -1
}

/** A line that ends this near the right border, in pixels, is named in the margin. */
const AT_BORDER = 12
/** Labels in the plot keep this distance from their point. */
const BESIDE = 6
/** Distance of the two lines of one name. */
const LINE = TEXT_SIZE + 1

interface End {
  readonly lines: readonly string[]
  readonly arm: Series['color']
  readonly px: number
  readonly at: number
  readonly size: number
  /** Where its name begins and ends. */
  readonly from: number
  readonly to: number
}

/**
 * Names of lines where they end: in the right margin for those that reach the border, else beside the last point. Moved
 * apart where they would touch.
 */
export function drawEndLabels(ctx: Ctx, { theme, width }: Box, series: readonly Series[], plot: Rect, x: Axis, y: Axis): void {
  const right = plot.x + plot.width
  const bottom = plot.y + plot.height
  const ends = series.flatMap((s): End[] => {
    const i = s.label ? lastPoint(s, x, y) : -1
    if (i < 0) return []
    const [px, at] = [Math.min(right, x.px(numberAt(s.x, i))), Math.max(plot.y, Math.min(bottom, y.px(numberAt(s.y, i))))]
    const from = right - px > AT_BORDER ? px + BESIDE : right + 8
    const wide = (text: string) => textWidth(ctx, theme, text, { weight: 600 })
    const lines = from + wide(s.label) <= width ? [s.label] : inTwo(s.label)
    const size = LABEL_HEIGHT + (lines.length - 1) * LINE
    return [{ lines, arm: s.color, px, at, size, from, to: from + Math.max(...lines.map(wide)) }]
  })
  for (const { arm, px, at } of ends) {
    ctx.fillStyle = colorOf(theme, arm)
    drawMark(ctx, typeof arm === 'number' ? arm : 0, px, at, 2.4)
  }
  for (const group of neighbours(ends)) {
    for (const { lines, arm, px, at, from, centre } of placeLabels(group, plot.y - LABEL_HEIGHT / 2, bottom + LABEL_HEIGHT / 2)) {
      const style = { color: colorOf(theme, arm), weight: 600, ...(from < right && { halo: theme.panel }) }
      if (from > right && Math.abs(centre - at) > 5) drawLeader(ctx, style.color, px + 3, at, right + 6, centre)
      for (const [i, line] of lines.entries()) {
        const down = (i - (lines.length - 1) / 2) * LINE
        drawText(ctx, theme, fitText(ctx, theme, line, width - from, style), from, centre + down, style)
      }
    }
  }
}

/** From a point at the border to its name in the margin. */
function drawLeader(ctx: Ctx, color: string, x0: number, y0: number, x1: number, y1: number): void {
  ctx.strokeStyle = color
  ctx.globalAlpha = 0.45
  ctx.lineWidth = 1
  segment(ctx, x0, y0, x1, y1)
  ctx.globalAlpha = 1
}

/** Ends whose names lie over or under one another. */
function neighbours(ends: readonly End[]): End[][] {
  const groups: End[][] = []
  let reached = Number.NEGATIVE_INFINITY
  for (const end of [...ends].sort((a, b) => a.from - b.from)) {
    const group = groups.at(-1)
    if (group && end.from <= reached) group.push(end)
    else groups.push([end])
    reached = Math.max(reached, end.to)
  }
  return groups
}
