/** The loss in a plane through parameter space, with the arms’ paths and the ellipses of one step’s noise and curvature. */

import { numberAt } from '../lib/values'
import { asinhTicks } from './asinhAxis'
import { bottomMargin, drawAxes, drawWaiting, leftMargin, plotRect, TITLE_ROW, TITLE_Y } from './axes'
import type { Grid, OutsideFill } from './contours'
import { blitContours, contoursOf } from './contours'
import type { Cov2 } from './ellipse'
import { ellipsePoints } from './ellipse'
import { drawCurrent, drawEllipses, drawPath, drawSurfaceLegend } from './landscapeMarks'
import { bentNote, type Drawn, drawNotes, enlargedNote, noteRoom, offPlane, scalesNote } from './landscapeNotes'
import { clipped, segment } from './marks'
import { drawBand } from './pathBand'
import type { PlaneDomain, PlanePath } from './planeDomain'
import { equalAspect, planeAxis } from './planeDomain'
import { drawText, textWidth } from './text'
import { colorOf } from './theme'
import { axisTicks, type Tick } from './ticks'
import type { Axis, Box, ChartLayout, Color, Ctx, Hit } from './types'

export interface LandscapeArm {
  readonly label: string
  readonly color: Color
  /** Past positions, the last one is where the arm is now. */
  readonly path: PlanePath
  /** The loss where the arm is, which is that of its point on the plane only where the plane goes through the arm. */
  readonly loss?: number | undefined
  /** Covariance of one step's noise in the plane, η²Σ/B as the arm draws its minibatches: solid, in the arm's colour. */
  readonly noise?: Cov2 | undefined
  /** The same for 2L·G in place of Σ: dashed, in ink. */
  readonly curvature?: Cov2 | undefined
}

export interface LandscapeData {
  readonly grid?: Grid | undefined
  readonly arms: readonly LandscapeArm[]
  /** Position of the planted minimum, marked by a cross. */
  readonly minimum?: readonly [number, number] | undefined
  /** Places that training reached, marked by diamonds. */
  readonly trained?: readonly (readonly [number, number])[]
}

export interface LandscapeOptions {
  /** Part of the plane to show, e.g. from `fitDomain`; the grid's when left out. */
  readonly view?: PlaneDomain | undefined
  /** 'equal' widens one axis so that both have the same pixels per unit. */
  readonly aspect?: 'equal' | 'stretch'
  /** Factor on the ellipses' half axes; named in a corner when it is not 1. */
  readonly magnification?: number
  readonly xTitle?: string
  readonly yTitle?: string
  /** Write each arm's name beside its point. */
  readonly names?: boolean
  readonly lossTitle?: string
  /** What fills the view outside the grid, until a larger one is there. */
  readonly outsideFill?: OutsideFill
}

export interface LandscapeLayout extends ChartLayout {
  readonly view: PlaneDomain
  /** Data coordinates of a pixel, for hover and drag. */
  invert(px: number, py: number): [number, number]
  /** The pixel of a point of the plane. */
  point(x: number, y: number): [number, number]
}

/** A picture of a landscape, as contours or as a surface. */
export type LandscapePicture = (ctx: Ctx, box: Box, data: LandscapeData, options?: LandscapeOptions) => LandscapeLayout

