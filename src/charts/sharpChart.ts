/** What lies in sharp directions against what lies in flat ones, on equal log axes: paths of arms across the diagonals of constant ratio. */

import { numberAt } from '../lib/values'
import { bottomMargin, drawAxes, drawWaiting, leftMargin, plotRect, TITLE_ROW } from './axes'
import { stickyDomain, union } from './domain'
import { superscript } from './format'
import { clipped, drawMark, drawRing, segment } from './marks'
import { logAxis } from './scale'
import { drawCloud, type SharpCloud, sumsOfCloud } from './sharpCloud'
import { crosses, type Name, place, placeNames } from './sharpNames'
import { GLOW, STRENGTH } from './symbolMarks'
import { drawText, LABEL_HEIGHT, textWidth } from './text'
import { colorOf, withAlpha } from './theme'
import { axisTicks, logTicks, type Tick } from './ticks'
import type { Axis, Box, ChartLayout, Color, Ctx, Range, Rect } from './types'

export interface SharpArm {
  readonly label: string
  readonly color: Color
  /** Energy in the sharp directions, then in all others, from the first step on. */
  readonly sharp: ArrayLike<number>
  readonly flat: ArrayLike<number>
  readonly length: number
  /** The point shown: the path up to it is drawn full, what comes after it pale. */
  readonly at: number
  /** Drawn thin, without a ring at its start, as what lies beside the run on screen. */
  readonly muted?: boolean
}

/** A diagonal of its own: flat = ratio · sharp. */
export interface Diagonal {
  readonly ratio: number
  readonly label: string
  readonly color?: Color
  readonly dash?: readonly number[]
}

export interface SharpOptions {
  readonly xTitle?: string
  readonly yTitle?: string
  /** Stands where the ratio is 1: 'D_1 = 1'. */
  readonly unity?: string
  /** Ratios that symbols of the texts stand for, and which of them is pointed at. */
  readonly symbols?: readonly { readonly symbol: string; readonly ratio: number }[]
  readonly lit?: string | undefined
  readonly waiting?: string | undefined
  /** Replicas of one of the arms. */
  readonly cloud?: SharpCloud | undefined
  readonly previous?: ChartLayout | undefined
}

/** Below the smallest sum of both energies the axes hold this factor more; what is smaller leaves by the border, named with an arrow. */
const DEPTH = 1e3
/** An arm that falls below this share of its first energy no longer pulls the axes. */
const GONE = 1e-9
/** Distance of two named diagonals' labels to the lines. */
const GAP = 8

/** What the labels over the plot need beside the row of the title, and their middle above the plot. */
const RATIO_ROW = 6
const RATIO_Y = 8

/**
 * Paths of arms in the plane of two energies, both axes logarithmic with the same range, so that a constant ratio is a diagonal
 * and the ratio 1 leads from corner to corner.
 */
export function sharpChart(
  ctx: Ctx,
  box: Box,
  arms: readonly SharpArm[],
  diagonals: readonly Diagonal[],
  options: SharpOptions = {},
): ChartLayout {
  const { theme } = box
  const { xTitle = '', yTitle = '', unity = '1' } = options
  const { cloud, symbols = [], lit } = options
  const seen = union(...arms.map(sumsOf), cloud && sumsOfCloud(cloud))
  const domain = stickyDomain(options.previous?.y.domain, seen && [seen[0] / DEPTH, seen[1]], {
    log: true,
    pad: 0.04,
    hint: seen ?? [1e-3, 1],
  })
  const bottom = bottomMargin(ctx, box, xTitle)
  const top = TITLE_ROW + RATIO_ROW
  const yTicks = axisTicks(domain, true, Math.max(1, box.height - top - bottom), 24)
  const right = Math.ceil(Math.max(textWidth(ctx, theme, unity, { rich: true }) / 2 + 3, textWidth(ctx, theme, smallestRatio(domain)) + 6))
  const plot = plotRect(box, { top, bottom, left: leftMargin(ctx, theme, yTicks), right })
  const x = logAxis(domain, [plot.x, plot.x + plot.width])
  const y = logAxis(domain, [plot.y + plot.height, plot.y])
  const ratios = ratioTicks(domain, plot)
  clipped(ctx, plot, () => {
    ctx.lineWidth = 1
    for (const { value } of ratios) {
      ctx.strokeStyle = value === 1 ? theme.muted : theme.line
      drawDiagonal(ctx, x, y, value)
    }
    for (const { symbol, ratio } of symbols) {
      if (symbol !== lit) continue
      ctx.strokeStyle = withAlpha(theme.ink, STRENGTH)
      ctx.lineWidth = GLOW
      drawDiagonal(ctx, x, y, ratio)
    }
  })
  drawAxes(
    ctx,
    { ...box, width: plot.x + plot.width + 4 },
    { plot, x, y, xTicks: axisTicks(domain, true, plot.width, 50), yTicks, xTitle, yTitle },
  )
  if (!seen) {
    drawWaiting(ctx, theme, plot, options.waiting)
    return { plot, x, y, hits: [], empty: true }
  }
  const names = placeNames(ctx, box, arms, plot, x, y)
  clipped(ctx, plot, () => {
    if (cloud) drawCloud(ctx, box, cloud, x, y, names)
    for (const arm of arms) {
      strokePath(ctx, arm, arm.at, arm.length, x, y, withAlpha(colorOf(theme, arm.color), 0.22))
      strokePath(ctx, arm, 0, arm.at + 1, x, y, withAlpha(colorOf(theme, arm.color), arm.muted ? 0.5 : 0.75))
    }
    for (const { ratio, color = theme.ink2, dash = [] } of diagonals) {
      ctx.strokeStyle = colorOf(theme, color)
      ctx.lineWidth = 1.5
      ctx.setLineDash([...dash])
      drawDiagonal(ctx, x, y, ratio)
      ctx.setLineDash([])
    }
  })
  labelRatios(ctx, box, ratios, unity, plot, x, y)
  nameDiagonals(ctx, box, diagonals, plot, x, y, names, arms)
  drawArms(ctx, box, arms, names, plot, x, y)
  const marks = symbols.map(({ symbol, ratio }) => ({ symbol, distance: (px: number, py: number) => fromDiagonal(x, y, ratio, px, py) }))
  return { plot, x, y, hits: [], marks, empty: false }
}

