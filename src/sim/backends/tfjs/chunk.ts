import {
  add,
  concat,
  gather,
  mul,
  reshape,
  type Scalar,
  scalar,
  slice,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core'
import type { StepPlan } from '../types'
import type { ProblemTensors } from './data'
import type { TensorModel } from './models'
import { largest, powerOfTwo, product } from './ops'

/** Steps between two readbacks: enough to hide their latency, few enough that one slice of the loop stays short. */
const FUSED_STEPS = 64
/** Floats that one chunk may hold at once. */
const FUSED_WORK = 2 ** 22

/** θ and, where momentum has touched it, the velocity, part by part. */
export interface ArmTensors {
  readonly theta: Tensor2D[]
  readonly velocity: Tensor2D[]
}

/** What a chunk of steps leaves: the new state, and [θ flat, largest |θ| on the way, largest |residual| on the way] to be read. */
export interface ChunkResult extends ArmTensors {
  readonly summary: Tensor1D
}

/** How many steps to run between two checks, a power of two. */
export function stepsPerChunk(parameters: number, inputs: number, plan: StepPlan): number {
  const perStep = parameters + plan.batchSize * (plan.batch === null ? 1 : 1 + inputs)
  return 2 ** Math.floor(Math.log2(Math.min(FUSED_STEPS, Math.max(1, FUSED_WORK / perStep))))
}

/** Runs steps [from, from + size) of a plan without waiting for the device; call in a tidy. */
export function runChunk(
  model: TensorModel,
  data: ProblemTensors,
  arm: ArmTensors,
  plan: StepPlan,
  from: number,
  size: number,
): ChunkResult {
  const rows = batches(data, plan, from, size)
  const scalars = new Map<number, Scalar>()
  const number = (value: number) => {
    // A schedule that holds still costs one upload per chunk.
    if (!scalars.has(value)) scalars.set(value, scalar(value))
    return scalars.get(value)!
  }
  const share = model.gain / plan.batchSize
  const m = plan.settings.momentum
  let { theta, velocity } = arm
  const thetas: Tensor2D[][] = theta.map(() => [])
  const residuals: Tensor[] = []
  for (let t = 0; t < size; t++) {
    const eta = plan.eta[from + t]
    const factor = number(m === 0 ? eta * share : share)
    const rate = number(eta)
    const momentum = number(m)
    const made: Tensor2D[] = tidy(() => {
      const { X, y } = rows(t)
      const column = reshape(model.effective(theta), [X.shape[1], 1]) as Tensor2D
      const residual: Tensor2D = sub(product(X, column), y)
      // The batch gradient is summed first and enters θ once: adding sample by sample into θ loses digits in f32.
      const step = model.pull(theta, mul(correlate(residual, X, data), factor))
      if (m === 0) return [residual, ...theta.map((part, i) => sub(part, step[i]) as Tensor2D)]
      const next: Tensor2D[] = velocity.map((part, i) => add(mul(part, momentum), step[i]))
      return [residual, ...theta.map((part, i) => sub(part, mul(next[i], rate)) as Tensor2D), ...next]
    })
    residuals.push(made[0])
    theta = made.slice(1, 1 + theta.length)
    if (m !== 0) velocity = made.slice(1 + theta.length)
    for (const [i, part] of theta.entries()) thetas[i].push(part)
  }
  const flat = theta.map(part => reshape(part, [part.size]) as Tensor1D)
  return { theta, velocity, summary: concat([...flat, ...thetas.map(largest), largest(residuals)]) }
}

/** The rows of each step's batch: gathered for the whole chunk at once, then sliced. */
function batches(data: ProblemTensors, plan: StepPlan, from: number, size: number): (t: number) => { X: Tensor2D; y: Tensor2D } {
  const { batch, batchSize: B } = plan
  if (batch === null) return () => data
  const indices = new Int32Array(powerOfTwo(size) * B)
  indices.set(batch.subarray(from * B, (from + size) * B))
  const where = tensor1d(indices, 'int32')
  const X = gather(data.X, where)
  const y = gather(data.y, where)
  return t => ({ X: slice(X, [t * B, 0], [B, X.shape[1]]), y: slice(y, [t * B, 0], [B, 1]) })
}

/** rᵀX, 1×d; over the whole data block by block, so that no f32 sum runs over thousands of rows. */
function correlate(r: Tensor2D, X: Tensor2D, { X: all, blocks }: ProblemTensors): Tensor2D {
  const [chunks, rows] = blocks.shape
  if (X !== all || chunks === 1) return product(reshape(r, [1, X.shape[0]]) as Tensor2D, X)
  return sum(product(reshape(r, [chunks, 1, rows]) as Tensor3D, blocks), 0)
}
