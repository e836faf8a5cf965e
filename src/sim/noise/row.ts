import { dot } from '../../lib/matrix'
import type { Arm } from '../../scenario/types'
import type { Plane } from '../plane'
import type { Columns } from '../reading'
import { shapeOf, sigmaShare, traceOf } from './control'
import { type Local, traceSigma } from './local'

/**
 * Puts an arm's own noise into its row, where the measurement supposed a minibatch: batch_size, noise_share with the
 * control's Tr(CG), and on the plane sigma_xx … such that η²/B times them is the covariance of a step. μ, g and the like
 * go on speaking of Σ, the noise that minibatches would have at this θ.
 */
export function writeControl(row: Float64Array, { at }: Columns, local: Local, arm: Arm, step: number, plane: Plane): void {
  const { n, gradient } = local
  const trace = arm.noise === 'none' ? 0 : traceOf(arm, step, local)
  const shape = trace > 0 ? shapeOf(arm, step, local) : null
  const share = sigmaShare(arm, step, n)
  // What the covariance of ξ is multiplied with to stand for Σ beside η²/B, as minibatches drawn in the arm's way have it.
  const factor = shape && share > 0 ? trace / share : 0
  if (arm.noise === 'none') row[at.batch_size] = n
  row[at.sigma_xx] = factor && factor * shape!.form(plane.first, plane.first)
  row[at.sigma_xy] = factor && factor * shape!.form(plane.first, plane.second)
  row[at.sigma_yy] = factor && factor * shape!.form(plane.second, plane.second)

  const eta = row[at.lr]
  const image = local.push(gradient)
  const drift = Math.abs(-eta * dot(gradient, gradient) + ((eta * eta) / 2) * (dot(image, image) / n))
  const against = shape ? shape.againstG(row[at.frob_G] * row[at.frob_G]) : 0
  if (against !== null) {
    const noise = ((eta * eta) / 2) * trace * against
    row[at.noise_share] = noise === 0 ? 0 : noise / (noise + drift)
    return
  }
  // Of Σ's own shape: what the row says of minibatches, with the other trace.
  const measured = row[at.noise_share]
  if (arm.trace === 0 || measured === 1) return
  const noise = (measured / (1 - measured)) * drift * (trace / (traceSigma(local) * share))
  row[at.noise_share] = noise / (noise + drift)
}
