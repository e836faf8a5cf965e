import { evenlySpaced } from '../../../lib/bent'
import { nth } from '../reading/numbers'
import { pathOf } from '../reading/paths'
import type { NumberTable } from '../reading/readout'
import { type ArmView, effectiveBatch, scalarOf, type View } from '../reading/view'
import { plantedShown, trainedOf } from './minima'
import type { OverlayPoint } from './spec'

/** What the ellipses are made of, beside η and B. */
const FORMS = ['sigma_xx', 'sigma_xy', 'sigma_yy', 'G_xx', 'G_xy', 'G_yy'] as const
const ON_PLANE = [...FORMS, 'anchor_x', 'anchor_y', 'path_distance', 'path_loss'] as const
const NAMES = ['loss', 'lr', 'batch_size', ...ON_PLANE] as const

/** Every arm's path with what its ellipses are made of (Σ and 2L·G times `noise_scale`), the marks of minima, the points of what is drawn over it, then, without an arm, the surface on screen. */
export function landscapeTable(view: View, points: readonly OverlayPoint[] = []): NumberTable {
  const paths = view.arms.flatMap(arm => pathRows(view, arm))
  const over = [...minima(view), ...points].map(point => [...point, ...NAMES.map(() => ''), ''])
  return { header: ['arm', 'step', 'x', 'y', ...NAMES, 'noise_scale'], rows: [...paths, ...over, ...surface(view)] }
}

/** Points of one plane that differ by less, as a share of their distance from its origin, are one. */
const ROUNDING = 1e-9

/** What a row says of the plane it was measured on is left out where the plane has changed since: then its point there is another. */
function pathRows(view: View, arm: ArmView): (string | number)[][] {
  const path = pathOf(arm)
  return Array.from({ length: path.length }, (_, i) => {
    const [step, x, y] = [nth(path.step, i), nth(path.x, i), nth(path.y, i)]
    // Paths hold steps that were not measured: of those nothing else is known.
    const known = arm.trace.table.indexOf(step)
    const row = arm.trace.table.value(known, 0) === step ? known : -1
    const at = (name: 'path_x' | 'path_y' | (typeof NAMES)[number]) => scalarOf(view, arm, name, row)
    const same = Math.hypot(at('path_x') - x, at('path_y') - y) <= ROUNDING * Math.hypot(x, y)
    const here = (name: (typeof NAMES)[number]) => same || !ON_PLANE.some(of => of === name)
    return [arm.id, step, x, y, ...NAMES.map(name => (here(name) ? at(name) : Number.NaN)), same ? scaleOf(view, arm, row) : Number.NaN]
  })
}

/** η²/B as the arm draws its minibatches; NaN where it has no noise. */
function scaleOf(view: View, arm: ArmView, row: number): number {
  return scalarOf(view, arm, 'lr', row) ** 2 / effectiveBatch(view, arm, row) || Number.NaN
}

function minima(view: View): OverlayPoint[] {
  const trained = trainedOf(view).map(({ step, at: [x, y] }): OverlayPoint => ['trained minimum', step, x, y])
  return plantedShown(view) ? [['planted minimum', 0, 0, 0], ...trained] : trained
}

/** The loss at every point of the grid under the picture, row by row of y from below; undefined before there is one. */
export function gridTable({ traces: { grid } }: View): NumberTable | undefined {
  if (!grid) return undefined
  const { nx, ny, domain } = grid
  const [x0, x1, y0, y1, core] = domain
  const [xs, ys] = [evenlySpaced(x0, x1, nx, core), evenlySpaced(y0, y1, ny, core)]
  return { header: ['x', 'y', 'loss'], rows: Array.from(grid.grid, (loss, at) => [nth(xs, at % nx), nth(ys, Math.floor(at / nx)), loss]) }
}

const surface = (view: View): (string | number)[][] =>
  (gridTable(view)?.rows ?? []).map(row => ['', '', ...row, ...NAMES.slice(1).map(() => ''), ''])
