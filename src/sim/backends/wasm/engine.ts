import type { Eigh } from '../../../lib/eigen'
import { type ArmState, disposedEngine, type Engine, type Problem, type StepPlan, type Usage } from '../types'
import { checkLength, type EngineMemory, loadProblem, MAX_STEPS, reserveIndices, sampleVector } from './engineMemory'
import { checkState, gather, scatter } from './layout'
import type { Kernels } from './module'
import { SLICE_WORK, Slices } from './pause'
import { gram, moment } from './products'

/** One problem in one WebAssembly memory. Calls run one after another, in the order they were made. */
export class WasmEngine implements Engine {
  readonly precision = 'f64'
  private memory: EngineMemory | null
  private last: Promise<unknown> | null = null

  constructor(
    kernels: Kernels,
    problem: Problem,
    readonly eigh: Eigh,
  ) {
    this.memory = loadProblem(kernels, problem)
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
      const memory = this.alive()
      const { kernels, arena, n } = memory
      const out = sampleVector(memory)
      kernels.residuals(kernels.effective(this.arm(arm).theta), 0, n, out)
      const r = arena.f64(out, n).slice()
      arena.f64(out, n).fill(0)
      return r
    })
  }

  moment(weights: Float64Array | null): Promise<Float64Array> {
    return this.inTurn(async () => moment(this.alive(), this.slices(), weights))
  }

  gram(M: Float64Array | null): Promise<Float64Array> {
    return this.inTurn(async () => gram(this.alive(), this.slices(), M))
  }

  usage(): Usage {
    return { bytes: this.memory?.arena.bytes ?? 0, tensors: 0 }
  }

  dispose(): void {
    this.memory = null
  }

  private alive(): EngineMemory {
    if (!this.memory) throw disposedEngine()
    return this.memory
  }

  private arm(arm: number) {
    const { arms } = this.alive()
    const found = arms[arm]
    if (!found) throw new RangeError(`There is no arm ${arm}: this engine has ${arms.length}`)
    return found
  }

  private put(arm: number, state: ArmState): void {
    const { arena, theta, p } = this.alive()
    const at = this.arm(arm)
    checkState(state, p)
    scatter(theta, state.theta, arena.f64(at.theta, theta.length))
    scatter(theta, state.velocity, arena.f64(at.velocity, theta.length))
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
    const memory = this.alive()
    const { kernels, arena, n, d, p, etas } = memory
    const { theta, velocity } = this.arm(arm)
    const { eta, batch, momentum } = plan
    const size = batch ? plan.batchSize : n
    if (!(Number.isInteger(size) && size > 0)) throw new RangeError(`batchSize must be a positive integer; got ${size}`)
    if (batch) {
      checkLength('batch', batch, eta.length * size)
      reserveIndices(memory, size)
    }
    const slices = this.slices()
    const work = 2 * size * d + 3 * p
    const most = Math.min(MAX_STEPS, batch ? Math.floor(memory.indexRoom / size) : MAX_STEPS, Math.max(1, Math.floor(SLICE_WORK / work)))
    for (let t = 0; t < eta.length; ) {
      const steps = Math.min(most, eta.length - t)
      arena.f64(etas, steps).set(eta.subarray(t, t + steps))
      if (batch) {
        arena.i32(memory.indices, steps * size).set(batch.subarray(t * size, (t + steps) * size))
        const largest = kernels.rangeOf(memory.indices, steps * size) >>> 0
        if (largest >= n) throw new RangeError(`A batch holds sample ${largest | 0}; the problem has samples 0 to ${n - 1}`)
      }
      const taken = kernels.advance(theta, velocity, etas, batch ? memory.indices : 0, size, steps, momentum)
      t += taken
      if (taken < steps) return t
      await slices.spend(steps * work)
    }
    return eta.length
  }
}

function ignore(): void {}
