/** Bounds of the rounding of what is read with H in the place of G: `hessianBounds`. */

import { norm } from '../../lib/matrix'
import { type Program, program } from '../backends/machine/program'
import type { Alignment } from '../metrics/noise'
import { type Disturbed, type RoundingBounds, roundingBounds } from '../metrics/rounding'
import { sensitivityOf } from '../metrics/sensitivity'
import type { Units } from '../metrics/units'
import { type HessianForms, TOLERANCE } from './alignment'
import type { Curvatures } from './curvatures'

/**
 * Null where it is not known how f bends. Everything in `units` but the curvatures; Tr G sums up the sizes of what G is made of. ΔH = ΔG +
 * (1/n) Σ_ic Δr_ic ∇²f_ic.
 */
export const hessianBounds = program(function* (
  { bending, written, rounding = 0, p }: Curvatures,
  { H, gradients, frobH2, moments, lambda, g }: HessianForms,
  a: Alignment,
  units: Units,
  traceG: number,
  disturbed: Disturbed,
  centred: boolean,
): Program<RoundingBounds | null> {
  if (!bending) return null
  const { sensitive, ...norms } = disturbed
  const { r, error, outputs: C, roots } = disturbed
  const n = error.length
  const bend = (bending.steps ? yield* bending.steps() : bending()).map(v => (v * units.r) / units.G)
  const relative = Math.max(disturbed.relative, rounding)
  let [size, off] = [traceG, 0]
  for (let i = 0; i < n; i++) {
    const own = norm(bend.subarray(i * C, (i + 1) * C))
    size += (own * norm(r.subarray(i * C, (i + 1) * C))) / n
    off += (own * error[i] + (roots ? (2 * roots.reach[i] + roots.error[i]) * roots.error[i] : 0)) / n
  }
  // Of one output the errors of f are those of r.
  const f = sensitive?.f ?? (C === 1 ? error : null)
  const by = written && f && sensitivityOf({ n, C, p, r, gradients, curvature: H, ...inUnits(written, units) }, centred)
  const at = { ...norms, relative, curvature: { size, error: off }, ...(by && f && { sensitive: { by, f } }) }
  const forms = g.map((v, k) => v * moments.twoL * lambda[k])
  return roundingBounds(a, moments, frobH2, centred, at, { lambda, images: { forms }, whole: false, tolerance: TOLERANCE })
})

const inUnits = ({ jacobian, bent }: NonNullable<Curvatures['written']>, { r, G }: Units) => ({
  J: jacobian().map(v => v / Math.sqrt(G)),
  bent: (A: Float64Array) => bent(A).map(v => (v * r) / G),
})
