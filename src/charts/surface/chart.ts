/** A landscape as a surface: the same data as the flat chart, drawn by WebGL under the labels of this canvas. */
import { drawWaiting, TITLE_ROW, TITLE_Y } from '../axes'
import { parseRgb } from '../color'
import { type Levels, levelsOf } from '../contours'
import { drawCross, drawDiamond, type LandscapeData, type LandscapeLayout, type LandscapeOptions, planeTicks } from '../landscapeChart'
import { drawSurfaceLegend } from '../landscapeMarks'
import { bentNote, enlargedNote } from '../landscapeNotes'
import { type PlaneDomain, planeAxis } from '../planeDomain'
import { drawText, LABEL_HEIGHT, textWidth } from '../text'
import { axisTicks } from '../ticks'
import type { Axis, Box, Ctx, Rect } from '../types'
import { type FrameTicks, frameLabels, frameLines, placeTicks } from './axes'
import { type Camera, cameraOf, heightFor, type Orbit } from './camera'
import { inScene } from './drape'
import { type Drawn, paint } from './drawn'
import { heightAxis } from './heights'
import { layMarks, standingOf } from './marks'
import { type Cut, cutGrid, type Mesh, meshOf } from './mesh'
import { drawArms, drawLabels, placeArms } from './overlay'
import { pick } from './pick'

/** Room beside the box for labels, below it too, pixels. */
const [SIDE, BELOW] = [34, 40]

/** The range of the scene's coordinates. */
const SCENE = [-0.5, 0.5] as const

/** A surface's picture keeps what it computed for the next frame. */
interface Kept {
  readonly key: readonly unknown[]
  readonly cut: Cut | undefined
}

const same = (a: readonly unknown[], b: readonly unknown[]) => a.length === b.length && a.every((v, i) => Object.is(v, b[i]))

/**
 * A chart that fills `drawn`, has it drawn, and puts axes, marks and names over it. `orbit` says from where it is looked at,
 * `show` draws `drawn` under this context or, for a file, into it.
 */
export function surfaceChart(drawn: Drawn, orbit: () => Orbit, first: Orbit, show: (ctx: Ctx, box: Box) => void) {
  let kept: Kept = { key: [], cut: undefined }
  let axis: Axis | undefined
  let meshKey: readonly unknown[] = []

  function ground(data: LandscapeData, window: PlaneDomain, height: number): { axis: Axis; mesh: Mesh | undefined } {
    const { grid } = data
    const key = [grid?.values, ...window.x, ...window.y, window.core]
    if (!same(key, kept.key)) kept = { key, cut: grid && cutGrid(grid, window) }
    const { cut } = kept
    const losses = data.arms.flatMap(({ loss }) => (loss === undefined ? [] : [loss]))
    axis = heightAxis(cut?.values ?? [], losses, height, { previous: axis })
    const next = [cut, axis.log, ...axis.domain, height]
    if (!same(next, meshKey)) {
      meshKey = next
      drawn.mesh = cut && meshOf(cut, axis)
    }
    return { axis, mesh: drawn.mesh }
  }

  return (ctx: Ctx, box: Box, data: LandscapeData, options: LandscapeOptions = {}): LandscapeLayout => {
    const { theme } = box
    const { grid } = data
    const { magnification = 1, xTitle = '', yTitle = '', lossTitle = 'L' } = options
    const window = options.view ?? (grid ? { x: grid.x, y: grid.y, core: grid.core ?? 0 } : { x: [-1, 1], y: [-1, 1] })
    const plot: Rect = {
      x: SIDE,
      y: TITLE_ROW + 14,
      width: Math.max(1, box.width - 2 * SIDE),
      height: Math.max(1, box.height - TITLE_ROW - 14 - BELOW),
    }
    const height = heightFor(plot, first.elevation)
    const camera = cameraOf(orbit(), height, plot, box)
    const { axis, mesh } = ground(data, window, height)
    const levels = grid && levelsOf(grid)
    const ticks = ticksOf(window, axis, camera, height)
    const standing = standingOf(data.arms, window, mesh, axis)
    paint(drawn, theme, levels, axis, camera)
    drawn.frame.clear()
    const [line, faint] = [parseRgb(theme.line), parseRgb(theme.grid)]
    for (const { from, to, edge } of frameLines(camera, height, ticks)) drawn.frame.add(from, to, { color: edge ? line : faint })
    drawn.marks.clear()
    if (mesh) layMarks(drawn.marks, theme, mesh, window, standing, data.arms, magnification)
    Object.assign(drawn, { clip: camera.clip, width: box.width, height: box.height })
    show(ctx, box)
    const widthOf = (text: string) => textWidth(ctx, theme, text, { rich: true })
    const arms = placeArms(ctx, box, camera, plot, standing)
    const names = arms.flatMap(({ name }) => name ?? [])
    drawLabels(ctx, box, frameLabels(camera, height, ticks, { x: xTitle, y: yTitle, z: lossTitle }, box, widthOf, names))
    const onGround = (a: number, b: number) => {
      const [x, y] = inScene(window, a, b)
      return [x, y, mesh?.heightAt(x, y) ?? Number.NaN] as const
    }
    const point = (a: number, b: number): [number, number] => {
      const [x, y, z] = onGround(a, b)
      const [px, py] = camera.project(x, y, Number.isNaN(z) ? 0 : z)
      return [px, py]
    }
    const known = (at: readonly [number, number]) => !Number.isNaN(onGround(...at)[2])
    if (data.minimum && known(data.minimum)) drawCross(ctx, theme.ink2, ...point(...data.minimum))
    for (const at of data.trained ?? []) if (known(at)) drawDiamond(ctx, theme.ink, theme.panel, ...point(...at))
    const hits = drawArms(ctx, box, arms)
    drawNotes(ctx, box, window, levels, lossTitle, magnification, data)
    const empty = !grid && standing.length === 0
    if (!mesh) drawWaiting(ctx, theme, plot, empty ? undefined : 'computing the surface')
    return {
      plot,
      x: planeAxis(window, 'x', [plot.x, plot.x + plot.width]),
      y: planeAxis(window, 'y', [plot.y + plot.height, plot.y]),
      hits,
      empty,
      view: window,
      point,
      invert: (px, py) => planePoint(camera, mesh, height, window, px, py),
    }
  }
}

