import { fourDigits } from '../../lib/digits'
import { meanSquare } from '../metrics/rescale'
import { unitOf } from '../metrics/units'
import type { Checkpoint } from './contract'
import { matrixOf } from './matrix'
import { refused } from './refuse'

export interface MeasuredResiduals {
  /** In their unit, n×C. */
  readonly r: Float64Array
  readonly unit: number
  /** Whether the loss is half the mean square of them. */
  readonly ownLoss: boolean
  /** Given eigenvalues of H, largest first. */
  readonly hessian: Float64Array | null
  /** Whether they have no more digits than float32. */
  readonly single: boolean
  /** What may be wrong with the loss, in a sentence. */
  readonly note: string | null
}

/** Shares of a loss by which two are the same: of numbers that were added up in float32. */
const SAME = 1e-4

/** The residuals of a checkpoint, with what else is small. */
export async function readResiduals({ residuals, hessian, loss, suffix, outputs: C }: Checkpoint): Promise<MeasuredResiduals> {
  const stored = await matrixOf(residuals)
  const all = await stored.all()
  const unit = unitOf(all)
  const r = all.map(v => v / unit)
  const half = (meanSquare(r, C) / 2) * unit * unit
  const is = (factor: number) => loss !== null && Math.abs(loss - factor * half) <= SAME * factor * half
  const ownLoss = loss === null || is(1)
  const other = 2 / C
  if (C > 2 && !ownLoss && half > 0 && is(other))
    throw refused(
      `loss${suffix}`,
      `${fourDigits(loss)}, ${fourDigits(other)} times the half mean square (1/2n)Σ‖r_i‖² of the residuals, which is ${fourDigits(half)},`,
      `${fourDigits(half)}, or residuals multiplied by √(2/${C}) with a jacobian multiplied likewise: torch.nn.MSELoss leaves out the half and divides by n·C`,
    )
  // So is that of cross-entropy near interpolation.
  const twice = !ownLoss && half > 0 && is(2)
  const given = hessian && (await (await matrixOf(hessian)).all())
  return {
    ...{ r, unit, ownLoss, single: stored.single },
    hessian: given?.slice().sort((a, b) => b - a) ?? null,
    note: twice
      ? `loss${suffix} is ${fourDigits(loss)}, twice the half mean square (1/2n)Σ‖r_i‖² of the residuals: right of cross-entropy near interpolation; of torch.nn.MSELoss multiply residuals and jacobian by √2`
      : null,
  }
}
