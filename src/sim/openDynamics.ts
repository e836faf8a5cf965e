/** From a scenario to the `Dynamics` of its model: the one place that knows which module opens which family of models. */

import type { Tick } from '../lib/tick'
import { isPlanar, type Scenario } from '../scenario'
import type { Backend } from './backends/types'
import type { Crew } from './crew'
import type { Dynamics } from './dynamics'
import { openFactored } from './factored'
import { type Assets, loadData } from './load'
import { factoredModel } from './model'

/** Draws the data of a scenario and opens it: on the backend, or for a network on the backend's machine. The caller disposes the engine, and ends the crew. */
export async function openDynamics(
  scenario: Scenario,
  backend: Backend,
  assets?: Assets,
  { tick, crew = null }: { readonly tick?: Tick | undefined; readonly crew?: Crew | null | undefined } = {},
): Promise<Dynamics> {
  if (isPlanar(scenario.model)) return (await import('./planar/dynamics')).openPlanar(scenario, scenario.model.kind)
  const data = await loadData(scenario, assets, tick)
  const model = factoredModel(scenario.model)
  if (model) return openFactored(scenario, data, model, backend)
  // Loaded only when needed: the page's first picture needs no network.
  const { openNetwork } = await import('./network')
  return openNetwork(scenario, data, await backend.machine?.(scenario.precision), crew)
}
