/** Several heat maps as one picture, side by side on a common colour scale, with one border through all of them. */
import { type HeatmapData, type HeatmapOptions, heatmapChart } from './heatmapChart'
import { segment } from './marks'
import { drawText } from './text'
import type { Axis, Box, ChartLayout, Ctx, Rect } from './types'

export interface EnergyData {
  /** One heat map per arm, on a common x. */
  readonly panes: readonly HeatmapData[]
  /** The border between sharp and flat directions lies under row k, counted from 1; none when left out. */
  readonly k?: number
}

export interface EnergyLayout extends ChartLayout {
  /** Where each pane lies. */
  readonly panes: readonly ChartLayout[]
}

/** Heat maps side by side, in two rows from three on, with one border through all of them that can be dragged. */
export function energyChart(ctx: Ctx, box: Box, { panes, k }: EnergyData, options: HeatmapOptions = {}): EnergyLayout {
  const columns = panes.length > 2 ? 2 : Math.max(1, panes.length)
  const lines = Math.ceil(panes.length / columns)
  const [width, height] = [box.width / columns, box.height / Math.max(1, lines)]
  const layouts = panes.map((pane, i) => {
    const [dx, dy] = [(i % columns) * width, Math.floor(i / columns) * height]
    ctx.save()
    ctx.translate(dx, dy)
    const layout = heatmapChart(ctx, { ...box, width: width - (i % columns < columns - 1 ? 10 : 0), height }, pane, options)
    if (k !== undefined && k < pane.rows && !layout.empty) drawBorder(ctx, box, layout, k)
    ctx.restore()
    return shifted(layout, dx, dy)
  })
  const first = layouts[0] ?? heatmapChart(ctx, box, { values: [], rows: 1, columns: 0, x: [], label: '', color: 0 }, options)
  return { ...first, panes: layouts, empty: layouts.every(layout => layout.empty) }
}

function drawBorder(ctx: Ctx, { theme }: Box, { plot, y }: ChartLayout, k: number): void {
  const at = Math.round(y.px(k + 0.5)) + 0.5
  ctx.strokeStyle = theme.ink
  ctx.lineWidth = 1
  ctx.setLineDash([5, 3])
  segment(ctx, plot.x, at, plot.x + plot.width, at)
  ctx.setLineDash([])
  if (plot.height < 60) return
  const below = at + 12 < plot.y + plot.height
  drawText(ctx, theme, `k = ${k}`, plot.x + 5, below ? at + 9 : at - 9, { color: theme.ink, halo: theme.panel })
}

function shifted(layout: ChartLayout, dx: number, dy: number): ChartLayout {
  const move = (axis: Axis, by: number): Axis => ({
    ...axis,
    range: [axis.range[0] + by, axis.range[1] + by],
    px: value => axis.px(value) + by,
    value: px => axis.value(px - by),
  })
  const plot: Rect = { ...layout.plot, x: layout.plot.x + dx, y: layout.plot.y + dy }
  return { ...layout, plot, x: move(layout.x, dx), y: move(layout.y, dy) }
}
