import {
  type Box,
  type Ctx,
  colorOf,
  ellipsePoints,
  formatValue,
  type Grid,
  type LandscapeLayout,
  type LandscapePicture,
  landscapeChart,
  type PlaneDomain,
  smoothGrid,
  type Theme,
} from '../../../charts'
import { followsArms, stepsOfPlane } from '../../../scenario'
import type { GridWish, LandscapeGrid } from '../../../store'
import type { PanelSpec } from '../frame/spec'
import { nth, number } from '../reading/numbers'
import { pathOf } from '../reading/paths'
import type { Explanation, NumberTable, Readout } from '../reading/readout'
import { nearestStep } from '../reading/series'
import { type ArmView, scalarOf, type View } from '../reading/view'
import { alignmentTowards, calmMagnification, type Ellipses, ellipsesHere, reach, relative } from './ellipses'
import { landscapeKey } from './key'
import { plantedShown, trainedLabel, trainedOf } from './minima'
import { axisTitle } from './planeWords'
import { type Room, roomFor, withRoom } from './room'
import { landscapeSentence } from './sentence'
import { BORDER_SHARE, bordered, LandscapeWindow, lossAt, wantedGrid, windowOf } from './window'

/** What is drawn over a landscape that stands. */
export interface Overlay {
  /** `mark` is the step pointed at. */
  draw(
    ctx: Ctx,
    box: Box,
    view: View,
    layout: LandscapeLayout,
    drawing: { readonly mark: number | undefined; readonly magnification: number | undefined; readonly still: boolean },
  ): void
  /** What is seen of it, in words; '' for nothing. */
  explain(): string
  /** Its points on the plane, at true size, each with a name and a step. */
  points(): readonly OverlayPoint[]
}

export type OverlayPoint = readonly [name: string, step: number, x: number, y: number]

export interface LandscapeSpec extends PanelSpec<Promise<Explanation>, Promise<NumberTable>> {
  /** How the landscape is drawn: contours, in another spec made of this one a surface. */
  readonly picture: LandscapePicture
  /** What is drawn over it, by whoever has put it here. */
  overlay: Overlay | null
  /** The part of the plane that the picture of a view shows. */
  window(view: View): PlaneDomain
  /** Whether ellipses are drawn. */
  ellipses(): boolean
  /** Whether someone moved or zoomed the picture. */
  moved(): boolean
  /** Asks for the plane through the arms where they are, also while the picture is not drawn because nobody sees it. */
  follow(view: View): void
}

/** Distance from a plane that follows the arms, as a share of the picture, from which it is laid anew as they move on. */
const FAR = 0.01

