import { type ChartLayout, type Ctx, colorOf, formatValue, type Grid, landscapeChart, type Theme } from '../../../charts'
import { isNetwork } from '../../../scenario'
import type { Domain, LandscapeGrid } from '../../../store'
import type { PanelSpec } from '../frame/spec'
import { nth, number } from '../reading/numbers'
import { pathOf } from '../reading/paths'
import type { Explanation, Readout } from '../reading/readout'
import { nearestStep } from '../reading/series'
import { scalarOf, type View } from '../reading/view'
import { calmMagnification, ellipsesOf, reach, relative } from './ellipses'
import { plantedShown, trainedLabel, trainedOf } from './minima'
import { landscapeSentence } from './sentence'
import { LandscapeWindow, lossAt, wantedGrid } from './window'

export interface LandscapeSpec extends PanelSpec<Promise<Explanation>> {
  /** Whether ellipses are drawn. */
  ellipses(): boolean
  /** Whether someone moved or zoomed the picture. */
  moved(): boolean
}

/** The axis title of direction or parameter `index`, with the charts' sub- and superscripts. */
export function axisTitle(kind: 'eigen' | 'parameters', anchor: 'minimum' | 'start' | 'origin', index: number): string {
  if (anchor === 'origin') return `θ_{${index}}`
  if (kind === 'eigen') return anchor === 'minimum' ? `⟨θ−θ*, v_{${index}}⟩` : `⟨θ−θ_0, v_{${index}}⟩`
  return anchor === 'minimum' ? `θ_{${index}}−θ_{${index}}^*` : `θ_{${index}}−θ_{${index}}^0`
}

