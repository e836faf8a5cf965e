/** Alignment by direction: one lollipop per arm and eigenvector, with the band of a theory and the certificate of the data. */

import { numberAt } from '../lib/values'
import { bottomMargin, crisp, drawAxes, drawWaiting, leftMargin, plotRect, TITLE_ROW, TITLE_Y } from './axes'
import { extentOf, stickyDomain, union } from './domain'
import { formatValue } from './format'
import type { LegendItem } from './legend'
import { drawLegend, layoutLegend, legendExtra, NO_LEGEND } from './legend'
import { clipped, drawHollow, drawMark, segment } from './marks'
import { makeAxis } from './scale'
import { textWidth } from './text'
import { colorOf, withAlpha } from './theme'
import type { Tick } from './ticks'
import { axisTicks, labelled } from './ticks'
import type { Box, ChartLayout, Color, Ctx, Hit, Range } from './types'

export interface DirectionArm {
  readonly label: string
  readonly color: Color
  /** g(θ; v_k) for k = 1 … length; NaN leaves a direction out. */
  readonly g: ArrayLike<number>
  readonly length: number
  /** Marks alone, hollow, without stems, as what lies beside the run on screen. */
  readonly muted?: boolean
}

export interface DirectionData {
  readonly arms: readonly DirectionArm[]
  /** Exact extremes of g(·; v_k) over all θ of this data set, per k. */
  readonly certificate?: { readonly lo: ArrayLike<number>; readonly hi: ArrayLike<number>; readonly length: number } | undefined
  /** Highlighted k (1-based), e.g. the hovered one. */
  readonly selected?: number | undefined
}

export interface DirectionChartOptions {
  /** Band for Gaussian inputs, [1, 2]; null leaves it out. */
  readonly band?: Range | null
  readonly bandLabel?: string
  readonly reference?: number
  readonly yLog?: boolean
  readonly yLimit?: Range
  readonly xTitle?: string
  readonly yTitle?: string
  /** Name marks and band in the row above. */
  readonly legend?: boolean
  /** Said where there is nothing to draw. */
  readonly waiting?: string | undefined
  readonly previous?: ChartLayout | undefined
}

