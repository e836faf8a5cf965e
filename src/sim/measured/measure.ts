/** The row of metrics.csv of a checkpoint, and its spectrum: `measureCheckpoint`. */

import type { Tick } from '../../lib/tick'
import { type Arm, type Columns, columnsFor, type MeasureSettings, usesBatches } from '../../scenario'
import { PLAIN_MACHINE } from '../backends/machine/plain'
import type { Backend, Precision } from '../backends/types'
import { readBatchSharpness } from '../batchSharpness'
import { fewEnough, readFromGram } from '../fromGram'
import { fill, revise } from '../reading'
import { readRounding, unitOfPrecision } from '../rounding'
import { readEscape, rowOf } from '../row'
import type { Checkpoint } from './contract'
import { readResiduals } from './residuals'
import type { Side } from './side'
import { sideOf } from './sideOf'

/** How checkpoints are read. */
export interface MeasuringSettings extends Pick<MeasureSettings, 'k' | 'sigma' | 'batches' | 'edge'> {
  /** Whose noise it is: its η and B hold where a checkpoint does not say its own. */
  readonly arm: Arm
  /** Whether η and B of the arm were asked for: else columns that need what no one said are NaN. */
  readonly given: { readonly eta: boolean; readonly B: boolean }
  /** Of the minibatches of batch sharpness. */
  readonly seed: number
}

export interface MeasuredCheckpoint {
  readonly row: Float64Array
  /** Eigenvalues of G that are not zero: all of them up to 256 rows, else the k leading ones. */
  readonly spectrum: Float64Array
  /** (v_k·∇L)²/λ_k of each where all are known. */
  readonly energies: Float64Array | null
  /** What may be wrong with the checkpoint's numbers, in a sentence each. */
  readonly notes: readonly string[]
}

/** Columns of all checkpoints: as many eigenvalues of H as one of them has. */
export const columnsOfCheckpoints = (checkpoints: readonly Checkpoint[], k: number): Columns =>
  columnsFor({ k, hessian: Math.max(0, ...checkpoints.map(({ hessian }) => hessian?.header.shape[0] ?? 0)) })

const NONE = Number.NaN

export async function measureCheckpoint(
  checkpoint: Checkpoint,
  columns: Columns,
  settings: MeasuringSettings,
  backend: Pick<Backend, 'machine'>,
  tick: Tick,
): Promise<MeasuredCheckpoint> {
  const { n, outputs, step } = checkpoint
  const { k, sigma, batches, edge, seed, given } = settings
  const centred = sigma === 'centred'
  const { r, unit: ofR, ownLoss, hessian, single, note } = await readResiduals(checkpoint)
  const machineOf = async (precision: Precision) => (await backend.machine?.(precision)) ?? PLAIN_MACHINE
  const twoL = ownLoss ? null : (2 * (checkpoint.loss || NONE)) / ofR / ofR
  const { side, relative } = await sideOf(checkpoint, { n, outputs, r, twoL, k }, machineOf, tick)
  const arm: Arm = {
    ...settings.arm,
    ...(checkpoint.lr !== null && { eta: checkpoint.lr, schedule: 'constant' }),
    B: checkpoint.batchSize ?? Math.min(settings.arm.B, checkpoint.nTrain ?? Number.POSITIVE_INFINITY),
    ...(checkpoint.batchSize !== null && { bschedule: 'constant' }),
  }
  // Samples that minibatches are drawn from: with replacement any number of times.
  const drawn = usesBatches(arm) ? arm.B : 0
  const population = checkpoint.nTrain ?? Math.max(n, drawn)
  const units = { r: ofR, G: side.unit }
  const nowhere = new Float64Array(r.length)
  const measured = { ...side, units, r, outputs, plane: [nowhere, nowhere], point: [NONE, NONE] } as const
  const p = checkpoint.p || NONE
  const row = rowOf(columns, measured, { arm, step, p, centred, n: population })
  readEscape(row, columns, side.energies)
  const error = errorsOf(r, n, outputs, unitOfPrecision(single ? 'f32' : 'f64'))
  const disturbed = { r, error, reach: side.reach, relative, outputs, independent: true }
  readRounding(row, columns, measured, { p, centred, whole: side.energies !== null }, disturbed)
  if (batches > 0 && drawn <= n) await readBatchSharpness(row, columns, arm, step, { n, seed, batches }, async rows => side.batch(rows))
  if (edge === 'on')
    readFromGram(
      row,
      columns,
      arm,
      step,
      population,
      ownLoss && fewEnough(n, outputs, Math.min(n * outputs, checkpoint.p || Number.POSITIVE_INFINITY)) ? side.whole() : null,
    )
  if (hessian) fill<'hessian'>(row, columns, hessianColumns(hessian, checkpoint.p))
  revise(row, columns, unsaid(checkpoint, arm.sampling, drawn, given))
  return { row, spectrum: side.spectrum.map(v => v * side.unit), energies: energiesOf(side, ofR), notes: note === null ? [] : [note] }
}

const energiesOf = ({ energies }: Side, ofR: number) => energies?.map(v => v * ofR * ofR) ?? null

/** Half an ulp of each residual, per sample. */
function errorsOf(r: Float64Array, n: number, C: number, unit: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    let s = 0
    for (let at = i * C; at < (i + 1) * C; at++) s += r[at] * r[at]
    return unit * Math.sqrt(s)
  })
}

/** Eigenvalues of H as they are given; its trace, norm and smallest one where all p of them are. */
function hessianColumns(values: Float64Array, p: number) {
  const all = values.length === p
  const sum = (of: (v: number) => number) => (all ? values.reduce((s, v) => s + of(v), 0) : NONE)
  return {
    lambda_H: values,
    lambda_H_error: NONE,
    lambda_min_H: all ? values[values.length - 1] : NONE,
    lambda_min_H_error: NONE,
    trace_H: sum(v => v),
    trace_H_se: all ? 0 : NONE,
    frob_H: Math.sqrt(sum(v => v * v)),
  }
}

/** What no file tells: the landscape's plane; and what follows from an η, a B, or a number of samples to draw B of, that nobody said. */
function unsaid({ lr, batchSize, n, nTrain, loss }: Checkpoint, sampling: Arm['sampling'], B: number, given: MeasuringSettings['given']) {
  const noEta = lr === null && !given.eta
  const noB = batchSize === null && !given.B
  const noDraw = noB || (nTrain === null && B > n && sampling !== 'with-replacement')
  return {
    ...{ sigma_xx: NONE, sigma_xy: NONE, sigma_yy: NONE, G_xx: NONE, G_xy: NONE, G_yy: NONE },
    ...(noEta && { lr: NONE }),
    // Nothing is measured in units of no loss.
    ...(loss === 0 && { loss }),
    ...((noEta || noDraw) && { noise_share: NONE }),
    ...(noB && { batch_size: NONE }),
    ...(noDraw && { gni: NONE, eta_star: NONE }),
    ...(noB && { batch_sharpness: NONE, batch_sharpness_se: NONE, batch_sharpness_gn: NONE, batch_sharpness_gn_se: NONE }),
  }
}
