/** Shares of a whole over steps as stacked areas, one strip per whole. */
import { interpolateRgb } from 'd3-interpolate'
import { firstAndLast, numberAt } from '../lib/values'
import { crisp, drawAxes, drawWaiting, leftMargin, plotRect, TITLE_ROW, TITLE_Y, X_ROW } from './axes'
import { stickyDomain } from './domain'
import { drawLegend, layoutLegend, legendExtra } from './legend'
import { clipped, segment } from './marks'
import { linearAxis } from './scale'
import { drawText, LABEL_HEIGHT, textWidth } from './text'
import { colorOf, withAlpha } from './theme'
import { axisTicks, labelled } from './ticks'
import { stepAxes, type TimeAxis } from './timeAxis'
import type { Axis, Box, ChartLayout, Color, Ctx, Range, Rect, Theme } from './types'

/** Shares of one whole over x: `parts[l]` is the share of part l, and all parts of an x sum to one. */
export interface Stack {
  /** `_x`, `^x` and braces make sub- and superscripts. */
  readonly title: string
  readonly parts: readonly ArrayLike<number>[]
}

export interface StackData {
  readonly x: ArrayLike<number>
  readonly length: number
  /** One strip each, from the top. */
  readonly stacks: readonly Stack[]
  /** A name per part, from the base line upwards. */
  readonly names: readonly string[]
  /** The parts are shades of it, from light to full. */
  readonly color: Color
  readonly cursor?: number | undefined
}

export interface StackOptions {
  readonly xDomain?: Range
  /** x is in steps, and the axis is this one of time. */
  readonly time?: TimeAxis | undefined
  readonly previous?: ChartLayout | undefined
  readonly waiting?: string
}

/** A stack and the rows in which every part has a value. */
interface DrawnStack extends Stack {
  readonly rows: readonly number[]
}

/** Negative parts hang from the base line; the axis never goes further than this. */
const LIMIT: Range = [-2, 3]

/** Strips of areas that are stacked to one, on a common x. A negative part hangs below the base line, and the others then reach beyond one. */
export function stackChart(ctx: Ctx, box: Box, data: StackData, options: StackOptions = {}): ChartLayout {
  const { theme } = box
  const shade = (l: number) => shadeOf(theme, data.color, l, data.names.length)
  const titles = Math.max(0, ...data.stacks.map(s => textWidth(ctx, theme, s.title, { rich: true })))
  const items = data.names.map((label, l) => ({ label, color: shade(l), kind: 'area' as const }))
  const legend = layoutLegend(ctx, theme, items, titles + 14, box.width - 2)
  const top = legendExtra(legend)
  const strips = data.stacks.map(stack => ({ ...stack, rows: drawable(stack, data.length) }))
  const empty = strips.every(({ rows }) => rows.length === 0)
  const y0 = stickyDomain(options.previous?.y.domain, empty ? undefined : spanOf(strips), { hint: [0, 1], pad: 0 })
  const domain: Range = y0[0] >= -0.02 && y0[1] <= 1.02 ? [0, 1] : y0
  const ticks = domain[0] === 0 && domain[1] === 1 ? labelled([0, 0.5, 1]) : axisTicks(domain, false, box.height / 2, 26, 4)
  const left = leftMargin(ctx, theme, ticks)
  const height = (box.height - top - X_ROW) / Math.max(1, strips.length)
  const xDomain = options.xDomain ?? firstAndLast(data.x, data.length) ?? [0, 1]
  let first: ChartLayout | undefined
  for (const [s, strip] of strips.entries()) {
    const last = s === strips.length - 1
    const own: Box = { ...box, height: height + (last ? X_ROW : 0) }
    const plot = plotRect(own, { top: TITLE_ROW, bottom: last ? X_ROW : 4, left, right: 10 })
    const { counted, steps: x, title } = stepAxes(options.time, xDomain, [plot.x, plot.x + plot.width])
    const y = linearAxis(domain, [plot.y + plot.height, plot.y])
    ctx.save()
    ctx.translate(0, top + s * height)
    drawAxes(ctx, own, {
      plot,
      x: counted,
      y,
      xTicks: axisTicks(counted.domain, counted.log, plot.width, 62),
      yTicks: plot.height < 40 ? [...ticks.slice(0, 1), ...ticks.slice(-1)] : ticks,
      xTitle: title,
      yTitle: strip.title,
      hideX: !last,
    })
    clipped(ctx, plot, () => fillStrip(ctx, theme, data.x, strip, shade, plot, x, y))
    if (domain[0] < 0) {
      ctx.strokeStyle = theme.ink2
      segment(ctx, plot.x, crisp(y.px(0)), plot.x + plot.width, crisp(y.px(0)))
    }
    if (strip.rows.length === 0) drawWaiting(ctx, theme, plot, options.waiting)
    else {
      drawNumbers(ctx, theme, data.x, strip, plot, x, y)
      drawHairline(ctx, theme, data.cursor, plot, x)
    }
    ctx.restore()
    const at = { ...plot, y: plot.y + top + s * height }
    first ??= { plot: at, x, y: linearAxis(domain, [at.y + at.height, at.y]), hits: [], empty }
  }
  ctx.save()
  if (!empty) drawLegend(ctx, theme, legend, TITLE_Y)
  ctx.restore()
  const plot = first?.plot ?? plotRect(box, { top: 0, bottom: 0, left: 0, right: 0 })
  const axes = first ?? { x: linearAxis(xDomain, [0, 1]), y: linearAxis(domain, [1, 0]) }
  return { plot: { ...plot, height: Math.max(1, box.height - X_ROW - plot.y) }, x: axes.x, y: axes.y, hits: [], empty }
}