/** The loss in a plane, every arm's path, and its noise over what Σ = 2L·G would give. */
export function landscapeSpec(changed: () => void, ask: (domain: Domain) => void): LandscapeSpec {
  const window = new LandscapeWindow(changed)
  let magnification: number | undefined
  let asked = ''

  function request(view: View, domain: { x: readonly [number, number]; y: readonly [number, number] }): void {
    const wanted = wantedGrid(domain, view.traces.grid)
    const key = `${view.traces.epoch}|${wanted}`
    if (!wanted || key === asked || !view.traces.plane) return
    asked = key
    ask(wanted)
  }

  return {
    axis: 'step',
    gestures: window,
    ellipses: () => magnification !== undefined,
    moved: () => window.free !== null,
    missing({ scenario: { data, model, view } }) {
      const one = view.plane === 'eigen' ? Math.min(data.n, data.d) < 2 : model.kind === 'linear' && data.d < 2
      return one ? 'A plane needs two directions; this problem has one.' : undefined
    },
    subtitle(view) {
      const arm = view.selected
      return arm ? `L(θ) = ${number(scalarOf(view, arm, 'loss'))}` : ''
    },
    sentence: landscapeSentence,
    summary(view) {
      const where = view.arms.map(arm => {
        const at = (name: 'path_x' | 'path_y') => number(scalarOf(view, arm, name), 2)
        return `${arm.label} is at (${at('path_x')}, ${at('path_y')}), loss ${number(scalarOf(view, arm, 'loss'), 2)}.`
      })
      const { kind, i, j } = planeOf(view)
      const name = kind === 'eigen' ? 'eigenvectors' : 'parameters'
      const trained = trainedOf(view)
      const marks = [
        plantedShown(view) ? 'A cross marks the planted minimum.' : '',
        trained.length > 0 ? `A diamond: ${trainedLabel(trained)}.` : '',
      ]
      return `Contours of the loss over ${name} ${i} and ${j} with the projected paths. ${[...marks, ...where].filter(Boolean).join(' ')} ${landscapeSentence(view)}`
    },
    draw(ctx, box, view, { mark, still = false }) {
      const domain = window.next(view, still)
      if (!still) request(view, domain)
      const shapes = view.arms.map(arm => ellipsesOf(view, arm))
      const lead = shapes[view.selected ? view.arms.indexOf(view.selected) : -1] ?? shapes.find(Boolean)
      const scale = lead && calmMagnification([lead.noise, lead.curvature], domain, magnification)
      if (!still) magnification = scale
      const arms = view.arms.map((arm, a) => {
        const shape = shapes[a]
        const seen = shape && reach(relative(shape.noise, domain)) * (scale ?? 1) < 1.2
        return { label: arm.label, color: arm.color, path: pathOf(arm, view.step), ...(seen && shape) }
      })
      const { kind, i, j, anchor } = view.traces.plane ?? {
        ...view.scenario.view,
        kind: view.scenario.view.plane,
        anchor: 'minimum' as const,
      }
      const layout = landscapeChart(
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
          xTitle: axisTitle(kind, anchor, i),
          yTitle: axisTitle(kind, anchor, j),
          // Where F has degree two at most the loss rises beyond every window; a network's may do anything, and takes time.
          outsideFill: isNetwork(view.scenario.model) ? 'unknown' : 'high',
          ...(scale !== undefined && { magnification: scale }),
        },
      )
      if (mark !== undefined) drawRings(ctx, box.theme, view, layout, mark)
      return layout
    },
    locate(view, layout, px, py) {
      let best: number | undefined
      let least = 14
      for (const arm of view.arms) {
        const path = pathOf(arm, view.step)
        for (let i = path.length - 1; i >= 0; i--) {
          const far = Math.hypot(layout.x.px(nth(path.x, i)) - px, layout.y.px(nth(path.y, i)) - py)
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
          value: `(${formatValue(path.x[at] ?? Number.NaN)}, ${formatValue(path.y[at] ?? Number.NaN)}), L ${formatValue(loss)}`,
        }
      })
      return { title: `step ${formatValue(step)}`, rows }
    },
    tip(view, layout, px, py): Readout | undefined {
      const { plot, x, y } = layout
      const { grid } = view.traces
      if (!grid || px < plot.x || py < plot.y || px > plot.x + plot.width || py > plot.y + plot.height) return undefined
      const [a, b] = [x.value(px), y.value(py)]
      return {
        title: `(${formatValue(a)}, ${formatValue(b)})`,
        rows: [{ label: 'L on the plane', value: formatValue(lossAt(grid, a, b)) }],
      }
    },
    table(view) {
      const rows = view.arms.flatMap(arm => {
        const path = pathOf(arm)
        return Array.from({ length: path.length }, (_, i) => [arm.id, nth(path.step, i), nth(path.x, i), nth(path.y, i)])
      })
      return { header: ['arm', 'step', 'x', 'y'], rows }
    },
    explain: async view => (await import('./explain')).explainLandscape(view, magnification),
  }
}

/** The plane on screen; before the first answer the one that was asked for. */
function planeOf({ traces, scenario }: View) {
  const { plane, i, j } = scenario.view
  return traces.plane ?? { kind: plane, i, j, anchor: 'minimum' as const }
}

const grids = new WeakMap<LandscapeGrid, Grid>()

function chartGrid(grid: LandscapeGrid | null): Grid | undefined {
  if (!grid) return undefined
  const known = grids.get(grid)
  if (known) return known
  const [x0, x1, y0, y1] = grid.domain
  const made: Grid = { values: grid.grid, nx: grid.nx, ny: grid.ny, x: [x0, x1], y: [y0, y1] }
  grids.set(grid, made)
  return made
}

/** Where each arm was at the pointed-at step. */
function drawRings(ctx: Ctx, theme: Theme, view: View, { plot, x, y }: ChartLayout, step: number): void {
  for (const arm of view.arms) {
    const path = pathOf(arm, Math.min(step, view.step))
    if (path.length === 0) continue
    const [px, py] = [x.px(nth(path.x, path.length - 1)), y.px(nth(path.y, path.length - 1))]
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
