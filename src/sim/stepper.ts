import { type ArmState, OVERFLOW, type StepPlan, type Stepper } from './backends/types'
import { evaluate, gradient } from './net/derivatives'
import type { Net } from './net/layout'

/** Takes the steps of a network in float64: the same bits in every engine. The contract is that of `Stepper`. */
export class NetStepper implements Stepper {
  readonly precision = 'f64'
  private arms: { theta: Float64Array; velocity: Float64Array }[] = []
  private open = true

  constructor(
    private readonly net: Net,
    private readonly X: Float64Array,
    private readonly y: Float64Array,
  ) {}

  private check(): void {
    if (!this.open) throw new Error('this engine is disposed; create the simulation again')
  }

  addArm(state: ArmState): number {
    this.check()
    return this.arms.push({ theta: state.theta.slice(), velocity: state.velocity.slice() }) - 1
  }

  async advance(arm: number, { eta, batch, batchSize, momentum }: StepPlan): Promise<number> {
    this.check()
    for (let t = 0; t < eta.length; t++) {
      const rows = batch ? batch.subarray(t * batchSize, (t + 1) * batchSize) : null
      if (!this.step(arm, eta[t]!, rows, momentum)) return t
    }
    return eta.length
  }

  private step(arm: number, eta: number, rows: Int32Array | null, momentum: number): boolean {
    const { theta, velocity } = this.arms[arm]!
    const g = gradient(this.net, theta, this.X, this.y, rows)
    const nextVelocity = momentum === 0 ? velocity : velocity.map((v, i) => momentum * v + g[i]!)
    const next = theta.map((v, i) => v - eta * (momentum === 0 ? g[i]! : nextVelocity[i]!))
    // A residual that overflows takes its gradient, and so the next θ, with it.
    if (!next.every(v => Math.abs(v) <= OVERFLOW.f64)) return false
    this.arms[arm] = { theta: next, velocity: nextVelocity }
    return true
  }

  async readState(arm: number): Promise<ArmState> {
    this.check()
    return { theta: this.arms[arm]!.theta.slice(), velocity: this.arms[arm]!.velocity.slice() }
  }

  async writeState(arm: number, state: ArmState): Promise<void> {
    this.check()
    this.arms[arm] = { theta: state.theta.slice(), velocity: state.velocity.slice() }
  }

  async residuals(arm: number): Promise<Float64Array> {
    this.check()
    return evaluate(this.net, this.arms[arm]!.theta, this.X, this.y).residuals
  }

  usage() {
    return { bytes: this.open ? 8 * (this.X.length + this.y.length) : 0, tensors: 0 }
  }

  dispose(): void {
    this.open = false
    this.arms = []
  }
}
