import type { Scenario } from '../../scenario'
import { notebookText } from '../../sim/script/notebook'
import { pythonFile, scriptOf } from '../../sim/script/pythonScript'
import type { Compute } from './study'
import { onProcessor } from './withSimulation'

/** A run as a Python script, up to the scenario's last step. */
export interface ScriptTask {
  readonly scenario: Scenario
  readonly version: string
  /** Of a notebook, the address of the page that it shows a panel of; a plain file without one. */
  readonly notebook: { readonly page: string } | null
}
/** The file's text. */
export type ScriptPart = string

export const compute: Compute<ScriptTask, ScriptPart> = async ({ scenario, version, notebook }, { assets, report }) => {
  // The link too says what differs from the scenario's preset, which must be known for that.
  const { PRESETS } = await import('../../scenario/presets')
  const title = PRESETS.get(scenario.preset)?.title
  return onProcessor(scenario, async backend => {
    const script = await scriptOf(scenario, backend, assets, { version, title, tick: share => report(share, 1) })
    return notebook ? notebookText(script, notebook.page) : pythonFile(script)
  })
}