/** The loss in a plane, every arm's path, and its noise over what Σ = 2L·G would give. */
export function landscapeSpec(changed: () => void, ask: (wish: GridWish) => void): LandscapeSpec {
  const window = new LandscapeWindow(changed)
  let magnification: number | undefined
  let room: Room | undefined

  /** The window with room for the ellipses that are drawn, as much enlarged as they are; `still` leaves everything as it is. */
  function framed(view: View, still: boolean) {
    const within = window.next(view, still)
    const shapes = view.arms.map(arm => ellipsesHere(view, arm))
    const at = view.selected ? view.arms.indexOf(view.selected) : -1
    const lead = shapes[at] ? at : shapes.findIndex(Boolean)
    const shape = shapes[lead]
    const end = endOf(view, view.arms[lead])
    const scale = shape && calmMagnification([shape.noise, shape.curvature], within, end, magnification)
    if (!still) magnification = scale
    if (!shape || !scale || window.free) return { domain: within, shapes, scale }
    const outlines = shapes.flatMap((other, a) => {
      const at = endOf(view, view.arms[a])
      return other && isDrawn(other, within, at, scale) ? [other.noise, other.curvature].map(of => ellipsePoints(of, at, scale)) : []
    })
    const needed = roomFor(outlines, within, room)
    if (!still) room = needed
    return { domain: withRoom(within, needed), shapes, scale }
  }

  function request(view: View, domain: PlaneDomain): void {
    const { plane, grid } = view.traces
    if (!plane) return
    const wanted = wantedGrid(domain, grid)
    ask({ domain: wanted ?? bordered(domain), wanted: wanted !== undefined, behind: behindBy(view, domain) })
  }

  return {
    axis: 'step',
    gestures: window,
    picture: landscapeChart,
    overlay: null,
    window: view => framed(view, true).domain,
    ellipses: () => magnification !== undefined,
    moved: () => window.free !== null,
    follow(view) {
      const domain = window.next(view, true)
      if (behindBy(view, domain) !== 'no') request(view, domain)
    },
    missing({ scenario: { data, model, view } }) {
      const one = view.plane === 'eigen' ? Math.min(data.n, data.d) < 2 : model.kind === 'linear' && data.d < 2
      return one ? 'A plane needs two directions; this problem has one.' : undefined
    },
    subtitle(view) {
      const arm = view.selected
      return arm ? `L\u00a0${number(scalarOf(view, arm, 'loss'), 2)}` : ''
    },
    sentence: landscapeSentence,
    summary(view) {
      const where = view.arms.map(arm => {
        const at = (name: 'path_x' | 'path_y') => number(scalarOf(view, arm, name), 2)
        return `${arm.label} is at (${at('path_x')}, ${at('path_y')}), loss ${number(scalarOf(view, arm, 'loss'), 2)}.`
      })
      const trained = trainedOf(view)
      const marks = [
        plantedShown(view) ? 'A cross marks the planted minimum.' : '',
        trained.length > 0 ? `A diamond: ${trainedLabel(trained)}.` : '',
      ]
      const [x, y] = [axisTitle(view, 0), axisTitle(view, 1)].map(title => title.replace(/[{}]/g, ''))
      return `Contours of the loss over ${x} and ${y} with the projected paths. ${[...marks, ...where].filter(Boolean).join(' ')} ${landscapeSentence(view)}`
    },
    draw(ctx, box, view, { mark, still = false }) {
      const { domain, shapes, scale } = framed(view, still)
      if (!still) request(view, domain)
      const arms = view.arms.map((arm, a) => {
        const shape = shapes[a]
        const seen = shape && isDrawn(shape, domain, endOf(view, arm), scale ?? 1)
        return { label: arm.label, color: arm.color, path: pathOf(arm, view.step), loss: scalarOf(view, arm, 'loss'), ...(seen && shape) }
      })
      const layout = this.picture(
        ctx,
        box,
        {
          grid: chartGrid(view.traces.grid),
          arms,
          minimum: plantedShown(view) ? [0, 0] : undefined,
          trained: trainedOf(view).map(p => p.at),
        },
        {
          view: domain,
          xTitle: axisTitle(view, 0),
          yTitle: axisTitle(view, 1),
          outsideFill: 'unknown',
          ...(scale !== undefined && { magnification: scale }),
        },
      )
      this.overlay?.draw(ctx, box, view, layout, { mark, magnification: scale, still })
      if (mark !== undefined) drawRings(ctx, box.theme, view, layout, mark)
      return layout
    },
    locate(view, layout, px, py) {
      let best: number | undefined
      let least = 14
      for (const arm of view.arms) {
        const path = pathOf(arm, view.step)
        for (let i = path.length - 1; i >= 0; i--) {
          const [x, y] = (layout as LandscapeLayout).point(nth(path.x, i), nth(path.y, i))
          const far = Math.hypot(x - px, y - py)
          if (far < least) [least, best] = [far, path.step[i]]
        }
      }
      return best === undefined ? undefined : nearestStep(view, best)
    },
    readout(view, step) {
      const rows = view.arms.map(arm => {
        const path = pathOf(arm, step)
        const at = path.length - 1
        const loss = scalarOf(view, arm, 'loss', arm.trace.table.indexOf(step))
        return {
          label: arm.label,
          color: arm.color,
          value: `(${formatValue(path.x[at] ?? Number.NaN)}, ${formatValue(path.y[at] ?? Number.NaN)}), L ${formatValue(loss)}${offPlane(view, arm, at)}`,
        }
      })
      return { title: `step ${formatValue(step)}`, rows }
    },
    tip(view, layout, px, py): Readout | undefined {
      const { plot } = layout
      const { grid } = view.traces
      if (!grid || px < plot.x || py < plot.y || px > plot.x + plot.width || py > plot.y + plot.height) return undefined
      const [a, b] = (layout as LandscapeLayout).invert(px, py)
      if (Number.isNaN(a)) return undefined
      return {
        title: `(${formatValue(a)}, ${formatValue(b)})`,
        rows: [{ label: 'L on the plane', value: withError(lossAt(grid, a, b)) }, ...towards(view, a, b)],
      }
    },
    async table(view) {
      return (await import('./table')).landscapeTable(view, this.overlay?.points())
    },
    async grid(view) {
      return (await import('./table')).gridTable(view)
    },
    key: view => landscapeKey(view, magnification !== undefined),
    async explain(view) {
      const { explainLandscape } = await import('./explain')
      return explainLandscape(view, magnification, { solid: this.picture !== landscapeChart, overlay: this.overlay?.explain() })
    },
  }
}

