/** Legends: laid out first, because a second row moves the plot down, and drawn with the chart. */
import { dashOf, drawHollow, drawMark, segment } from './marks'
import { drawText, fitText, TEXT_SIZE, textWidth } from './text'
import { colorOf } from './theme'
import type { Color, Ctx, Theme } from './types'

const ITEM_GAP = 12
const MOST_ROWS = 4

/** Distance of two legend rows. */
export const LEGEND_ROW = TEXT_SIZE + 4

export interface LegendItem {
  readonly label: string
  readonly color: Color
  readonly dash?: readonly number[] | undefined
  /** What stands before the name: a piece of line (when left out), the arm's dot, filled or hollow, an interval, or a filled square. */
  readonly kind?: 'line' | 'dot' | 'ring' | 'range' | 'area'
}

/** A legend laid out: rows of items, right-aligned at `right`. */
export interface Legend {
  readonly rows: readonly (readonly LegendItem[])[]
  readonly right: number
}

export const NO_LEGEND: Legend = { rows: [], right: 0 }

function sampleWidth(item: LegendItem): number {
  return item.kind === 'dot' || item.kind === 'ring' ? 11 : item.kind === 'range' ? 10 : item.kind === 'area' ? 14 : 22
}

function itemWidth(ctx: Ctx, theme: Theme, item: LegendItem): number {
  return sampleWidth(item) + textWidth(ctx, theme, item.label) + ITEM_GAP
}

/** Spread the items over as few rows as they fit in, four at most, else over two, between `left` and `right`; names that still do not fit are cut. */
export function layoutLegend(ctx: Ctx, theme: Theme, items: readonly LegendItem[], left: number, right: number): Legend {
  const spare = Math.max(0, right - left) + ITEM_GAP
  const widths = items.map(item => itemWidth(ctx, theme, item))
  const fits = (count: number) =>
    widths.every((_, i) => i % count > 0 || widths.slice(i, i + count).reduce((sum, width) => sum + width, 0) <= spare)
  const counts = Array.from({ length: MOST_ROWS }, (_, r) => Math.max(1, Math.ceil(items.length / (r + 1))))
  const perRow = counts.find(fits) ?? Math.max(1, Math.ceil(items.length / 2))
  const rows: LegendItem[][] = []
  for (let i = 0; i < items.length; i += perRow) {
    const row = items.slice(i, i + perRow)
    const width = row.reduce((sum, item) => sum + itemWidth(ctx, theme, item), 0)
    const cap = width <= spare ? Number.POSITIVE_INFINITY : spare / row.length - ITEM_GAP
    rows.push(row.map(item => ({ ...item, label: fitText(ctx, theme, item.label, cap - sampleWidth(item)) })))
  }
  return { rows, right }
}

/** Height that a legend needs beyond its first row. */
export function legendExtra(legend: Legend): number {
  return Math.max(0, legend.rows.length - 1) * LEGEND_ROW
}

/** Width of the widest row. */
export function legendWidth(ctx: Ctx, theme: Theme, legend: Legend): number {
  return Math.max(0, ...legend.rows.map(row => row.reduce((sum, item) => sum + itemWidth(ctx, theme, item), -ITEM_GAP)))
}

/** Draw a legend whose first row is centred at y. */
export function drawLegend(ctx: Ctx, theme: Theme, legend: Legend, y: number): void {
  const widest = legendWidth(ctx, theme, legend)
  legend.rows.forEach((row, r) => {
    let x = legend.right - widest
    const at = y + r * LEGEND_ROW
    for (const item of row) {
      drawSample(ctx, theme, item, x, at)
      drawText(ctx, theme, item.label, x + sampleWidth(item), at, { color: theme.ink2 })
      x += itemWidth(ctx, theme, item)
    }
  })
}

function drawSample(ctx: Ctx, theme: Theme, item: LegendItem, x: number, y: number): void {
  const color = colorOf(theme, item.color)
  ctx.strokeStyle = color
  ctx.fillStyle = color
  if (item.kind === 'dot') {
    drawMark(ctx, typeof item.color === 'number' ? item.color : 0, x + 4, y, 3)
  } else if (item.kind === 'ring') {
    drawHollow(ctx, theme, typeof item.color === 'number' ? item.color : 0, x + 4, y, 2.6)
  } else if (item.kind === 'range') {
    ctx.lineWidth = 1
    segment(ctx, x + 3, y - 4.5, x + 3, y + 4.5)
    segment(ctx, x, y - 4.5, x + 6, y - 4.5)
    segment(ctx, x, y + 4.5, x + 6, y + 4.5)
  } else if (item.kind === 'area') {
    ctx.fillRect(x, y - 5, 10, 10)
  } else {
    ctx.lineWidth = 1.8
    ctx.setLineDash([...dashOf(item.color, item.dash)])
    segment(ctx, x, y, x + 17, y)
    ctx.setLineDash([])
  }
}
