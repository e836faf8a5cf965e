import {
  abs,
  concat,
  dispose,
  gather,
  keep,
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
import { changedNames, type Rule } from '../../../lib/optimizers'
import type { StepPlan } from '../types'
import type { ProblemTensors } from './data'
import type { TensorModel } from './models'
import { largest, powerOfTwo, product } from './ops'
import { stepped } from './updates'

/** Steps between two readbacks: enough to hide their latency, few enough that one slice of the loop stays short. */
const FUSED_STEPS = 64
/** Floats that one chunk may hold at once. */
const FUSED_WORK = 2 ** 22

/** θ and what its rule keeps beside it, part by part; what is kept once for all parts stands as one. */
export interface ArmTensors {
  readonly theta: Tensor2D[]
  readonly state: Readonly<Record<string, Tensor2D[]>>
}

type Step = { residual: Tensor2D; theta: Tensor2D[]; state: Record<string, Tensor2D[]> }

/** Times the largest float32 and 10⁶ entries this is within OVERFLOW.f32. */
const TINY = 1e-30

/**
 * What a chunk of steps leaves: θ and the changed state, and to be read [θ flat, largest |θ| on the way, largest |residual| on the way,
 * a number for every part of the changed state]: all within OVERFLOW.f32, unless θ or a residual left it, or the state the finite numbers.
 */
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
  rule: Rule,
  arm: ArmTensors,
  plan: StepPlan,
  from: number,
  size: number,
): ChunkResult {
  const rows = batches(data, plan, from, size)
  const scalars = new Map<number, Scalar>()
  const number = (value: number) => {
    // A schedule that holds still costs one upload per chunk.
    if (!scalars.has(value)) scalars.set(value, keep(scalar(value)))
    return scalars.get(value)!
  }
  try {
    const share = model.gain / plan.batchSize
    const changed = changedNames(rule, plan.settings)
    const plain = rule === 'heavy-ball' && plan.settings.momentum === 0
    let { theta, state } = arm
    const thetas: Tensor2D[][] = theta.map(() => [])
    const residuals: Tensor[] = []
    for (let t = 0; t < size; t++) {
      const eta = plan.eta[from + t]
      const factor = number(plain ? eta * share : share)
      const made = tidy((): Step => {
        const { X, y } = rows(t)
        const column = reshape(model.effective(theta), [X.shape[1], 1]) as Tensor2D
        const residual: Tensor2D = sub(product(X, column), y)
        // The batch gradient is summed first and enters θ once: adding sample by sample into θ loses digits in f32.
        const g = model.pull(theta, mul(correlate(residual, X, data), factor))
        if (plain) return { residual, theta: theta.map((part, i) => sub(part, g[i])), state: {} }
        const next = theta.map((part, i) => stepped(number, rule, part, ofPart(state, i), g[i], 1, eta, plan.settings))
        const kept = changed.map(name => [name, state[name].map((_, i) => next[i].state[name])])
        return { residual, theta: next.map(({ theta }) => theta), state: Object.fromEntries(kept) }
      })
      residuals.push(made.residual)
      theta = made.theta
      state = { ...state, ...made.state }
      for (const [i, part] of theta.entries()) thetas[i].push(part)
    }
    // What is infinite once stays so or becomes NaN, which a largest entry may hide and a sum does not.
    const finite = changed.flatMap(name => state[name].map(part => reshape(sum(abs(mul(part, number(TINY)))), [1]) as Tensor1D))
    const flat = theta.map(part => reshape(part, [part.size]) as Tensor1D)
    return {
      theta,
      state: Object.fromEntries(changed.map(name => [name, state[name]])),
      summary: concat([...flat, ...thetas.map(largest), largest(residuals), ...finite]),
    }
  } finally {
    dispose([...scalars.values()])
  }
}

/** What a rule keeps of the i-th part. */
const ofPart = (state: ArmTensors['state'], i: number) =>
  Object.fromEntries(Object.entries(state).map(([name, parts]) => [name, parts[i] ?? parts[0]]))

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
