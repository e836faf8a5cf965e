import { FIELDS, type Field } from './fields'
import { ENSEMBLES } from './presets/ensembles'
import { ESCAPE } from './presets/escape'
import { FLATNESS } from './presets/flatness'
import { LINEAR } from './presets/linear'
import { NETWORKS } from './presets/networks'
import { PLANAR } from './presets/planar'
import type { Recipe } from './presets/recipe'
import { checkScenario, normalize } from './schema'
import type { Scenario } from './types'

export interface Preset {
  readonly id: string
  readonly title: string
  /** One plain sentence: what is to be seen. */
  readonly reading: string
  readonly scenario: Scenario
}

const defaults = (fields: Record<string, Field>) => Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.initial]))

/** The scenario of a recipe: what it does not say stands at the fields' defaults. Without the schema, which the page need not load. */
function complete(
  preset: string,
  { model, data, init, arms, measure, sweep, ensemble, view, events = [], ...run }: Omit<Recipe, 'title' | 'reading'>,
): Scenario {
  const scenario = {
    version: 1,
    preset,
    ...defaults(FIELDS.run),
    ...run,
    model: { ...defaults(FIELDS.model), ...model },
    data: { ...defaults(FIELDS.data), ...data },
    init: { ...defaults(FIELDS.init), ...init },
    arms: arms.map(({ id, kind, ...own }) => ({ id, kind, ...defaults(FIELDS.arm), ...own })),
    measure: { ...defaults(FIELDS.measure), ...measure },
    sweep: { ...defaults(FIELDS.sweep), ...sweep },
    ensemble: { ...defaults(FIELDS.ensemble), ...ensemble },
    view: { ...defaults(FIELDS.view), ...view },
    events,
  }
  return checkScenario(normalize(scenario as unknown as Scenario))
}

/** Id of the preset that the page opens with. */
export const OPENING_PRESET = 'escape'

/** All presets by id, in the order of the menu. */
export const PRESETS: ReadonlyMap<string, Preset> = new Map(
  Object.entries({ ...ESCAPE, ...ENSEMBLES, ...LINEAR, ...NETWORKS, ...FLATNESS, ...PLANAR }).map(([id, { title, reading, ...rest }]) => [
    id,
    { id, title, reading, scenario: complete(id, rest) },
  ]),
)
