/** Who looks at whom: a square of weights per head and block, a row per token, its columns the tokens it may look at. */
import { crisp, drawWaiting, plotRect } from './axes'
import { mixLab } from './color'
import { linearAxis } from './scale'
import { drawText, fitText, TEXT_SIZE, textWidth } from './text'
import { colorOf } from './theme'
import type { Box, ChartLayout, Color, Ctx, Rect } from './types'

/** Weights of one head, row by row: row t is what token t looks at, those after it are zero. */
export interface AttentionMap {
  readonly title: string
  /** In place of a title that has no room. */
  readonly short: string
  readonly weights: ArrayLike<number>
}

export interface AttentionData {
  /** What stands at each place. */
  readonly tokens: readonly string[]
  readonly maps: readonly AttentionMap[]
  readonly color: Color
  /** The cell pointed at. */
  readonly mark?: AttentionCell | undefined
}

export interface AttentionCell {
  readonly map: number
  readonly row: number
  readonly column: number
}

export interface AttentionLayout extends ChartLayout {
  /** Where each map stands. */
  readonly squares: readonly Rect[]
}

const GAP = 14
const TITLE = TEXT_SIZE + 7
/** Cells smaller than this have no room for their tokens' names. */
const NAMED = 9

/** Draws the maps as large as the box allows, in one row or several, the names of the tokens at the left of each row and under the lowest one. */
export function attentionChart(ctx: Ctx, box: Box, data: AttentionData): AttentionLayout {
  const { theme } = box
  const { tokens, maps, mark } = data
  const plot = plotRect(box, { top: 0, right: 4, bottom: 0, left: 0 })
  const places = tokens.length
  const unit = linearAxis([0, 1], [plot.x, plot.x + plot.width])
  const base = { plot, x: unit, y: linearAxis([0, 1], [plot.y, plot.y + plot.height]), hits: [] }
  if (maps.length === 0 || places === 0) {
    drawWaiting(ctx, theme, plot)
    return { ...base, squares: [], empty: true }
  }
  const names = Math.max(...tokens.map(name => textWidth(ctx, theme, name))) + 6
  const { across, side } = roomiest(maps.length, plot.width - names, plot.height - TEXT_SIZE - 6, places)
  const cell = side / places
  const left = plot.x + names + Math.max(0, (plot.width - names - across * side - GAP * (across - 1)) / 2)
  const squares = maps.map((_, m): Rect => {
    const [row, column] = [Math.floor(m / across), m % across]
    return {
      x: Math.round(left + column * (side + GAP)),
      y: Math.round(plot.y + TITLE + row * (side + TITLE + 4)),
      width: side,
      height: side,
    }
  })
  const shade = mixLab(theme.panel, colorOf(theme, data.color))
  for (const [m, { title, short, weights }] of maps.entries()) {
    const at = squares[m] as Rect
    const fits = textWidth(ctx, theme, title) <= side + GAP - 4
    drawText(ctx, theme, fits ? title : fitText(ctx, theme, short, side + GAP - 4), at.x, at.y - TITLE / 2, { color: theme.ink2 })
    for (let t = 0; t < places; t++)
      for (let u = 0; u <= t; u++) {
        ctx.fillStyle = shade(Math.max(0, Math.min(1, weights[t * places + u] ?? 0)))
        ctx.fillRect(at.x + u * cell, at.y + t * cell, cell + 0.4, cell + 0.4)
      }
    frame(ctx, theme.line, at, places, cell)
    if (cell >= NAMED) nameTokens(ctx, box, data, m, at, cell, m % across === 0, m + across >= maps.length)
  }
  const on = mark && squares[mark.map]
  if (mark && on) {
    ctx.strokeStyle = theme.ink
    ctx.lineWidth = 1.4
    ctx.strokeRect(crisp(on.x + mark.column * cell), crisp(on.y + mark.row * cell), Math.round(cell), Math.round(cell))
  }
  return { ...base, squares, empty: false }
}

/** How many maps side by side leave each the most room, and its side. */
function roomiest(count: number, width: number, height: number, places: number): { across: number; side: number } {
  let best = { across: 1, side: places }
  for (let across = 1; across <= count; across++) {
    const down = Math.ceil(count / across)
    const side = Math.floor(Math.min((width - GAP * (across - 1)) / across, (height - down * (TITLE + 4)) / down))
    if (side >= best.side) best = { across, side }
  }
  return best
}

/** The staircase around what a token may look at. */
function frame(ctx: Ctx, line: string, at: Rect, places: number, cell: number): void {
  ctx.strokeStyle = line
  ctx.lineWidth = 1
  ctx.beginPath()
  ctx.moveTo(crisp(at.x), crisp(at.y))
  for (let t = 0; t < places; t++) {
    ctx.lineTo(crisp(at.x + (t + 1) * cell), crisp(at.y + t * cell))
    ctx.lineTo(crisp(at.x + (t + 1) * cell), crisp(at.y + (t + 1) * cell))
  }
  ctx.lineTo(crisp(at.x), crisp(at.y + places * cell))
  ctx.lineTo(crisp(at.x), crisp(at.y))
  ctx.stroke()
}

function nameTokens(
  ctx: Ctx,
  { theme }: Box,
  { tokens, mark }: AttentionData,
  m: number,
  at: Rect,
  cell: number,
  left: boolean,
  below: boolean,
): void {
  const here = mark?.map === m ? mark : undefined
  const style = (marked: boolean) => (marked ? { color: theme.ink, weight: 600 } : { color: theme.muted })
  for (const [t, name] of tokens.entries()) {
    if (left) drawText(ctx, theme, name, at.x - 5, at.y + (t + 0.5) * cell, { align: 'right', ...style(here?.row === t) })
    if (below && textWidth(ctx, theme, name) <= cell + 3)
      drawText(ctx, theme, name, at.x + (t + 0.5) * cell, at.y + at.height + TEXT_SIZE / 2 + 4, {
        align: 'center',
        ...style(here?.column === t),
      })
  }
}

/** The cell under a pixel, of those that have a weight. */
export function attentionCellAt({ squares }: AttentionLayout, places: number, px: number, py: number): AttentionCell | undefined {
  const map = squares.findIndex(({ x, y, width, height }) => px >= x && px < x + width && py >= y && py < y + height)
  const at = squares[map]
  if (!at) return undefined
  const [row, column] = [Math.floor(((py - at.y) / at.height) * places), Math.floor(((px - at.x) / at.width) * places)]
  return column <= row ? { map, row, column } : undefined
}
