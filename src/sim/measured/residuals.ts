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
}

/** Shares of a loss by which two are the same: of numbers that were added up in float32. */
const SAME = 1e-4

/** The residuals of a checkpoint, with what else is small. */
export async function readResiduals({ residuals, hessian, loss, suffix, outputs: C }: Checkpoint): Promise<MeasuredResiduals> {
  const stored = await matrixOf(residuals)
  const all = await stored.band(0, stored.rows)
  const unit = unitOf(all)
  const r = all.map(v => v / unit)
  const half = (meanSquare(r, C) / 2) * unit * unit
  const is = (factor: number) => loss !== null && Math.abs(loss - factor * half) <= SAME * factor * half
  const ownLoss = loss === null || is(1)
  const [other] = ownLoss ? [] : [2, 2 / C].filter(is)
  if (other !== undefined && half > 0)
    throw refused(
      `loss${suffix}`,
      `${short(loss)}, ${other === 2 ? 'twice' : `${short(other)} times`} the half mean square (1/2n)Σ‖r_i‖² of the residuals, which is ${short(half)},`,
      `${short(half)}, or residuals multiplied by √${other === 2 ? 2 : `(2/${C})`} with a jacobian multiplied likewise: torch.nn.MSELoss leaves out the half and divides by n·C`,
    )
  const given = hessian && (await (await matrixOf(hessian)).band(0, 1))
  return { r, unit, ownLoss, hessian: given?.slice().sort((a, b) => b - a) ?? null, single: stored.single }
}

const short = (value: number | null) => String(Number((value ?? Number.NaN).toPrecision(4)))