/** Part l of a colour: from a third of it on the panel's colour to all of it, so that depth reads as darkness. */
export function shadeOf(theme: Theme, color: Color, l: number, count: number): string {
  return interpolateRgb(theme.panel, colorOf(theme, color))(count < 2 ? 1 : 0.3 + (0.7 * l) / (count - 1))
}

function drawable({ parts }: Stack, length: number): number[] {
  const rows: number[] = []
  for (let i = 0; i < length; i++) if (parts.length > 0 && parts.every(p => Number.isFinite(p[i]))) rows.push(i)
  return rows
}

/** How far the stacks reach below and above the base line. */
function spanOf(strips: readonly DrawnStack[]): Range {
  let [lo, hi] = [0, 1]
  for (const { parts, rows } of strips) {
    for (const i of rows) {
      let [down, up] = [0, 0]
      for (const part of parts) {
        const v = numberAt(part, i)
        if (v < 0) down += v
        else up += v
      }
      if (down < lo) lo = down
      if (up > hi) hi = up
    }
  }
  return [Math.max(LIMIT[0], lo), Math.min(LIMIT[1], hi)]
}

/** One polygon per part and run of rows, one row per pixel column; a gap in the rows is a gap in the picture. */
function fillStrip(
  ctx: Ctx,
  theme: Theme,
  xs: ArrayLike<number>,
  { parts, rows }: DrawnStack,
  shade: (l: number) => string,
  plot: Rect,
  x: Axis,
  y: Axis,
): void {
  for (const run of runsOf(rows, xs, plot, x)) {
    // A row alone is a bar of three pixels.
    const columns = run.flatMap(i => {
      const px = x.px(numberAt(xs, i))
      return run.length > 1 ? [{ i, px }] : [-1.5, 1.5].map(shift => ({ i, px: px + shift }))
    })
    for (const sign of [1, -1]) {
      let base = columns.map(() => 0)
      for (const [l, part] of parts.entries()) {
        const band = columns.map(({ i, px }, j) => {
          const from = numberAt(base, j)
          return { px, from, to: from + Math.max(0, sign * numberAt(part, i)) }
        })
        if (band.some(({ from, to }) => to > from)) {
          ctx.fillStyle = shade(l)
          ctx.strokeStyle = theme.panel
          ctx.lineWidth = 0.8
          ctx.beginPath()
          for (const [j, { px, to }] of band.entries()) {
            if (j === 0) ctx.moveTo(px, y.px(sign * to))
            else ctx.lineTo(px, y.px(sign * to))
          }
          for (const { px, from } of [...band].reverse()) ctx.lineTo(px, y.px(sign * from))
          ctx.closePath()
          ctx.fill()
          ctx.stroke()
        }
        base = band.map(({ to }) => to)
      }
    }
  }
}

function runsOf(rows: readonly number[], xs: ArrayLike<number>, plot: Rect, x: Axis): number[][] {
  const runs: number[][] = []
  let run: number[] = []
  let before = -2
  let column = Number.NaN
  for (const [j, i] of rows.entries()) {
    const at = Math.floor(x.px(numberAt(xs, i)) - plot.x)
    if (i !== before + 1) {
      run = []
      runs.push(run)
      column = Number.NaN
    }
    before = i
    if (at === column && rows[j + 1] === i + 1) continue
    column = at
    run.push(i)
  }
  return runs
}

/** The numbers of the parts inside their areas, at the last row, where an area is thick enough. */
function drawNumbers(ctx: Ctx, theme: Theme, xs: ArrayLike<number>, { parts, rows }: DrawnStack, plot: Rect, x: Axis, y: Axis): void {
  const i = rows.at(-1) ?? -1
  const px = Math.min(x.px(numberAt(xs, i)), plot.x + plot.width) - 6
  if (!(px > plot.x + 14)) return
  let [up, down] = [0, 0]
  parts.forEach((part, l) => {
    const v = numberAt(part, i)
    const [from, to] = v < 0 ? [down, down + v] : [up, up + v]
    if (v < 0) down = to
    else up = to
    const [a, b] = [Math.max(plot.y, Math.min(y.px(from), y.px(to))), Math.min(plot.y + plot.height, Math.max(y.px(from), y.px(to)))]
    if (b - a < LABEL_HEIGHT) return
    drawText(ctx, theme, String(l + 1), px, (a + b) / 2, { align: 'right', color: theme.ink, halo: theme.panel, weight: 600 })
  })
}

function drawHairline(ctx: Ctx, theme: Theme, at: number | undefined, plot: Rect, x: Axis): void {
  const px = at === undefined ? Number.NaN : x.px(at)
  if (!(px >= plot.x - 0.5 && px <= plot.x + plot.width + 0.5)) return
  ctx.strokeStyle = withAlpha(theme.ink, 0.8)
  ctx.lineWidth = 1
  segment(ctx, crisp(px), plot.y, crisp(px), plot.y + plot.height)
}
