import type { Scenario } from '../../scenario'
import type { Backend } from '../../sim/backends/types'
import type { EnsembleReading } from '../../sim/ensemble/ensemble'
import { openEnsemble } from '../../sim/ensemble/follow'
import type { Assets } from '../../sim/load'
import type { Makers } from './makers'
import { ENSEMBLE_COLUMNS } from './messages'
import { Recursion } from './recursion'
import type { Replicas } from './replicas'

/** Replicas of a linear model at step 0, stepped by one kernel in the eigenbasis of G. */
export async function openLinear(scenario: Scenario, backend: Backend, makers: Makers, assets: Assets | undefined): Promise<Replicas> {
  const { ensemble, advanceTo } = await openEnsemble(
    scenario,
    scenario.ensemble.R,
    backend,
    (...made) => makers.make(scenario.backend, ...made),
    assets,
  )
  const recursion = new Recursion(ensemble.problem)
  return {
    R: ensemble.R,
    machine: ensemble.machine,
    net: null,
    columns: ENSEMBLE_COLUMNS,
    first: recursion.first,
    inexact: recursion.refusal,
    get step() {
      return ensemble.step
    },
    recursion,
    advanceTo,
    row: async () => rowOf(await ensemble.read(1)),
    escapes: () => ensemble.escapes(),
    cloud: k => ensemble.cloud(k),
    setThreshold: threshold => ensemble.setThreshold(threshold),
    reset: () => ensemble.reset(),
    dispose: () => ensemble.dispose(),
  }
}

function rowOf(r: EnsembleReading): number[] {
  const { step, loss, logMean, relativeError, topShare, D, meanD, lyapunov, lyapunovError, since } = r
  return [step, ...loss, logMean, relativeError, topShare, ...D.slice(1, 4), meanD, lyapunov, lyapunovError, since]
}
