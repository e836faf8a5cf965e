import { DisposedError } from '../lib/fault'
import type { ArmState } from '../lib/optimizers'
import { Arms } from './backends/arms'
import { OVERFLOW, type StepPlan, type Stepper } from './backends/types'

/** What a model must give for steps to be taken on the processor: think of it as the model seen from its optimizer. */
export interface GradientSource {
  /** What the samples hold, for usage. */
  readonly bytes: number
  /** ∇L of the batch `rows`, of all samples where null; good until the next call. */
  gradient(theta: Float64Array, rows: Int32Array | null): Float64Array
  residuals(theta: Float64Array): Float64Array
}

/** Takes steps along the gradients of a source, in float64 and plain TypeScript. The contract is that of `Stepper`. */
export function createStepper(given: GradientSource): Stepper {
  let source: GradientSource | null = given
  let arms = new Arms(Float64Array, OVERFLOW.f64)
  const open = () => {
    if (!source) throw new DisposedError('engine', 'create the simulation again')
    return source
  }
  return {
    precision: 'f64',
    addArm(state) {
      open()
      return arms.add(state)
    },
    async advance(arm, { eta, batch, batchSize, settings }: StepPlan) {
      const model = open()
      for (let t = 0; t < eta.length; t++) {
        const rows = batch ? batch.subarray(t * batchSize, (t + 1) * batchSize) : null
        if (!arms.step(arm, model.gradient(arms.theta(arm), rows), eta[t], settings)) return t
      }
      return eta.length
    },
    async readState(arm): Promise<ArmState> {
      open()
      return arms.read(arm)
    },
    async writeState(arm, state) {
      open()
      arms.write(arm, state)
    },
    residuals: async arm => open().residuals(arms.theta(arm)),
    usage: () => ({ bytes: source?.bytes ?? 0, tensors: 0 }),
    dispose() {
      source = null
      arms = new Arms(Float64Array, OVERFLOW.f64)
    },
  }
}
