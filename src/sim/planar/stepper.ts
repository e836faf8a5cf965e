import { DisposedError } from '../../lib/fault'
import type { ArmState } from '../../lib/optimizers'
import { Arms } from '../backends/arms'
import { OVERFLOW, type StepPlan, type Stepper } from '../backends/types'
import type { PlanarModel } from './models'
import { stateAt } from './state'

/** Takes the steps of a model with two parameters in plain float64. The contract is that of `Stepper`. */
export class PlanarStepper implements Stepper {
  readonly precision = 'f64'
  private arms = new Arms(Float64Array, OVERFLOW.f64)
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
    return this.arms.add(state)
  }

  async advance(arm: number, { eta, batch, batchSize, settings }: StepPlan): Promise<number> {
    this.check()
    for (let t = 0; t < eta.length; t++) {
      const rows = batch?.subarray(t * batchSize, (t + 1) * batchSize)
      const { gradient } = stateAt(this.model, this.n, this.arms.theta(arm), rows)
      if (!this.arms.step(arm, gradient, eta[t], settings)) return t
    }
    return eta.length
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
    return stateAt(this.model, this.n, this.arms.theta(arm)).r
  }

  usage() {
    return { bytes: this.open ? 16 * this.n : 0, tensors: 0 }
  }

  dispose(): void {
    this.open = false
    this.arms = new Arms(Float64Array, OVERFLOW.f64)
  }
}