/** The loss in a plane through parameter space: contours, every arm's path and point, noise and curvature ellipses. */
export function landscapeChart(ctx: Ctx, box: Box, data: LandscapeData, options: LandscapeOptions = {}): LandscapeLayout {
  const { theme } = box
  const { aspect = 'stretch', magnification = 1, xTitle = '⟨θ−θ*, v_1⟩', yTitle = '⟨θ−θ*, v_2⟩', names = true } = options
  const { grid } = data
  const wanted: PlaneDomain = options.view ?? (grid ? { x: grid.x, y: grid.y, core: grid.core ?? 0 } : { x: [-1, 1], y: [-1, 1] })
  const [top, bottom] = [TITLE_ROW, bottomMargin(ctx, box, xTitle)]
  const laid = (left: number) => {
    const plot = plotRect(box, { top, bottom, left, right: 8 })
    const view = aspect === 'equal' ? equalAspect(wanted, plot.width, plot.height) : wanted
    const y = planeAxis(view, 'y', [plot.y + plot.height, plot.y])
    const yTicks = planeTicks(y, view, view.core ? 28 : 40, 7)
    return { plot, view, y, yTicks, room: leftMargin(ctx, theme, yTicks, 32) }
  }
  // Other margins show another part of the plane, with other ticks.
  const { room } = laid(32)
  const { plot, view, y, yTicks } = laid(Math.max(room, laid(room).room))
  const x = planeAxis(view, 'x', [plot.x, plot.x + plot.width])
  const xTicks = planeTicks(x, view, view.core ? 44 : 66, 8)
  const set = grid && contoursOf(grid)
  const empty = !grid && !data.arms.some(a => a.path.length > 0)
  const hits: Hit[] = []

  clipped(ctx, plot, () => {
    if (grid && set) blitContours(ctx, theme, grid, set, plot, x, y, options.outsideFill ?? 'high')
  })
  drawAxes(ctx, box, { plot, x, y, xTicks, yTicks: grid ? [] : yTicks, xTitle, yTitle })
  if (grid) for (const t of yTicks) drawText(ctx, theme, t.label, plot.x - 7, Math.max(plot.y, y.px(t.value)), { align: 'right' })
  clipped(ctx, plot, () => {
    if (data.minimum) drawCross(ctx, theme.ink2, x.px(data.minimum[0]), y.px(data.minimum[1]))
    for (const [a, arm] of data.arms.entries()) drawBand(ctx, colorOf(theme, arm.color), a, arm.path, plot, x, y)
    for (const arm of data.arms) drawPath(ctx, colorOf(theme, arm.color), arm.path, x, y)
    for (const arm of data.arms) {
      const at = lastOf(arm.path)
      if (!at) continue
      const shape = (cov: Cov2) => ellipsePoints(cov, at, magnification)
      const noise = arm.noise && { points: shape(arm.noise), color: colorOf(theme, arm.color), dash: [] }
      const curvature = arm.curvature && { points: shape(arm.curvature), color: theme.ink, dash: [4, 3] }
      const both = [noise, curvature].flatMap(one => one ?? [])
      drawEllipses(ctx, both, x, y, theme.panel)
    }
  })
  clipped(ctx, plot, () => {
    for (const at of data.trained ?? []) drawDiamond(ctx, theme.ink, theme.panel, x.px(at[0]), y.px(at[1]))
  })
  const current = data.arms.map(({ label, color, path }) => ({ label, color, at: lastOf(path) }))
  const covered = drawCurrent(ctx, box, current, plot, x, y, names, hits)
  const enlarged = magnification !== 1 && data.arms.some(a => a.noise ?? a.curvature)
  const notes = [
    ...(enlarged ? [enlargedNote(magnification)] : []),
    ...offPlane(data.arms, view, note => textWidth(ctx, theme, note) <= noteRoom(plot)),
    ...bentNote(view),
    ...scalesNote(view, plot),
  ]
  drawNotes(ctx, theme, notes, plot, covered, linesOf(data.arms, magnification, x, y))
  if (set && set.high > set.low) {
    const left = textWidth(ctx, theme, yTitle, { rich: true }) + 20
    drawSurfaceLegend(ctx, box, set, left, plot.x + plot.width, TITLE_Y, options.lossTitle ?? 'L')
  }
  if (empty) drawWaiting(ctx, theme, plot)
  return { plot, x, y, hits, empty, view, invert: (px, py) => [x.value(px), y.value(py)], point: (a, b) => [x.px(a), y.px(b)] }
}

/** The paths and ellipses of arms. */
function linesOf(arms: readonly LandscapeArm[], magnification: number, x: Axis, y: Axis): Drawn[] {
  return arms.flatMap(({ path, noise, curvature }) => {
    const place = lastOf(path)
    if (!place) return []
    const way: Drawn = { length: path.length, at: i => [x.px(numberAt(path.x, i)), y.px(numberAt(path.y, i))] }
    const outline = (cov: Cov2): Drawn => {
      const points = ellipsePoints(cov, place, magnification)
      return { length: points.length / 2, at: i => [x.px(numberAt(points, 2 * i)), y.px(numberAt(points, 2 * i + 1))] }
    }
    return [way, ...[noise, curvature].flatMap(cov => (cov ? [outline(cov)] : []))]
  })
}

/** Ticks of an axis of a part of a plane. */
export function planeTicks(axis: Axis, { core = 0 }: PlaneDomain, pitch: number, most: number): Tick[] {
  return core > 0
    ? asinhTicks(axis, core, pitch, most + 2)
    : axisTicks(axis.domain, false, Math.abs(axis.range[1] - axis.range[0]), pitch, most)
}

export function drawCross(ctx: Ctx, color: string, px: number, py: number): void {
  ctx.strokeStyle = color
  ctx.lineWidth = 1
  segment(ctx, px - 4, py, px + 4, py)
  segment(ctx, px, py - 4, px, py + 4)
}

/** Over paths and ellipses, with a halo: the paths lead through it. */
export function drawDiamond(ctx: Ctx, color: string, halo: string, px: number, py: number): void {
  const r = 6
  const outline = () => {
    ctx.beginPath()
    ctx.moveTo(px, py - r)
    ctx.lineTo(px + r, py)
    ctx.lineTo(px, py + r)
    ctx.lineTo(px - r, py)
    ctx.closePath()
  }
  outline()
  ctx.strokeStyle = halo
  ctx.lineWidth = 4
  ctx.stroke()
  outline()
  ctx.strokeStyle = color
  ctx.lineWidth = 1.6
  ctx.stroke()
}

function lastOf(path: PlanePath): [number, number] | undefined {
  for (let i = path.length - 1; i >= 0; i--) {
    const [x, y] = [numberAt(path.x, i), numberAt(path.y, i)]
    if (Number.isFinite(x) && Number.isFinite(y)) return [x, y]
  }
  return undefined
}
