import type { Eigh } from '../../../lib/eigen'
import type { ArmState } from '../../../lib/optimizers'
import { SLICE_WORK, Slices } from '../pause'
import { disposedEngine, type Engine, type Problem, type StepPlan, type Usage } from '../types'
import { addArm, armOf, readArm, writeArm } from './arms'
import { checkLength, type EngineMemory, loadProblem, MAX_STEPS, reserveIndices, sampleVector } from './engineMemory'
import type { Kernels } from './module'
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
    const memory = this.alive()
    const arm = addArm(memory, state)
    writeArm(memory, arm, state)
    return arm
  }

  advance(arm: number, plan: StepPlan): Promise<number> {
    return this.inTurn(() => this.advanceNow(arm, plan))
  }

  readState(arm: number): Promise<ArmState> {
    return this.inTurn(async () => readArm(this.alive(), arm))
  }

  writeState(arm: number, state: ArmState): Promise<void> {
    return this.inTurn(async () => writeArm(this.alive(), arm, state))
  }

  residuals(arm: number): Promise<Float64Array> {
    return this.inTurn(async () => {
      const memory = this.alive()
      const { kernels, arena, n } = memory
      const out = sampleVector(memory)
      kernels.residuals(kernels.effective(armOf(memory, arm).theta), 0, n, out)
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
    const at = armOf(memory, arm)
    const { eta, batch, settings } = plan
    const size = batch ? plan.batchSize : n
    if (!(Number.isInteger(size) && size > 0)) throw new RangeError(`batchSize must be a positive integer; got ${size}`)
    if (batch) {
      checkLength('batch', batch, eta.length * size)
      reserveIndices(memory, size)
    }
    const slices = this.slices()
    const fused = at.rule === 'heavy-ball'
    const ruled = fused ? null : await import('./ruled')
    const work = 2 * size * d + (fused ? 3 : 30) * p
    const most = Math.min(MAX_STEPS, batch ? Math.floor(memory.indexRoom / size) : MAX_STEPS, Math.max(1, Math.floor(SLICE_WORK / work)))
    for (let t = 0; t < eta.length; ) {
      const steps = Math.min(most, eta.length - t)
      arena.f64(etas, steps).set(eta.subarray(t, t + steps))
      if (batch) {
        arena.i32(memory.indices, steps * size).set(batch.subarray(t * size, (t + steps) * size))
        const largest = kernels.rangeOf(memory.indices, steps * size) >>> 0
        if (largest >= n) throw new RangeError(`A batch holds sample ${largest | 0}; the problem has samples 0 to ${n - 1}`)
      }
      const indices = batch ? memory.indices : 0
      const taken = ruled
        ? ruled.advanceByRule(memory, at, eta.subarray(t, t + steps), indices, size, settings)
        : kernels.advance(at.theta, at.state.velocity, etas, indices, size, steps, settings.momentum)
      t += taken
      if (taken < steps) return t
      await slices.spend(steps * work)
    }
    return eta.length
  }
}

function ignore(): void {}
