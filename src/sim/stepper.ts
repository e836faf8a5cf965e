import { DisposedError } from '../lib/fault'
import type { ArmState } from '../lib/optimizers'
import { Arms } from './backends/arms'
import { OVERFLOW, type StepPlan, type Stepper } from './backends/types'
import { evaluate, gradient, makeRoom, type Room } from './net/derivatives'
import type { Net } from './net/layout'

/** Takes the steps of a network in float64: the same bits in every engine. The contract is that of `Stepper`. */
export class NetStepper implements Stepper {
  readonly precision = 'f64'
  private arms = new Arms(Float64Array, OVERFLOW.f64)
  private open = true
  /** Where gradients are written. */
  private gradient: Float64Array = new Float64Array(0)
  private room: (Room & { readonly samples: number }) | null = null

  constructor(
    private readonly net: Net,
    private readonly X: Float64Array,
    private readonly y: Float64Array,
  ) {}

  private check(): void {
    if (!this.open) throw new DisposedError('engine', 'create the simulation again')
  }

  addArm(state: ArmState): number {
    this.check()
    return this.arms.add(state)
  }

  async advance(arm: number, { eta, batch, batchSize, settings }: StepPlan): Promise<number> {
    this.check()
    const { net, X, y, arms } = this
    if (this.gradient.length < net.size) this.gradient = new Float64Array(net.size)
    for (let t = 0; t < eta.length; t++) {
      const rows = batch ? batch.subarray(t * batchSize, (t + 1) * batchSize) : null
      const g = gradient(net, arms.theta(arm), X, y, rows, this.gradient, this.roomFor(rows))
      // A residual that overflows takes its gradient, and so the next θ, with it.
      if (!arms.step(arm, g, eta[t], settings)) return t
    }
    return eta.length
  }

  private roomFor(rows: Int32Array | null): Room {
    const samples = rows ? rows.length : this.X.length / this.net.inputs
    if (!this.room || this.room.samples < samples) this.room = { ...makeRoom(this.net, samples), samples }
    return this.room
  }

  async readState(arm: number): Promise<ArmState> {
    this.check()
    return this.arms.read(arm)
  }

  async writeState(arm: number, state: ArmState): Promise<void> {
    this.check()
    this.arms.write(arm, state)
  }

  async residuals(arm: number): Promise<Float64Array> {
    this.check()
    return evaluate(this.net, this.arms.theta(arm), this.X, this.y).residuals
  }

  usage() {
    return { bytes: this.open ? 8 * (this.X.length + this.y.length) : 0, tensors: 0 }
  }

  dispose(): void {
    this.open = false
    this.arms = new Arms(Float64Array, OVERFLOW.f64)
    this.gradient = new Float64Array(0)
    this.room = null
  }
}