/** Directional alignment g(v_k) by k, sharp to flat: one lollipop per arm and direction, standing on the reference 1. */
export function directionChart(ctx: Ctx, box: Box, data: DirectionData, options: DirectionChartOptions = {}): ChartLayout {
  const { theme } = box
  const { yLog = false, reference = 1, band = [1, 2], legend = true, yTitle = 'g' } = options
  const { arms, certificate } = data
  const count = Math.max(1, certificate?.length ?? 0, ...arms.map(a => a.length))
  const seen = union(...arms.map(a => extentOf(a.g, a.length, yLog)))
  const sure = certificate && union(extentOf(certificate.lo, certificate.length, yLog), extentOf(certificate.hi, certificate.length, yLog))
  // Certificates may be far wider than what is measured; they widen the axis up to three times the measured range only.
  const roof = Math.max(band?.[1] ?? reference, seen?.[1] ?? reference) * 1.5
  const limit = (r?: Range): Range | undefined => r && [Math.min(r[0], roof), Math.min(r[1], roof)]
  let extent = union(seen, limit(sure), band ?? undefined, [reference, reference])
  if (extent && options.yLimit) extent = [Math.max(options.yLimit[0], extent[0]), Math.min(options.yLimit[1], extent[1])]
  const hint: Range = yLog ? [reference / 2, reference * 2] : [0, Math.max(2.2, (band?.[1] ?? 2) * 1.1)]
  const yDomain = stickyDomain(options.previous?.y.domain, extent, { log: yLog, hint })
  const xTitle = options.xTitle ?? 'k, sharp → flat'
  const bottom = bottomMargin(ctx, box, xTitle)
  const items: LegendItem[] = arms.filter(a => a.label).map(a => ({ label: a.label, color: a.color, kind: a.muted ? 'ring' : 'dot' }))
  if (certificate) items.push({ label: 'certificate', color: theme.good, kind: 'range' })
  // Among the marks there is no room for its name.
  if (band) items.push({ label: options.bandLabel ?? 'Gaussian inputs [1, 2]', color: withAlpha(theme.muted, 0.35), kind: 'area' })
  const left = textWidth(ctx, theme, yTitle, { rich: true }) + 14
  const names = legend && items.length > 1 ? layoutLegend(ctx, theme, items, left, box.width - 2) : NO_LEGEND
  const top = TITLE_ROW + legendExtra(names)
  const height = Math.max(1, box.height - top - bottom)
  const yTicks = axisTicks(makeAxis(yLog, yDomain, [height, 0]).domain, yLog, height, 30, 6)
  const plot = plotRect(box, { top, bottom, left: leftMargin(ctx, theme, yTicks), right: 8 })
  const x = makeAxis(false, [0.5, count + 0.5], [plot.x, plot.x + plot.width])
  const y = makeAxis(yLog, yDomain, [plot.y + plot.height, plot.y])
  const empty = !seen
  const hits: Hit[] = []

  if (band)
    clipped(ctx, plot, () => {
      ctx.fillStyle = withAlpha(theme.muted, 0.1)
      ctx.fillRect(plot.x, y.px(band[1]), plot.width, Math.max(0, y.px(band[0]) - y.px(band[1])))
    })
  const xTicks = kTicks(count, plot.width)
  drawAxes(ctx, box, { plot, x, y, xTicks, yTicks, xTitle, yTitle })
  const pitch = plot.width / count
  const offset = Math.min(9, pitch / (arms.length + 1))
  const radius = Math.max(1.4, Math.min(4, pitch / (arms.length * 2 + 0.6)))
  const zero = y.px(reference)
  clipped(ctx, { x: plot.x, y: plot.y - 5, width: plot.width + 5, height: plot.height + 10 }, () => {
    if (data.selected !== undefined && data.selected >= 1 && data.selected <= count) {
      ctx.fillStyle = withAlpha(theme.accent, 0.1)
      ctx.fillRect(x.px(data.selected) - pitch / 2, plot.y, pitch, plot.height)
    }
    if (certificate) drawCertificate(ctx, certificate, plot, x.px, y.px, withAlpha(theme.good, 0.55), Math.min(8, pitch * 0.7))
    ctx.strokeStyle = theme.muted
    ctx.lineWidth = 1
    segment(ctx, plot.x, crisp(zero), plot.x + plot.width, crisp(zero))
    arms.forEach((arm, a) => {
      const shift = (a - (arms.length - 1) / 2) * offset
      const color = colorOf(theme, arm.color)
      const mark = typeof arm.color === 'number' ? arm.color : a
      ctx.strokeStyle = withAlpha(color, 0.55)
      ctx.fillStyle = color
      ctx.lineWidth = Math.min(1.4, radius * 0.6)
      for (let k = 0; k < arm.length; k++) {
        const g = numberAt(arm.g, k)
        const py = y.px(g)
        if (!Number.isFinite(g) || Number.isNaN(py)) continue
        const px = x.px(k + 1) + shift
        const inside = Math.max(plot.y, Math.min(plot.y + plot.height, py))
        if (arm.muted) drawHollow(ctx, theme, mark, px, inside, radius)
        else {
          if (Math.abs(inside - zero) > radius) segment(ctx, px, zero, px, inside)
          drawMark(ctx, mark, px, inside, radius)
        }
        hits.push({
          x: px,
          y: inside,
          radius,
          kind: 'dot',
          series: a,
          index: k,
          label: `${arm.label} · k = ${k + 1} · g = ${formatValue(g)}`,
        })
      }
    })
  })
  if (empty) drawWaiting(ctx, theme, plot, options.waiting)
  if (!empty) drawLegend(ctx, theme, names, TITLE_Y)
  return { plot, x, y, hits, empty }
}

/** Every k where there is room for it, else 1 and the multiples of 5, 10 or 20. */
function kTicks(count: number, width: number): Tick[] {
  const pitch = width / count
  const step = pitch >= 24 ? 1 : ([5, 10, 20].find(s => s * pitch >= 26) ?? 50)
  const multiples = Array.from({ length: Math.floor(count / step) }, (_, i) => (i + 1) * step)
  return labelled(step === 1 ? multiples : [1, ...multiples])
}

function drawCertificate(
  ctx: Ctx,
  c: NonNullable<DirectionData['certificate']>,
  plot: { y: number; height: number },
  px: (v: number) => number,
  py: (v: number) => number,
  color: string,
  cap: number,
): void {
  ctx.strokeStyle = color
  ctx.lineWidth = 1
  const bottom = plot.y + plot.height
  ctx.beginPath()
  for (let k = 0; k < c.length; k++) {
    const at = crisp(px(k + 1))
    const [lo, hi] = [numberAt(c.lo, k), numberAt(c.hi, k)]
    const top = py(hi)
    const low = Number.isFinite(py(lo)) ? py(lo) : bottom
    if (!Number.isFinite(top) || !Number.isFinite(hi)) continue
    ctx.moveTo(at, Math.max(plot.y, top))
    ctx.lineTo(at, Math.min(bottom, low))
    for (const end of [top, low]) {
      if (end < plot.y || end > bottom || cap < 2.5) continue
      ctx.moveTo(at - cap / 2, crisp(end))
      ctx.lineTo(at + cap / 2, crisp(end))
    }
  }
  ctx.stroke()
}
