import { COLUMNS, type ColumnName, type GridPlan, gridRuns, readGrid, type Scenario } from '../../../scenario'
import { plainly } from './reading'
import type { GridTexts } from './ready'

/** A plan while it is being written. */
export interface Draft {
  readonly field: string
  readonly values: string
  /** '' for a sweep over one field. */
  readonly second: string
  readonly secondValues: string
  readonly seeds: string
  readonly column: string
  readonly where: 'start' | 'end' | 'step' | 'threshold'
  /** The step, or the threshold. */
  readonly place: string
}

/** The draft of what the fields of a link say. */
export function draftOf({ grid, seeds, shows }: GridTexts): Draft {
  const [first = '', other = ''] = grid.split(';')
  const halves = (text: string) => [text.slice(0, Math.max(0, text.indexOf('='))), text.slice(text.indexOf('=') + 1)] as const
  const [field, values] = halves(first)
  const [second, secondValues] = halves(other)
  const [column = '', place = ''] = (shows || 'loss@end').split('@')
  const where = place === 'start' || place === 'end' ? place : /^\d+$/.test(place) ? 'step' : 'threshold'
  return {
    field,
    values,
    second,
    secondValues,
    seeds: String(seeds),
    column,
    where,
    place: where === 'step' || where === 'threshold' ? place : '',
  }
}

/** What the draft says, as the fields of a link. */
export function textsOf(draft: Draft): GridTexts {
  const plain = (text: string) => text.replaceAll(/\s+/g, '')
  const axis = (field: string, values: string) => (plain(field) ? [`${plain(field)}=${plain(values)}`] : [])
  const place = draft.where === 'step' || draft.where === 'threshold' ? plain(draft.place) : draft.where
  return {
    grid: [...axis(draft.field, draft.values), ...axis(draft.second, draft.secondValues)].join(';'),
    seeds: /^\d{1,6}$/.test(draft.seeds.trim()) ? Number(draft.seeds) : Number.NaN,
    shows: `${plain(draft.column)}@${place}`,
  }
}

/** The plan of the texts, and how many runs it has; or what is wrong with it, in one sentence. */
export function checked(texts: GridTexts): { readonly plan: GridPlan; readonly runs: number } | string {
  if (!(texts.seeds >= 1 && texts.seeds <= 1000)) return 'seeds: allowed is a whole number from 1 to 1000'
  if (!/^\w+@/.test(texts.shows)) return 'column: name a measured column, as loss or mu'
  if (texts.shows.endsWith('@')) return 'where it is read: give a step, or a threshold as loss<0.01'
  if (/@(?!start$|end$|\d{1,10}$)[^<>]*$/.test(texts.shows)) return 'where it is read: allowed is a whole step, or a threshold as loss<0.01'
  try {
    const plan = readGrid(texts)
    if (!plan) return 'field: name a field and its values, as eta and 0.01:1:log:20'
    return { plan, runs: plan.axes.reduce((product, { values }) => product * values.length, texts.seeds) }
  } catch (error) {
    return plainly((error as Error).message)
  }
}

/** Why some run of a plan cannot be; null where all can. */
export async function refusal(scenario: Scenario, texts: GridTexts): Promise<string | null> {
  const found = checked(texts)
  if (typeof found === 'string') return found
  try {
    // Links name their presets.
    await import('../../../scenario/presets')
    gridRuns({ ...scenario, view: { ...scenario.view, ...texts } }, found.plan)
    return null
  } catch (error) {
    return plainly((error as Error).message)
  }
}

/** Every column by its name in tables; of those with an entry per direction or layer the first. */
export const COLUMN_NAMES: readonly string[] = (Object.keys(COLUMNS) as ColumnName[]).map(name =>
  'per' in COLUMNS[name] ? `${name}_1` : name,
)