/** The range of an arm's total energy, as far as it pulls the axes; undefined where nothing is known. */
function sumsOf({ sharp, flat, length }: SharpArm): Range | undefined {
  let seen: Range | undefined
  let first = 0
  for (let i = 0; i < length; i++) {
    const sum = numberAt(sharp, i) + numberAt(flat, i)
    if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) continue
    first ||= sum
    if (sum >= GONE * first) seen = union(seen, [sum, sum])
  }
  return seen
}

/** Powers of ten from the ratio 1 to a diagonal that is still in the picture. */
const ratioDecades = ([lo, hi]: Range) => Math.max(1, Math.min(300, Math.floor(Math.log10(hi) - Math.log10(lo) - 0.3)))

/** The widest name beside the plot; of two digits at least, so that the border does not move with every decade. */
const smallestRatio = (domain: Range) => `10${superscript(-Math.max(30, ratioDecades(domain)))}`

/** Ratios whose diagonals stand apart, 1 among them. */
function ratioTicks(domain: Range, plot: Rect): Tick[] {
  const decades = ratioDecades(domain)
  const each = Math.max(1, Math.min(5, Math.floor(Math.min(plot.width / 52, plot.height / 30))))
  return logTicks([Number(`1e-${decades}`), Number(`1e${decades}`)], 2 * each + 1)
}

function drawDiagonal(ctx: Ctx, x: Axis, y: Axis, ratio: number): void {
  const [lo, hi] = y.domain
  const [from, to] = y.range
  const rise = ((to - from) * Math.log(ratio)) / (Math.log(hi) - Math.log(lo))
  if (Number.isFinite(rise)) segment(ctx, x.range[0], from + rise, x.range[1], to + rise)
}

/** Pixels from a point to a diagonal. */
function fromDiagonal(x: Axis, y: Axis, ratio: number, px: number, py: number): number {
  const up = Math.abs(y.px(ratio * x.value(px)) - py)
  const slope = Math.abs((y.range[1] - y.range[0]) / (x.range[1] - x.range[0]))
  return Number.isFinite(up) ? up / Math.hypot(1, slope) : Number.POSITIVE_INFINITY
}

/** A path from one point to another; a gap where a value is missing. */
function strokePath(ctx: Ctx, { sharp, flat, muted }: SharpArm, from: number, to: number, x: Axis, y: Axis, color: string): void {
  ctx.strokeStyle = color
  ctx.lineWidth = muted ? 1 : 1.5
  ctx.lineJoin = 'round'
  ctx.beginPath()
  let down = false
  for (let i = Math.max(0, from); i < to; i++) {
    const [px, py] = [place(x, numberAt(sharp, i)), place(y, numberAt(flat, i))]
    const there = Number.isFinite(px) && Number.isFinite(py)
    if (there && down) ctx.lineTo(px, py)
    else if (there) ctx.moveTo(px, py)
    down = there
  }
  ctx.stroke()
}

