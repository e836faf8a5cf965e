import { type ArmState, type Engine, type ModelSpec, type Problem, parameterCount, type StepPlan, type Usage } from '../types'
import { Arena } from './arena'
import { even, multiply, ROWS, type Scratch, symmetric, takeScratch, type Workshop } from './blocked'
import { checkState, gather, padded, rowStride, scatter, type ThetaLayout, thetaLayout } from './layout'
import type { Kernels } from './module'
import { SLICE, Slices } from './pause'

// One call of the kernel takes at most this many steps and indices, so that staging stays small.
const MAX_STEPS = 16384
const MAX_INDICES = 65536
const MODELS: Record<ModelSpec['kind'], number> = { linear: 0, 'olm-diagonal': 1, 'olm-two-layer': 2 }

interface Held {
  readonly kernels: Kernels
  readonly arena: Arena
  readonly X: number
  readonly w: number
  readonly etas: number
  readonly arms: { readonly theta: number; readonly velocity: number }[]
  readonly n: number
  readonly d: number
  /** Bytes between rows of X. */
  readonly ld: number
  readonly p: number
  readonly theta: ThetaLayout
  indices: number
  indexRoom: number
  scratch?: Scratch
  sampleWeights?: number
  M?: number
  XM?: number
}

/** One problem in one WebAssembly memory. Calls run one after another, in the order they were made. */
export class WasmEngine implements Engine {
  readonly precision = 'f64'
  private held: Held | null
  private last: Promise<unknown> | null = null

  constructor(kernels: Kernels, problem: Problem) {
    this.held = load(kernels, problem)
  }

  addArm(state: ArmState): number {
    const { arena, arms, theta, p } = this.alive()
    checkState(state, p)
    const take = () => arena.take(8 * theta.length, 'Another arm')
    arms.push({ theta: take(), velocity: take() })
    this.put(arms.length - 1, state)
    return arms.length - 1
  }

  advance(arm: number, plan: StepPlan): Promise<number> {
    return this.inTurn(() => this.advanceNow(arm, plan))
  }

  readState(arm: number): Promise<ArmState> {
    return this.inTurn(async () => {
      const { arena, theta } = this.alive()
      const at = this.arm(arm)
      const read = (address: number) => gather(theta, arena.f64(address, theta.length))
      return { theta: read(at.theta), velocity: read(at.velocity) }
    })
  }

  writeState(arm: number, state: ArmState): Promise<void> {
    return this.inTurn(async () => this.put(arm, state))
  }

  residuals(arm: number): Promise<Float64Array> {
    return this.inTurn(async () => {
      const held = this.alive()
      const { kernels, arena, n } = held
      held.sampleWeights ??= arena.take(8 * even(n), 'A vector over the samples')
      const out = held.sampleWeights
      kernels.residuals(kernels.effective(this.arm(arm).theta), 0, n, out)
      const r = arena.f64(out, n).slice()
      arena.f64(out, n).fill(0)
      return r
    })
  }

  moment(weights: Float64Array | null): Promise<Float64Array> {
    return this.inTurn(async () => {
      const held = this.alive()
      const { kernels, arena, n, d, X, ld } = held
      if (weights) {
        checkLength('weights', weights, n)
        held.sampleWeights ??= arena.take(8 * even(n), 'A vector over the samples')
        arena.f64(held.sampleWeights, n).set(weights)
      }
      const at = weights ? held.sampleWeights! : 0
      return symmetric(
        this.workshop(held),
        d,
        n,
        (j, cols, i, depth, to) => kernels.packCols(X + i * ld + 8 * j, ld, cols, depth, at && at + 8 * i, to),
        (j, cols, i, depth, to) => kernels.packCols(X + i * ld + 8 * j, ld, cols, depth, 0, to),
        1 / n,
      )
    })
  }

  gram(M: Float64Array | null): Promise<Float64Array> {
    return this.inTurn(async () => {
      const held = this.alive()
      const { kernels, arena, n, d, X, ld } = held
      const shop = this.workshop(held)
      const rowsOfX = (i: number, rows: number, k: number, depth: number, to: number) =>
        kernels.packRows(X + i * ld + 8 * k, ld, rows, depth, to)
      if (!M) return symmetric(shop, n, d, rowsOfX, rowsOfX, 1)
      checkLength('M', M, d * d)
      const width = padded(d)
      const wide = 8 * width
      held.M ??= arena.take(width * wide, 'A d×d matrix')
      held.XM ??= arena.take(ROWS * wide, 'A block of X·M')
      const at = held.M
      const block = held.XM
      const target = arena.f64(at, width * width)
      for (let j = 0; j < d; j++) target.set(M.subarray(j * d, (j + 1) * d), j * width)
      return symmetric(
        shop,
        n,
        d,
        (_, rows, k, depth, to) => kernels.packRows(block + 8 * k, wide, rows, depth, to),
        rowsOfX,
        1,
        (i, count) =>
          multiply(
            shop,
            count,
            d,
            d,
            (_, rows, k, depth, to) => rowsOfX(i, rows, k, depth, to),
            (j, cols, k, depth, to) => kernels.packCols(at + k * wide + 8 * j, wide, cols, depth, 0, to),
            block,
            wide,
          ),
      )
    })
  }

