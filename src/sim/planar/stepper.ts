import { DisposedError } from '../../lib/fault'
import { type ArmState, OVERFLOW, type StepPlan, type Stepper } from '../backends/types'
import type { PlanarModel } from './models'
import { stateAt } from './state'

/** Takes the steps of a model with two parameters in plain float64. The contract is that of `Stepper`. */
export class PlanarStepper implements Stepper {
  readonly precision = 'f64'
  private arms: ArmState[] = []
  private open = true

  constructor(
    private readonly model: PlanarModel,
    private readonly n: number,
  ) {}

  private check(): void {
    if (!this.open) throw new DisposedError('engine', 'create the simulation again')
  }

  addArm(state: ArmState): number {
    this.check()
    return this.arms.push({ theta: state.theta.slice(), velocity: state.velocity.slice() }) - 1
  }

  async advance(arm: number, { eta, batch, batchSize, momentum }: StepPlan): Promise<number> {
    this.check()
    for (let t = 0; t < eta.length; t++) {
      const { theta, velocity } = this.arms[arm]
      const g = stateAt(this.model, this.n, theta, batch?.subarray(t * batchSize, (t + 1) * batchSize)).gradient
      const moved = momentum === 0 ? velocity : velocity.map((v, j) => momentum * v + g[j])
      const next = theta.map((v, j) => v - eta[t] * (momentum === 0 ? g[j] : moved[j]))
      if (!next.every(v => Math.abs(v) <= OVERFLOW.f64)) return t
      this.arms[arm] = { theta: next, velocity: moved }
    }
    return eta.length
  }

  async readState(arm: number): Promise<ArmState> {
    this.check()
    const { theta, velocity } = this.arms[arm]
    return { theta: theta.slice(), velocity: velocity.slice() }
  }

  async writeState(arm: number, { theta, velocity }: ArmState): Promise<void> {
    this.check()
    this.arms[arm] = { theta: theta.slice(), velocity: velocity.slice() }
  }

  async residuals(arm: number): Promise<Float64Array> {
    this.check()
    return stateAt(this.model, this.n, this.arms[arm].theta).r
  }

  usage() {
    return { bytes: this.open ? 16 * this.n : 0, tensors: 0 }
  }

  dispose(): void {
    this.open = false
    this.arms = []
  }
}
