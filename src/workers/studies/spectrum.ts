import { Fault } from '../../lib/fault'
import { armAt, learningRate, type Scenario } from '../../scenario'
import { createBackend } from '../../sim/backends/create'
import { openDynamics } from '../../sim/openDynamics'
import { type Spectrum, spectrumOf } from '../../sim/spectrum/spectrum'
import type { Compute } from './study'

/** One arm at one step of its run. */
export interface SpectrumTask {
  readonly scenario: Scenario
  /** Id of the arm. */
  readonly arm: string
  readonly step: number
  readonly theta: Float64Array
}

export interface SpectrumPart extends Spectrum {
  readonly arm: string
  readonly step: number
}

/** Eigenvalues are counted beyond 2/η, with the η of the step. */
export const compute: Compute<SpectrumTask, SpectrumPart> = async ({ scenario, arm, step, theta }, { assets, report }) => {
  const backend = await createBackend(scenario.backend === 'reference' ? 'reference' : 'wasm')
  const plain: Scenario = { ...scenario, measure: { ...scenario.measure, curvature: 'G', hessian: 0 } }
  try {
    const { curvatures, engine } = await openDynamics(plain, backend, assets)
    try {
      const at = await curvatures(theta)
      if (!at) throw new Fault('This model has no curvature in its parameters', 'choose another model')
      const settings = armAt(
        scenario,
        Math.max(
          0,
          scenario.arms.findIndex(a => a.id === arm),
        ),
        step,
      )
      const threshold = 2 / learningRate(settings, step)
      return { ...spectrumOf(at, { seed: scenario.seed, threshold, report }), arm, step }
    } finally {
      engine.dispose()
    }
  } finally {
    backend.dispose()
  }
}
