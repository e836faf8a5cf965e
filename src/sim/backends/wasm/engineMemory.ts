import type { Rule } from '../../../lib/optimizers'
import { type ModelSpec, type Problem, parameterCount } from '../types'
import { Arena } from './arena'
import { even, SCRATCH_BYTES, type Scratch } from './blocked'
import { padded, rowStride, type ThetaLayout, thetaLayout } from './layout'
import type { Kernels } from './module'

// One call of the kernel takes at most this many steps and indices, so that staging stays small.
export const MAX_STEPS = 16384
const MAX_INDICES = 65536
const MODEL_CODES: Record<ModelSpec['kind'], number> = { linear: 0, 'olm-diagonal': 1, 'olm-two-layer': 2 }

/** An arm: where its θ stands, and what its rule keeps, each padded like θ unless it has a length of its own. */
export interface ArmMemory {
  readonly rule: Rule
  theta: number
  readonly state: Record<string, number>
}

/** What an engine holds: addresses in its WebAssembly memory, and the shape of its problem. */
export interface EngineMemory {
  readonly kernels: Kernels
  readonly arena: Arena
  readonly X: number
  readonly w: number
  readonly etas: number
  readonly arms: ArmMemory[]
  readonly n: number
  readonly d: number
  /** Bytes between rows of X. */
  readonly ld: number
  readonly p: number
  readonly theta: ThetaLayout
  indices: number
  indexRoom: number
  /** Where gradients in θ are written, and the next step of a rule without a kernel of its own, by name. */
  readonly spare: Record<string, number>
  scratch?: Scratch
  sampleWeights?: number
  M?: number
  XM?: number
}

/** Throws unless `values` has the given length. */
export function checkLength(name: string, values: { readonly length: number }, length: number): void {
  if (values.length !== length) throw new RangeError(`${name} must have length ${length}; got ${values.length}`)
}

/** Makes room for one batch of `size` indices at least; doubles, because what was taken before is not given back. */
export function reserveIndices(memory: EngineMemory, size: number): void {
  if (size <= memory.indexRoom) return
  const room = Math.max(size, 2 * memory.indexRoom)
  memory.indices = memory.arena.take(4 * room, 'The indices of a batch')
  memory.indexRoom = room
}

/** Room for one double per sample, the last one a zero when n is odd. */
export function sampleVector(memory: EngineMemory): number {
  memory.sampleWeights ??= memory.arena.take(8 * even(memory.n), 'A vector over the samples')
  return memory.sampleWeights
}

/** Copies a problem into a fresh instance. Throws if it is malformed or does not fit. */
export function loadProblem(kernels: Kernels, { n, d, X, y, model }: Problem): EngineMemory {
  const whole = (k: number) => Number.isInteger(k) && k > 0
  if (!whole(n) || !whole(d)) throw new RangeError(`A problem needs n ≥ 1 samples and d ≥ 1 inputs; got n = ${n}, d = ${d}`)
  if (model.kind === 'olm-two-layer' && !whole(model.m)) throw new RangeError(`A two-layer model needs m ≥ 1 units; got ${model.m}`)
  checkLength('X', X, n * d)
  checkLength('y', y, n)
  const arena = new Arena(kernels.memory, kernels.heapBase())
  const stride = rowStride(d)
  const width = padded(d)
  const theta = thetaLayout(model, d)
  // The last row of a packed pass may be one past the end: it is zero.
  const rows = even(n)
  const what = `A problem with n = ${n} and d = ${d}`
  arena.require(8 * (rows * stride + 2 * rows + 2 * width + 2 * theta.length + MAX_STEPS) + 4 * MAX_INDICES + SCRATCH_BYTES, what)
  const take = (doubles: number) => arena.take(8 * doubles, what)
  const at = { X: take(rows * stride), y: take(n), w: take(width), g: take(width), etas: take(MAX_STEPS), indices: take(MAX_INDICES / 2) }
  const target = arena.f64(at.X, n * stride)
  if (stride === d) target.set(X)
  else for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) target[i * stride + j] = X[i * d + j]
  arena.f64(at.y, n).set(y)
  kernels.configure(MODEL_CODES[model.kind], n, d, theta.heldRows, at.X, 8 * stride, at.y, at.w, at.g)
  const p = parameterCount(model, d)
  return { kernels, arena, ...at, arms: [], spare: {}, n, d, ld: 8 * stride, p, theta, indexRoom: MAX_INDICES }
}
