/** The frame of every chart: margins, grid, ticks and titles, and the words where there is nothing to draw yet. */
import { clipped, segment } from './marks'
import { drawText, fitText, LABEL_HEIGHT, TEXT_SIZE, textWidth, wrapText } from './text'
import type { Tick } from './ticks'
import type { Axis, Box, Ctx, Margin, Rect, Theme } from './types'

/** Height of the row of tick labels under a plot. */
export const X_ROW = 20
/** Height of the row over a plot that holds the y title and the legend. */
export const TITLE_ROW = 22
/** Middle of its text; leaves room for superscripts. */
export const TITLE_Y = 8
const TICK_GAP = 7

export interface AxesSpec {
  readonly plot: Rect
  readonly x: Axis
  readonly y: Axis
  readonly xTicks: readonly Tick[]
  readonly yTicks: readonly Tick[]
  readonly xTitle?: string | undefined
  readonly yTitle?: string | undefined
  /** No tick labels under the plot (another plot below shares the axis). */
  readonly hideX?: boolean | undefined
  /** Vertical grid lines as well. */
  readonly gridX?: boolean | undefined
}

/** Left margin for these tick labels, in steps of 8 px so that the plot does not breathe with every digit. */
export function leftMargin(ctx: Ctx, theme: Theme, ticks: readonly Tick[], least = 24): number {
  const widest = Math.max(0, ...ticks.map(t => textWidth(ctx, theme, t.label)))
  return Math.max(least, Math.ceil((widest + TICK_GAP + 1) / 8) * 8)
}

/** The plot's rectangle inside the box; never smaller than one pixel. */
export function plotRect(box: Box, margin: Margin): Rect {
  return {
    x: margin.left,
    y: margin.top,
    width: Math.max(1, box.width - margin.left - margin.right),
    height: Math.max(1, box.height - margin.top - margin.bottom),
  }
}

/** Middle of the nearest device-independent pixel, so that hairlines stay one pixel wide. */
export function crisp(px: number): number {
  return Math.round(px - 0.5) + 0.5
}

/** Height under a plot: a long title gets a row of its own where the box can spare it, so that no tick label has to go. */
export function bottomMargin(ctx: Ctx, box: Box, title: string | undefined): number {
  const long = title !== undefined && textWidth(ctx, box.theme, title, { rich: true }) > 34
  return long && box.height >= 190 ? X_ROW + TEXT_SIZE + 2 : X_ROW
}

/** Grid lines, tick labels, base line and axis titles. Labels that would touch each other, the title or the border are left out or moved in. */
export function drawAxes(ctx: Ctx, box: Box, spec: AxesSpec): void {
  const { plot, x, y } = spec
  const { theme } = box
  const right = plot.x + plot.width
  const bottom = plot.y + plot.height
  ctx.lineWidth = 1
  ctx.strokeStyle = theme.grid
  for (const tick of spec.yTicks) {
    const py = crisp(y.px(tick.value))
    segment(ctx, plot.x, py, right, py)
  }
  if (spec.gridX) {
    for (const tick of spec.xTicks) {
      const px = crisp(x.px(tick.value))
      segment(ctx, px, plot.y, px, bottom)
    }
  }
  ctx.strokeStyle = theme.line
  segment(ctx, plot.x, crisp(bottom), right, crisp(bottom))
  let above = Number.POSITIVE_INFINITY
  for (const tick of [...spec.yTicks].sort((a, b) => y.px(b.value) - y.px(a.value))) {
    const py = Math.max(TEXT_SIZE / 2, Math.min(box.height - TEXT_SIZE / 2, y.px(tick.value)))
    if (above - py < TEXT_SIZE + 2) continue
    above = py
    drawText(ctx, theme, tick.label, plot.x - TICK_GAP, py, { align: 'right' })
  }
  if (spec.yTitle) {
    const width = Math.max(40, box.width - 4)
    drawText(ctx, theme, plainFit(ctx, theme, spec.yTitle, width), 0, TITLE_Y, { color: theme.ink2, rich: true })
  }
  if (!spec.hideX) drawBottomRow(ctx, box, spec, bottom + 12)
}

/** Tick labels and title under a plot. */
export function drawBottomRow(ctx: Ctx, box: Box, spec: AxesSpec, py: number): void {
  const { theme } = box
  let limit = box.width
  if (spec.xTitle) {
    const title = plainFit(ctx, theme, spec.xTitle, box.width - spec.plot.x)
    const below = box.height - py > TEXT_SIZE + 8
    if (!below) limit -= textWidth(ctx, theme, title, { rich: true }) + 8
    drawText(ctx, theme, title, below ? spec.plot.x + spec.plot.width : box.width, below ? py + TEXT_SIZE + 2 : py, {
      align: 'right',
      color: theme.ink2,
      rich: true,
    })
  }
  let used = 0
  for (const tick of spec.xTicks) {
    const width = textWidth(ctx, theme, tick.label)
    const px = spec.x.px(tick.value)
    const left = Math.max(0, px - width / 2)
    const end = left + width
    const shifted = end > limit && limit === box.width ? Math.max(0, limit - width) : left
    if (shifted < used || shifted + width > limit) continue
    drawText(ctx, theme, tick.label, shifted, py)
    used = shifted + width + 6
  }
}

/** Titles carry markup; cutting is for the rare panel that is too narrow even for its title. */
function plainFit(ctx: Ctx, theme: Theme, title: string, width: number): string {
  return textWidth(ctx, theme, title, { rich: true }) <= width ? title : fitText(ctx, theme, title.replace(/[_^{}]/g, ''), width)
}

/** The muted line in the middle of a plot that has no data yet. */
export function drawWaiting(ctx: Ctx, theme: Theme, plot: Rect, text = 'waiting for the first measurement'): void {
  clipped(ctx, plot, () => {
    const lines = wrapText(ctx, theme, text, plot.width - 8)
    for (const [i, line] of lines.entries()) {
      const down = (i - (lines.length - 1) / 2) * LABEL_HEIGHT
      drawText(ctx, theme, line, plot.x + plot.width / 2, plot.y + plot.height / 2 + down, { align: 'center', halo: theme.panel })
    }
  })
}
