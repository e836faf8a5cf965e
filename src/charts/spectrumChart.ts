/** Spectral densities with their errors, and the leading eigenvalues as strokes on the base line. */

import { firstAndLast, numberAt } from '../lib/values'
import { crisp } from './axes'
import { lineChart } from './lineChart'
import { segment } from './marks'
import { drawText, TEXT_SIZE } from './text'
import { colorOf, withAlpha } from './theme'
import type { Area, Box, ChartLayout, Color, Ctx, Hit, Range, Series } from './types'

/** The eigenvalues of one matrix: their density, and the leading ones told apart. */
export interface SpectrumCurve {
  readonly label: string
  readonly color: Color
  readonly dash?: readonly number[]
  /** Density per unit of λ on the grid, and its standard error. */
  readonly mean: Float64Array
  readonly se: Float64Array
  readonly marks: ArrayLike<number>
}

export interface SpectrumData {
  readonly grid: Float64Array
  readonly curves: readonly SpectrumCurve[]
  /** A threshold on the axis of eigenvalues. */
  readonly threshold?: { readonly at: number; readonly label: string } | undefined
  readonly cursor?: number | undefined
}

export interface SpectrumChartOptions {
  /** Density on a logarithmic axis, from `floor` on. */
  readonly yLog: boolean
  readonly floor: number
  readonly waiting?: string
}

/** Height of an eigenvalue's stroke on the base line; the second matrix has shorter ones. */
const STROKE = { first: 11, second: 7 }

/** Spectral densities with ribbons of ± one standard error, strokes at the leading eigenvalues, and a threshold. */
export function spectrumChart(ctx: Ctx, box: Box, data: SpectrumData, { yLog, floor, waiting }: SpectrumChartOptions): ChartLayout {
  const { theme } = box
  const { grid, curves, threshold } = data
  const { length } = grid
  const series = curves.map(({ mean, label, color, dash }): Series => ({ x: grid, y: mean, length, label, color, ...(dash && { dash }) }))
  const areas = curves
    .filter(c => c.se.some(v => v > 0))
    .map(({ mean, se, color }): Area => {
      const least = yLog ? floor / 10 : 0
      const bound = (sign: number) => mean.map((v, i) => Math.max(least, v + sign * numberAt(se, i)))
      return { x: grid, lo: bound(-1), hi: bound(1), length, color }
    })
  const highest = curves.reduce((top, { mean }) => mean.reduce((a, b) => Math.max(a, b), top), 0)
  const yDomain: Range = yLog ? [floor, Math.max(highest * 2, floor * 10)] : [0, Math.max(highest * 1.08, floor)]
  const layout = lineChart(
    ctx,
    box,
    { series, areas, ...(data.cursor !== undefined && { cursor: data.cursor }) },
    {
      xDomain: (length > 1 && firstAndLast(grid)) || [0, 1],
      yDomain,
      yLog,
      xTitle: 'eigenvalue λ',
      yTitle: 'share of eigenvalues per unit of λ',
      labels: 'legend',
      ...(waiting && { waiting }),
    },
  )
  if (layout.empty) return layout
  const { plot, x } = layout
  const base = plot.y + plot.height
  const hits: Hit[] = []
  if (threshold) {
    const px = x.px(threshold.at)
    if (px >= plot.x && px <= plot.x + plot.width) {
      ctx.strokeStyle = theme.ink2
      ctx.lineWidth = 1.2
      ctx.setLineDash([1.5, 2.5])
      segment(ctx, crisp(px), plot.y, crisp(px), base)
      ctx.setLineDash([])
      const right = px > plot.x + plot.width * 0.75
      const at = px + (right ? -5 : 5)
      drawText(ctx, theme, threshold.label, at, plot.y + TEXT_SIZE, {
        align: right ? 'right' : 'left',
        halo: theme.panel,
        color: theme.ink2,
      })
    }
  }
  for (const [c, { marks, color, label }] of curves.entries()) {
    const height = c === 0 ? STROKE.first : STROKE.second
    ctx.strokeStyle = withAlpha(colorOf(theme, color), 0.9)
    ctx.lineWidth = c === 0 ? 2 : 1.4
    for (let k = 0; k < marks.length; k++) {
      const px = x.px(numberAt(marks, k))
      if (!(px >= plot.x - 1 && px <= plot.x + plot.width + 1)) continue
      segment(ctx, px, base, px, base - height)
      hits.push({ x: px, y: base - height / 2, radius: 8, label: `λ${k + 1}(${label})`, kind: 'point', series: c, index: k })
    }
  }
  return { ...layout, hits }
}