/** The point of the plane whose surface lies under a pixel; NaN where there is none. */
function planePoint(camera: Camera, mesh: Mesh | undefined, height: number, window: PlaneDomain, px: number, py: number): [number, number] {
  const at = mesh && pick(camera, mesh, height, px, py)
  return at ? [planeAxis(window, 'x', SCENE).value(at[0]), planeAxis(window, 'y', SCENE).value(at[1])] : [Number.NaN, Number.NaN]
}

/** Ticks of the three axes, as many as the edges have room for as they are seen. */
function ticksOf(window: PlaneDomain, axis: Axis, camera: Camera, height: number): FrameTicks {
  const span = (a: readonly [number, number, number], b: readonly [number, number, number]) => {
    const [[ax, ay], [bx, by]] = [camera.project(...a), camera.project(...b)]
    return Math.hypot(bx - ax, by - ay)
  }
  const [wide, deep, high] = [span([-0.5, 0, 0], [0.5, 0, 0]), span([0, -0.5, 0], [0, 0.5, 0]), span([0, 0, 0], [0, 0, height])]
  const [x, y] = [planeAxis(window, 'x', [0, wide]), planeAxis(window, 'y', [0, deep])]
  return {
    x: placeTicks(planeTicks(x, window, 62, 6), v => x.px(v) / wide),
    y: placeTicks(planeTicks(y, window, 62, 6), v => y.px(v) / deep),
    z: placeTicks(axisTicks(axis.domain, axis.log, high, 34, 6), v => axis.px(v) / height),
  }
}

/** The legend of the colours, and by how much the ellipses are enlarged, how the axes are bent. */
function drawNotes(
  ctx: Ctx,
  box: Box,
  window: PlaneDomain,
  levels: Levels | undefined,
  lossTitle: string,
  magnification: number,
  { arms }: LandscapeData,
): void {
  if (levels && levels.high > levels.low) drawSurfaceLegend(ctx, box, { ...levels, rings: [] }, 60, box.width - 8, TITLE_Y, lossTitle)
  const enlarged = magnification !== 1 && arms.some(a => a.noise ?? a.curvature)
  // The legend of the colours may reach up to what is in its line.
  const notes = [enlarged ? enlargedNote(magnification) : '', ...bentNote(window)]
  for (const [row, note] of notes.entries()) drawText(ctx, box.theme, note, 6, TITLE_Y + row * LABEL_HEIGHT, { color: box.theme.ink2 })
}
