import { checkScenario, normalize } from '../check'
import { defaultsOf, FIELDS } from '../fields'
import { isNetwork } from '../model'
import type { Scenario } from '../types'
import { OPENING_RECIPE } from './opening'
import type { Recipe } from './recipe'

export interface Preset {
  readonly id: string
  readonly title: string
  /** One plain sentence: what the run shows. */
  readonly reading: string
  readonly scenario: Scenario
}

/** The scenario of a recipe: what it does not say stands at the fields' defaults. Without the schema, which the page need not load. */
function complete(
  preset: string,
  { model, data, init, arms, measure, sweep, ensemble, view, events = [], ...run }: Omit<Recipe, 'title' | 'reading'>,
): Scenario {
  return checkScenario(
    normalize({
      version: 1,
      preset,
      ...defaultsOf(FIELDS.run),
      ...run,
      model: { ...defaultsOf(FIELDS.model), ...model },
      data: { ...defaultsOf(FIELDS.data), ...data },
      init: { ...defaultsOf(FIELDS.init), ...init },
      arms: arms.map(({ id, kind, ...own }) => ({ id, kind, ...defaultsOf(FIELDS.arm), ...own })),
      measure: { ...defaultsOf(FIELDS.measure), ...measure },
      sweep: { ...defaultsOf(FIELDS.sweep), ...sweep },
      ensemble: { ...defaultsOf(FIELDS.ensemble), ...ensemble },
      stop: defaultsOf(FIELDS.stop),
      // Of a network the plane through the arms' points shows the arms at their own loss.
      view: { ...defaultsOf(FIELDS.view), ...(isNetwork({ ...defaultsOf(FIELDS.model), ...model }) && { plane: 'arms' }), ...view },
      events,
    }),
  )
}

const presetFrom = (id: string, { title, reading, ...rest }: Recipe): Preset => ({ id, title, reading, scenario: complete(id, rest) })

/** Id of the preset that the page opens with. */
export const OPENING_PRESET = 'escape'

const OPENING = presetFrom(OPENING_PRESET, OPENING_RECIPE)
let loaded: ReadonlyMap<string, Preset> = new Map([[OPENING_PRESET, OPENING]])

/** All presets from their recipes, in the order of the menu; from now on links may name each. */
export function loadPresets(recipes: Readonly<Record<string, Recipe>>): ReadonlyMap<string, Preset> {
  loaded = new Map(Object.entries(recipes).map(([id, recipe]) => [id, id === OPENING_PRESET ? OPENING : presetFrom(id, recipe)]))
  return loaded
}

/**
 * Presets that are at hand: all where `presets.ts` was evaluated, as in Node; on the page, which fetches it after the first
 * picture, only the opening one before that.
 */
export const loadedPresets = (): ReadonlyMap<string, Preset> => loaded

/** The preset that the page opens with: always at hand. */
export const openingPreset = (): Preset => OPENING
