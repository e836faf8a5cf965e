/** What the tasks of a study compute from, beside their settings: the data and the start of the scenario. */

import { isPlanar, type Scenario } from '../../scenario'
import type { OwnData } from '../../sim/files/own'
import { openDynamics } from '../../sim/openDynamics'
import { ASSETS, withOwn } from '../assets'
import { openBackend } from '../backend'
import { LARGEST_MATRIX } from '../ground'

/** X (n×d), y (n×C), θ_0, and what is known of the teacher, the spectrum and a planted minimum; larger arrays are left out. */
export async function inputsOf(scenario: Scenario, own: OwnData | null): Promise<Record<string, unknown>> {
  const backend = await openBackend(scenario.backend === 'reference' || isPlanar(scenario.model) ? 'reference' : 'wasm')
  try {
    const { data, theta0, planted, engine } = await openDynamics(scenario, backend, withOwn(ASSETS, own))
    engine.dispose()
    const { n, d, outputs, X, y, teacher, spectrum, test } = data
    const arrays = { X, y, teacher, spectrum, theta_0: theta0, theta_star: planted, X_test: test?.X, y_test: test?.y }
    const kept = Object.entries(arrays).filter(([, values]) => values && values.length > 0 && values.byteLength <= LARGEST_MATRIX)
    return { n, d, outputs, ...Object.fromEntries(kept) }
  } finally {
    backend.dispose()
  }
}
