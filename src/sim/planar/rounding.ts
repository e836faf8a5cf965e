/** What rounding does to a model with two parameters, every operation counted: `planarDisturbed`. */

import { UNIT_ROUNDOFF } from '../../lib/compensated'
import { norm } from '../../lib/matrix'
import type { Disturbed } from '../metrics/rounding'
import { sensitivityOf } from '../metrics/sensitivity'
import type { Units } from '../metrics/units'
import { relativeRounding } from '../rounding'
import type { PlanarModel } from './models'
import type { PlanarState } from './state'

/** At θ, of a state in `units`, for Σ (centred) or Σ₁. */
export function planarDisturbed(
  model: PlanarModel,
  theta: Float64Array,
  { n, C, r, J, g: gradients }: PlanarState,
  units: Units,
  curvature: Float64Array,
  centred: boolean,
): Disturbed {
  const [sizes, slopes, bend] = [new Float64Array(C), new Float64Array(2 * C), new Float64Array(C)]
  const root = Math.sqrt(units.G)
  const [own, reach] = [new Float64Array(n * C), new Float64Array(n)]
  for (let i = 0; i < n; i++) {
    model.sizes(i, theta[0], theta[1], sizes, slopes, bend)
    for (let c = 0; c < C; c++) own[i * C + c] = (UNIT_ROUNDOFF * sizes[c]) / units.r
    reach[i] = norm(slopes.map(v => v / root))
  }
  const by = sensitivityOf({ n, C, p: 2, r, J, gradients, curvature }, centred)
  const error = Float64Array.from({ length: n }, (_, i) => norm(own.subarray(i * C, (i + 1) * C)))
  const relative = relativeRounding(n * C + 2 * model.roundings, 'f64')
  return { r, error, reach, relative, outputs: C, sensitive: { by, f: own } }
}

/** ‖∇²f_ic‖_F of every output, n×C. */
export function bendingOf(model: PlanarModel, n: number, [u, v]: Float64Array): Float64Array {
  const { C } = model
  const [r, slopes, bend, all] = [new Float64Array(C), new Float64Array(2 * C), new Float64Array(C), new Float64Array(n * C)]
  for (let i = 0; i < n; i++) {
    model.sizes(i, u, v, r, slopes, bend)
    all.set(bend, i * C)
  }
  return all
}