  usage(): Usage {
    return { bytes: this.held?.arena.bytes ?? 0, tensors: 0 }
  }

  dispose(): void {
    this.held = null
  }

  private alive(): Held {
    if (!this.held) throw new Error('This engine is disposed: open the problem again with backend.open(problem).')
    return this.held
  }

  private arm(arm: number) {
    const { arms } = this.alive()
    const found = arms[arm]
    if (!found) throw new RangeError(`There is no arm ${arm}: this engine has ${arms.length}.`)
    return found
  }

  private put(arm: number, state: ArmState): void {
    const { arena, theta, p } = this.alive()
    const at = this.arm(arm)
    checkState(state, p)
    scatter(theta, state.theta, arena.f64(at.theta, theta.length))
    scatter(theta, state.velocity, arena.f64(at.velocity, theta.length))
  }

  private workshop(held: Held): Workshop {
    held.scratch ??= takeScratch(held.arena)
    return { kernels: held.kernels, arena: held.arena, scratch: held.scratch, slices: this.slices() }
  }

  private slices(): Slices {
    return new Slices(() => this.alive())
  }

  /** Starts at once when idle; otherwise after the call before, since long calls let others in between their slices. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const current = this.last ? this.last.then(work) : work()
    const settled = current.then(ignore, ignore).then(() => {
      if (this.last === settled) this.last = null
    })
    this.last = settled
    return current
  }

  private async advanceNow(arm: number, plan: StepPlan): Promise<number> {
    const held = this.alive()
    const { kernels, arena, n, d, p, etas } = held
    const { theta, velocity } = this.arm(arm)
    const { eta, batch, momentum } = plan
    const size = batch ? plan.batchSize : n
    if (!(Number.isInteger(size) && size > 0)) throw new RangeError(`batchSize must be a positive integer; got ${size}.`)
    if (batch) {
      checkLength('batch', batch, eta.length * size)
      reserveIndices(held, size)
    }
    const slices = this.slices()
    const work = 2 * size * d + 3 * p
    const most = Math.min(MAX_STEPS, batch ? Math.floor(held.indexRoom / size) : MAX_STEPS, Math.max(1, Math.floor(SLICE / work)))
    for (let t = 0; t < eta.length; ) {
      const steps = Math.min(most, eta.length - t)
      arena.f64(etas, steps).set(eta.subarray(t, t + steps))
      if (batch) {
        arena.i32(held.indices, steps * size).set(batch.subarray(t * size, (t + steps) * size))
        const largest = kernels.rangeOf(held.indices, steps * size) >>> 0
        if (largest >= n) throw new RangeError(`A batch holds sample ${largest | 0}; the problem has samples 0 to ${n - 1}.`)
      }
      const taken = kernels.advance(theta, velocity, etas, batch ? held.indices : 0, size, steps, momentum)
      t += taken
      if (taken < steps) return t
      await slices.spend(steps * work)
    }
    return eta.length
  }
}

function ignore(): void {}

function checkLength(name: string, values: { readonly length: number }, length: number): void {
  if (values.length !== length) throw new RangeError(`${name} must have length ${length}; got ${values.length}.`)
}

/** Makes room for one batch of `size` indices at least; doubles, because what was taken before is not given back. */
function reserveIndices(held: Held, size: number): void {
  if (size <= held.indexRoom) return
  const room = Math.max(size, 2 * held.indexRoom)
  held.indices = held.arena.take(4 * room, 'The indices of a batch')
  held.indexRoom = room
}

function load(kernels: Kernels, { n, d, X, y, model }: Problem): Held {
  const whole = (k: number) => Number.isInteger(k) && k > 0
  if (!whole(n) || !whole(d)) throw new RangeError(`A problem needs n ≥ 1 samples and d ≥ 1 inputs; got n = ${n}, d = ${d}.`)
  if (model.kind === 'olm-two-layer' && !whole(model.m)) throw new RangeError(`A two-layer model needs m ≥ 1 units; got ${model.m}.`)
  checkLength('X', X, n * d)
  checkLength('y', y, n)
  const arena = new Arena(kernels.memory, kernels.heapBase())
  const stride = rowStride(d)
  const width = padded(d)
  const theta = thetaLayout(model, d)
  // The last row of a packed pass may be one past the end: it is zero.
  const rows = even(n)
  const what = `A problem with n = ${n} and d = ${d}`
  arena.require(8 * (rows * stride + 2 * rows + 2 * width + 2 * theta.length + MAX_STEPS) + 4 * MAX_INDICES + 1024, what)
  const take = (doubles: number) => arena.take(8 * doubles, what)
  const at = { X: take(rows * stride), y: take(n), w: take(width), g: take(width), etas: take(MAX_STEPS), indices: take(MAX_INDICES / 2) }
  const target = arena.f64(at.X, n * stride)
  if (stride === d) target.set(X)
  else for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) target[i * stride + j] = X[i * d + j]!
  arena.f64(at.y, n).set(y)
  kernels.configure(MODELS[model.kind], n, d, theta.heldRows, at.X, 8 * stride, at.y, at.w, at.g)
  const p = parameterCount(model, d)
  return { kernels, arena, ...at, arms: [], n, d, ld: 8 * stride, p, theta, indexRoom: MAX_INDICES }
}
