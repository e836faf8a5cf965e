import { elementAt } from '../../lib/values'
import type { Scenario } from '../../scenario'
import { type GapReport, readGap } from '../../sim/sharpnessGap'
import { noiseStrength } from '../../theory/escapeMoments'
import type { Compute } from './study'
import { withSimulation } from './withSimulation'

/** The run of one arm with one batch size. */
export interface GapTask {
  readonly scenario: Scenario
  /** Where it is read, ascending. */
  readonly steps: readonly number[]
}
export interface GapPart extends GapReport {
  readonly eta: number
  readonly B: number
  /** c/B, which makes the variance of a step's gradient of that of one sampled gradient. */
  readonly strength: number
}

export const compute: Compute<GapTask, GapPart> = ({ scenario, steps }, { assets, report, show }) => {
  const { eta, B, sampling } = elementAt(scenario.arms, 0)
  return withSimulation(scenario, assets, async sim => {
    const settings = { eta, B, strength: noiseStrength(B, sim.data.n, sampling === 'with-replacement') }
    const found = await readGap(sim, steps, (done, known) => {
      report(done, steps.length)
      show({ ...known, ...settings })
    })
    return { ...found, ...settings }
  })
}
