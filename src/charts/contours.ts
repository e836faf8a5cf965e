/** Contours of a sampled function, computed once per grid and kept as a bitmap. */
import { contours } from 'd3-contour'
import { straight } from '../lib/bent'
import { firstAndLast, numberAt } from '../lib/values'
import { bitmapOf, keepBitmap } from './bitmaps'
import { mixLab } from './color'
import { bentDomain } from './planeDomain'
import type { Axis, Ctx, Range, Rect, Theme } from './types'

/**
 * A function sampled on a plane. `values` is row-major, ny rows of nx: values[j·nx + i] belongs to
 * x = x[0] + i·(x[1] − x[0])/(nx − 1), y = y[0] + j·(y[1] − y[0])/(ny − 1); with a core the same holds of asinh(x/core) and asinh(y/core).
 */
export interface Grid {
  readonly values: Float64Array | Float32Array
  readonly nx: number
  readonly ny: number
  readonly x: Range
  readonly y: Range
  readonly core?: number
  /** Border that is drawn but does not set the colours, as a share of each side. */
  readonly border?: number
}

export interface ContourSet {
  readonly levels: readonly number[]
  /** Per level, the rings of { value ≥ level }, each [gx0, gy0, gx1, gy1, …] in cells. */
  readonly rings: readonly (readonly Float64Array[])[]
  readonly low: number
  readonly high: number
}

/** Where a smaller γ would be wanted than this, levels are a constant factor apart. */
const LEAST_GAMMA = 0.1
/** The lowest of those has this share of the values under it. */
const UNDER = 0.03

/**
 * Levels that make a quadratic bowl show evenly spaced rings: even steps of (value − min)^γ with γ = ½, and smaller γ
 * where most of the plane would fall under the first steps (steep walls); over many powers of ten even steps of the logarithm.
 */
export function contourLevels(values: ArrayLike<number>, count = 12): { levels: number[]; low: number; high: number } {
  const finite = Array.from(values).filter(Number.isFinite)
  finite.sort((a, b) => a - b)
  const [low, high] = firstAndLast(finite) ?? [0, 0]
  const median = (numberAt(finite, finite.length >> 1) - low) / (high - low)
  if (!(high > low) || !Number.isFinite(high - low)) return { levels: [], low, high }
  const gamma = median >= 0.14 ? 0.5 : median > 0 ? Math.min(0.5, Math.log(0.5) / Math.log(median)) : 0.25
  const first = numberAt(finite, Math.floor(UNDER * finite.length))
  const even = (i: number) =>
    gamma < LEAST_GAMMA && first > 0
      ? first * (high / first) ** ((i - 1) / count)
      : low + (high - low) * (i / (count + 1)) ** (1 / Math.max(LEAST_GAMMA, gamma))
  return { levels: Array.from({ length: count }, (_, i) => even(i + 1)), low, high }
}

const sets = new WeakMap<object, ContourSet>()

export type Levels = Pick<ContourSet, 'levels' | 'low' | 'high'>

const levels = new WeakMap<object, Levels>()

/** Levels of a grid by what lies inside its border, computed once per `values` array. */
export function levelsOf(grid: Grid): Levels {
  const made = levels.get(grid.values) ?? contourLevels(withinBorder(grid))
  levels.set(grid.values, made)
  return made
}

/** Contours of a grid, computed once per `values` array: send a new array when the values change. */
export function contoursOf(grid: Grid): ContourSet {
  const known = sets.get(grid.values)
  if (known) return known
  const { levels, low, high } = levelsOf(grid)
  const cells = Array.from(grid.values, v => (Number.isFinite(v) ? v : high))
  const make = contours().size([grid.nx, grid.ny])
  const rings = levels.map(level => {
    const out: Float64Array[] = []
    for (const polygon of make.contour(cells, level).coordinates) for (const ring of polygon) out.push(Float64Array.from(ring.flat()))
    return out
  })
  const set = { levels, rings, low, high }
  sets.set(grid.values, set)
  return set
}

/** The values that set the colours: those inside the border. */
function withinBorder({ values, nx, ny, border = 0 }: Grid): ArrayLike<number> {
  const [left, top] = [Math.round(border * (nx - 1)), Math.round(border * (ny - 1))]
  if (left === 0 && top === 0) return values
  const inner: number[] = []
  for (let j = top; j < ny - top; j++) for (let i = left; i < nx - left; i++) inner.push(numberAt(values, j * nx + i))
  return inner
}

/** Fill colour of the i-th band between the levels, lowest first: there is one more band than levels. */
export function surfaceShade(theme: Theme, levels: number): (i: number) => string {
  const mix = mixLab(theme.surfaceLow, theme.surfaceHigh)
  return i => mix(levels === 0 ? 0 : i / levels)
}