/** Each diagonal's ratio where it leaves the plot: over the top above 1, beside the right border below. */
function labelRatios(ctx: Ctx, { theme }: Box, ratios: readonly Tick[], unity: string, plot: Rect, x: Axis, y: Axis): void {
  const [, hi] = x.domain
  const right = plot.x + plot.width
  const half = textWidth(ctx, theme, unity, { rich: true }) / 2
  for (const { value, label } of ratios) {
    if (value === 1) drawText(ctx, theme, unity, right, plot.y - RATIO_Y, { align: 'center', rich: true, color: theme.ink2 })
    else if (value > 1) {
      const px = x.px(hi / value)
      const width = textWidth(ctx, theme, label)
      if (px > plot.x + width / 2 && px + width / 2 + 6 < right - half)
        drawText(ctx, theme, label, px, plot.y - RATIO_Y, { align: 'center' })
    } else {
      const py = y.px(hi * value)
      if (py > plot.y + LABEL_HEIGHT && py < plot.y + plot.height - 4) drawText(ctx, theme, label, right + 5, py)
    }
  }
}

/** Every point of the paths, as a spot. */
const pathPoints = (arms: readonly SharpArm[], x: Axis, y: Axis): Rect[] =>
  arms.flatMap(({ sharp, flat, length }) =>
    Array.from({ length }, (_, i) => ({ x: place(x, numberAt(sharp, i)), y: place(y, numberAt(flat, i)), width: 0, height: 0 })),
  )

/**
 * The names of the diagonals in the free corner under them, each behind a piece of its line: where no path runs, else where at least none
 * has a point; left out where there is no room.
 */
function nameDiagonals(
  ctx: Ctx,
  { theme }: Box,
  all: readonly Diagonal[],
  plot: Rect,
  x: Axis,
  y: Axis,
  names: readonly Rect[],
  arms: readonly SharpArm[],
): void {
  const shown = all.filter(({ ratio }) => ratio > 0 && ratio < Number.POSITIVE_INFINITY)
  const lowest = Math.min(...shown.map(({ ratio }) => ratio))
  const width = Math.max(0, ...shown.map(({ label }) => textWidth(ctx, theme, label, { rich: true }))) + 24
  const height = shown.length * LABEL_HEIGHT
  const most = plot.x + plot.width - width - 4
  const places: Rect[] = []
  for (let top = plot.y + plot.height - 2 * LABEL_HEIGHT - height; top > plot.y + plot.height / 3; top -= LABEL_HEIGHT / 2) {
    const line = x.px(y.value(top) / lowest) + GAP
    const beside = Math.max(plot.x + GAP, Math.min(most, Number.isFinite(line) ? line : most))
    if (most >= plot.x) places.push({ x: beside, y: top, width, height }, { x: (beside + most) / 2, y: top, width, height })
  }
  const unnamed = places.filter(rect => !names.some(other => overlap(rect, other)))
  const through = (rect: Rect) => arms.some(({ sharp, flat, length }) => crosses(rect, { sharp, flat, at: length - 1 }, x, y))
  const points = pathPoints(arms, x, y)
  const free = unnamed.find(rect => !through(rect)) ?? unnamed.find(rect => !points.some(point => overlap(rect, point)))
  if (!free) return
  shown.forEach(({ label, color = theme.ink2, dash = [] }, i) => {
    const py = free.y + (i + 0.5) * LABEL_HEIGHT
    ctx.strokeStyle = colorOf(theme, color)
    ctx.lineWidth = 1.5
    ctx.setLineDash([...dash])
    segment(ctx, free.x, py, free.x + 17, py)
    ctx.setLineDash([])
    drawText(ctx, theme, label, free.x + 22, py, { color: colorOf(theme, color), halo: theme.panel, rich: true })
  })
}

const overlap = (a: Rect, b: Rect) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

/** A ring where each arm began, its mark where it is, and its name. */
function drawArms(ctx: Ctx, { theme }: Box, arms: readonly SharpArm[], names: readonly Name[], plot: Rect, x: Axis, y: Axis): void {
  for (const { color, sharp, flat, length, muted } of arms) {
    if (muted) continue
    let first = 0
    while (first < length && Number.isNaN(numberAt(sharp, first) + numberAt(flat, first))) first++
    const [px, py] = [place(x, numberAt(sharp, first)), place(y, numberAt(flat, first))]
    if (!(px >= plot.x && px <= plot.x + plot.width && py >= plot.y && py <= plot.y + plot.height)) continue
    drawRing(ctx, theme, color, px, py, { radius: 3.4, width: 1.6 })
  }
  for (const { text, color, mx, my, muted, x: left, y: top } of names) {
    ctx.fillStyle = colorOf(theme, color)
    drawMark(ctx, typeof color === 'number' ? color : 0, mx, my, muted ? 3.2 : 5)
    drawText(ctx, theme, text, left, top + LABEL_HEIGHT / 2, { color: colorOf(theme, color), weight: 600, halo: theme.panel })
  }
}
