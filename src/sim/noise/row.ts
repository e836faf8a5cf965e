/** What an arm's own noise changes in its row of measurements. */

import { dot } from '../../lib/matrix'
import { type Arm, type Columns, isPlain, type MeasureSettings } from '../../scenario'
import type { Plane } from '../plane'
import { revise } from '../reading'
import { shapeOf, sigmaShare, traceOf } from './control'
import { type Local, traceSigma } from './local'

/**
 * Puts an arm's own noise into its row, where the measurement assumes a minibatch: batch_size, noise_share and gni with the
 * control's Tr(CG), mu_acting, and on the plane sigma_xx … such that η²/B times them (without
 * replacement also times (n−B)/(n−1)) is the covariance of a step. μ, g and the like
 * still refer to Σ, the noise that minibatches would have at this θ; with `curvature` H the control's μ is read where it
 * follows from what the row knows.
 */
export function writeControl(
  row: Float64Array,
  columns: Columns,
  local: Local,
  { arm, step, plane, curvature }: { arm: Arm; step: number; plane: Plane; curvature: MeasureSettings['curvature'] },
): void {
  const { at } = columns
  const { n, gradient } = local
  const trace = arm.noise === 'none' ? 0 : traceOf(arm, step, local)
  const shape = trace > 0 ? shapeOf(arm, step, local) : null
  const share = sigmaShare(arm, step, n)
  // What the covariance of ξ is multiplied with to stand for Σ beside η²/B, as minibatches drawn in the arm's way have it.
  const factor = shape && share > 0 ? trace / share : 0
  const sigma = (v: Float64Array, w: Float64Array) => factor && factor * shape!.form(v, w)
  const { first: x, second: y } = plane
  revise(row, columns, { sigma_xx: sigma(x, x), sigma_xy: sigma(x, y), sigma_yy: sigma(y, y) })
  if (arm.noise === 'none') revise(row, columns, { batch_size: n })

  const against = shape ? shape.againstG(row[at.frob_G] * row[at.frob_G]) : 0
  // How many times as large as that of minibatches the trace is.
  const larger = factor / traceSigma(local)
  const withH = arm.noise === 'isotropic' ? row[at.mu_isotropic] * larger : Number.NaN
  const own = curvature === 'H' ? withH : (factor * (against ?? Number.NaN)) / (2 * row[at.loss] * row[at.frob_G] * row[at.frob_G])
  const lost = arm.trace === 0 && Number.isNaN(row[at.mu])
  revise(row, columns, { mu_acting: !shape ? 0 : lost ? Number.NaN : against === null ? row[at.mu] * larger : own })

  const image = local.push(gradient)
  const [g2, gGg] = [dot(gradient, gradient), dot(image, image) / n]
  if (!Number.isNaN(row[at.gni])) {
    const ofMinibatches = row[at.gni] - gGg / g2
    revise(row, columns, { gni: gGg / g2 + (against === null ? ofMinibatches * larger : (trace * against) / g2) })
  }

  if (!isPlain(arm)) return
  const eta = row[at.lr]
  const drift = Math.abs(-eta * g2 + ((eta * eta) / 2) * gGg)
  if (against !== null) {
    const noise = ((eta * eta) / 2) * trace * against
    revise(row, columns, { noise_share: noise === 0 ? 0 : noise / (noise + drift) })
    return
  }
  // Of Σ's own shape: what the row says of minibatches, with the other trace.
  const measured = row[at.noise_share]
  if (arm.trace === 0 || measured === 1) return
  const noise = (measured / (1 - measured)) * drift * (trace / (traceSigma(local) * share))
  revise(row, columns, { noise_share: noise / (noise + drift) })
}