/** What fills the place outside the sampled part of a view that has just grown: the highest colour, or hatching that claims nothing. */
export type OutsideFill = 'high' | 'unknown'

/** Fill and outline the contours in pixels of the two axes. Works on any context; call inside a clip. */
export function drawContours(
  ctx: Ctx,
  theme: Theme,
  grid: Grid,
  set: ContourSet,
  plot: Rect,
  x: Axis,
  y: Axis,
  outsideFill: OutsideFill = 'high',
): void {
  const shade = surfaceShade(theme, set.levels.length)
  const { core = 0 } = grid
  const even = bentDomain(grid)
  const perX = (even.x[1] - even.x[0]) / Math.max(1, grid.nx - 1)
  const perY = (even.y[1] - even.y[0]) / Math.max(1, grid.ny - 1)
  const px = (gx: number) => x.px(straight(even.x[0] + (gx - 0.5) * perX, core))
  const py = (gy: number) => y.px(straight(even.y[0] + (gy - 0.5) * perY, core))
  ctx.fillStyle = outsideFill === 'high' ? shade(set.levels.length) : theme.panel
  ctx.fillRect(plot.x, plot.y, plot.width, plot.height)
  if (outsideFill === 'unknown') hatch(ctx, theme, plot)
  const [left, right] = [px(0), px(grid.nx)]
  const [top, bottom] = [py(grid.ny), py(0)]
  ctx.fillStyle = shade(0)
  ctx.fillRect(Math.min(left, right), Math.min(top, bottom), Math.abs(right - left), Math.abs(bottom - top))
  const mixLine = mixLab(theme.surfaceHigh, theme.ink)
  for (const [level, rings] of set.rings.entries()) {
    if (rings.length === 0) continue
    ctx.beginPath()
    for (const ring of rings) {
      for (let i = 0; i + 1 < ring.length; i += 2) {
        const [gx, gy] = [ring[i] ?? Number.NaN, ring[i + 1] ?? Number.NaN]
        if (i === 0) ctx.moveTo(px(gx), py(gy))
        else ctx.lineTo(px(gx), py(gy))
      }
      ctx.closePath()
    }
    ctx.fillStyle = shade(level + 1)
    ctx.fill()
    ctx.strokeStyle = mixLine(0.2)
    ctx.lineWidth = 0.7
    ctx.stroke()
  }
}

function hatch(ctx: Ctx, theme: Theme, { x, y, width, height }: Rect): void {
  ctx.beginPath()
  for (let at = 8 - height; at < width; at += 8) {
    ctx.moveTo(x + at, y + height)
    ctx.lineTo(x + at + height, y)
  }
  ctx.strokeStyle = theme.line
  ctx.lineWidth = 1
  ctx.stroke()
}

/** The same through a bitmap kept per grid: it is painted again only when the view, the size or the theme changes. */
export function blitContours(
  ctx: Ctx,
  theme: Theme,
  grid: Grid,
  set: ContourSet,
  plot: Rect,
  x: Axis,
  y: Axis,
  outsideFill: OutsideFill,
): void {
  if (!isCanvas(ctx)) {
    drawContours(ctx, theme, grid, set, plot, x, y, outsideFill)
    return
  }
  const ratio = ctx.getTransform().a || 1
  const [w, h] = [Math.max(1, Math.ceil(plot.width * ratio)), Math.max(1, Math.ceil(plot.height * ratio))]
  // Two axes with the same ends may be bent differently between them.
  const bend = x.value((x.range[0] + x.range[1]) / 2)
  const key = [plot.x, plot.y, w, h, ...x.domain, ...y.domain, bend, theme.surfaceLow, theme.surfaceHigh, theme.ink, outsideFill].join('|')
  let bitmap = bitmapOf(grid.values)
  if (bitmap?.key !== key) {
    const canvas = bitmap?.canvas ?? document.createElement('canvas')
    canvas.width = w
    canvas.height = h
    const own = canvas.getContext('2d')
    if (!own) return
    own.setTransform(ratio, 0, 0, ratio, -plot.x * ratio, -plot.y * ratio)
    drawContours(own, theme, grid, set, plot, x, y, outsideFill)
    bitmap = { key, canvas }
    keepBitmap(grid.values, bitmap)
  }
  ctx.drawImage(bitmap.canvas, plot.x, plot.y, w / ratio, h / ratio)
}

function isCanvas(ctx: Ctx): boolean {
  return typeof CanvasRenderingContext2D !== 'undefined' && ctx instanceof CanvasRenderingContext2D
}