/** A value that was found between others: "0.31 ± 0.002", where that is seen in its digits. */
const withError = ({ value, error }: { value: number; error: number }) =>
  formatValue(value) + (error > 1e-4 * Math.abs(value) ? ` ± ${formatValue(error, 2)}` : '')

/** An arm's ellipse that would fill the picture is left out. */
const isDrawn = ({ noise }: Ellipses, domain: PlaneDomain, at: readonly [number, number], scale: number) =>
  reach(relative(noise, domain, at)) * scale < 1.2

/** Where an arm is on the plane at the step shown. */
function endOf(view: View, arm: ArmView | undefined): readonly [number, number] {
  const path = arm && pathOf(arm, view.step)
  const last = (path?.length ?? 0) - 1
  return [nth(path?.x, last), nth(path?.y, last)]
}

/** How far an arm is from the plane at a point of its path, and the loss where it is projected to; nothing on the plane. */
function offPlane(view: View, arm: ArmView, at: number): string {
  const { off, step, x, y } = pathOf(arm)
  if (!(nth(off, at) > 1e-6 * Math.hypot(nth(x, at), nth(y, at)))) return ''
  const row = arm.trace.table.indexOf(nth(step, at))
  const loss = arm.trace.table.value(row, 0) === step[at] ? scalarOf(view, arm, 'path_loss', row) : Number.NaN
  return `, ${formatValue(nth(off, at))} off the plane${Number.isFinite(loss) ? `, where L is ${formatValue(loss)}` : ''}`
}

/** g(v) of the direction from the selected arm's point to a place on the plane. */
function towards(view: View, x: number, y: number): Readout['rows'] {
  const arm = view.selected
  const g = arm ? alignmentTowards(view, arm, x, y) : Number.NaN
  return arm && Number.isFinite(g) ? [{ label: `g towards here, ${arm.label}`, color: arm.color, value: formatValue(g) }] : []
}

/** Whether the arms have left a plane that follows them, or have come to a step that it is to be laid at. */
function behindBy(view: View, { x, y }: PlaneDomain): GridWish['behind'] {
  const { plane } = view.traces
  if (plane && stepsOfPlane(view.scenario.view).some(at => plane.step < at && at <= view.step)) return 'far'
  if (!plane || !followsArms(view.scenario.view) || plane.step === view.step) return 'no'
  const size = Math.max(x[1] - x[0], y[1] - y[0])
  const off = view.arms.map(arm => arm.trace.path.value(arm.trace.path.indexOf(view.step), 3))
  return Math.max(0, ...off) > FAR * size ? 'far' : 'a little'
}

const grids = new WeakMap<LandscapeGrid, Grid>()

function chartGrid(grid: LandscapeGrid | null): Grid | undefined {
  if (!grid) return undefined
  const known = grids.get(grid)
  if (known) return known
  const made = smoothGrid({ values: grid.grid, nx: grid.nx, ny: grid.ny, ...windowOf(grid), border: BORDER_SHARE })
  grids.set(grid, made)
  return made
}

/** Where each arm was at the pointed-at step. */
function drawRings(ctx: Ctx, theme: Theme, view: View, { plot, point }: LandscapeLayout, step: number): void {
  for (const arm of view.arms) {
    const path = pathOf(arm, Math.min(step, view.step))
    if (path.length === 0) continue
    const [px, py] = point(nth(path.x, path.length - 1), nth(path.y, path.length - 1))
    if (!(px >= plot.x && px <= plot.x + plot.width && py >= plot.y && py <= plot.y + plot.height)) continue
    for (const [radius, color] of [
      [6, theme.panel],
      [5, colorOf(theme, arm.color)],
    ] as const) {
      ctx.beginPath()
      ctx.arc(px, py, radius, 0, 2 * Math.PI)
      ctx.strokeStyle = color
      ctx.lineWidth = 2
      ctx.stroke()
    }
  }
}
