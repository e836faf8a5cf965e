/** A sweep as far as it has come: what is shown of every combination of its values, over the seeds. */

import type { GridAxis } from '../../../charts'
import {
  type Arm,
  armColors,
  armName,
  COLUMN_TEXTS,
  type ColumnName,
  fieldAt,
  type GridPlan,
  gridBase,
  isLogAxis,
  PATH_BY_NAME,
  placeName,
  readGrid,
  type Scenario,
  statistics,
  type ViewSettings,
} from '../../../scenario'
import type { PartOf, TaskOf } from '../../../store'
import { nth } from '../reading/numbers'
import type { View } from '../reading/view'

/** What is said of several seeds. */
export type GridStatistic = 'median' | 'mean'

/** One run, and the number that is shown of it; NaN where it has none. */
export interface GridRun {
  readonly task: TaskOf<'grid'>
  readonly part: PartOf<'grid'>
  readonly value: number
  /** The step of the last reading of an arm that diverged before the step asked for; null for others. */
  readonly diverged: number | null
}

/** The runs of one combination for one arm. */
export interface GridGroup {
  readonly runs: readonly GridRun[]
  /** Runs that have a finite number. */
  readonly finite: number
  readonly mid: number
  readonly lo: number
  readonly hi: number
  /** The run that stands for the group: the one nearest the middle. */
  readonly typical: GridRun
}

export interface GridArm {
  readonly id: string
  readonly label: string
  readonly color: number
  /** By combination of the values, the last axis changing first; undefined before the first run. */
  readonly groups: readonly (GridGroup | undefined)[]
}

export interface GridReading {
  readonly plan: GridPlan
  readonly axes: readonly GridAxis[]
  /** Places of an axis' sorted values among those of the plan. */
  readonly order: readonly (readonly number[])[]
  readonly arms: readonly GridArm[]
  readonly done: number
  readonly total: number
  /** "L at the end", as the axis says it. */
  readonly title: string
}

/** A swept field as formulas write it, "η"; by its name where it has no symbol, and with the arm where it is one's own. */
export function symbolOf(name: string): string {
  const dot = name.indexOf('.')
  const path = PATH_BY_NAME.get(name.slice(dot + 1))
  const symbol = (path && fieldAt(path).symbol) ?? name.slice(dot + 1)
  return dot < 0 ? symbol : `${symbol} of ${armName(name.slice(0, dot))}`
}

/** The plan of a scenario, or why there is none. */
export function planOf({ scenario }: View): GridPlan | string {
  try {
    return readGrid(scenario.view) ?? 'Nothing is swept.'
  } catch (error) {
    return plainly((error as Error).message)
  }
}

/** A message without the marks of the command line's options. */
export const plainly = (message: string) => message.replaceAll(/(?<![\w-])--(?=[a-z])/g, '')

/** What a column is called on an axis, and where it is read. */
export function shownTitle({ shown: { column, place } }: GridPlan): string {
  const [, group = '', index] = /^(.+)_(\d+)$/.exec(column) ?? []
  const known = COLUMN_TEXTS[column as ColumnName] ?? COLUMN_TEXTS[group as ColumnName]
  const symbol = known
    ? known === COLUMN_TEXTS[column as ColumnName]
      ? known.symbol
      : `${known.symbol.replace(/_k|ₖ|_k\b/, '')}_${index}`
    : column
  if (typeof place === 'object') return column === 'step' ? `steps until ${placeName(place)}` : `${symbol} when ${placeName(place)}`
  return `${symbol} ${typeof place === 'number' ? `at step ${place}` : `at the ${place}`}`
}

interface Known {
  readonly study: object | undefined
  readonly done: number
  readonly view: string
  readonly reading: GridReading
}
let last: Known | undefined

/** The sweep of the view; a text where its plan cannot be. The last one is kept until more is known. */
export function gridOf(view: View, statistic: GridStatistic): GridReading | string {
  const plan = planOf(view)
  if (typeof plan === 'string') return plan
  const study = view.traces.studies.get('grid')
  const parts = study?.parts ?? []
  const done = parts.reduce((count, part) => count + (part ? 1 : 0), 0)
  const key = JSON.stringify([view.scenario.view.grid, view.scenario.view.shows, view.scenario.view.seeds, view.scenario.arms, statistic])
  if (last && last.study === study && last.done === done && last.view === key) return last.reading
  const reading = read(view, plan, statistic, done)
  last = { study, done, view: key, reading }
  return reading
}

function read(view: View, plan: GridPlan, statistic: GridStatistic, done: number): GridReading {
  const { axes, seeds } = plan
  const texts = view.scenario.view.grid.split(';')
  const order = axes.map(({ values, numeric }) => {
    const places = [...values.keys()]
    return numeric ? places.sort((a, b) => Number(values[a]) - Number(values[b])) : places
  })
  const drawn = axes.map((axis, a): GridAxis => {
    const sorted = (order[a] ?? []).map(place => axis.values[place] ?? '')
    return {
      at: axis.numeric ? sorted.map(Number) : [...sorted.keys()],
      names: axis.numeric ? null : sorted,
      log: isLogAxis(texts[a] ?? '', axis),
      title: symbolOf(axis.field),
    }
  })
  const combinations = axes.reduce((product, { values }) => product * values.length, 1)
  const study = view.traces.studies.get('grid')
  const total = study?.tasks.length ?? combinations * (axes.some(({ field }) => field === 'seed') ? 1 : seeds)
  const each = Math.max(1, Math.round(total / combinations))
  const runs = (study?.tasks ?? []).map((task, i) => ({ task, part: study?.parts[i] }))
  const arms = armsOf(
    view,
    runs.flatMap(({ part }) => part?.rows.map(({ arm }) => arm) ?? []),
  ).map(({ id, color }): GridArm => {
    const groups = Array.from({ length: combinations }, (_, c) => {
      const mine = runs.slice(c * each, (c + 1) * each).flatMap(({ task, part }): GridRun[] => {
        const row = part && rowOf(part, plan, id)
        if (!row) return []
        const value = plan.shown.column === 'step' ? row.step : nth(row.values, part.names.indexOf(plan.shown.column))
        return [{ task, part, value, diverged: row.step < stepAsked(plan, task) ? row.step : null }]
      })
      return groupOf(mine, statistic)
    })
    return { id, label: armName(id), color, groups }
  })
  return { plan, axes: drawn, order, arms, done, total, title: shownTitle(plan) }
}

/** The arms that runs have, in the order of the scenario's, each in its colour. */
function armsOf({ scenario }: View, found: readonly string[]): { id: string; color: number }[] {
  const ids = found.length > 0 ? [...new Set(found)] : scenario.arms.map((arm: Arm) => arm.id)
  const colors = armColors(scenario.arms)
  const known = scenario.arms.map(({ id }) => id)
  const place = (id: string) => (known.includes(id) ? known.indexOf(id) : known.length)
  return ids.sort((a, b) => place(a) - place(b)).map((id, i) => ({ id, color: colors[known.indexOf(id)] ?? i % 4 }))
}

/** The row that is shown of an arm of a run; undefined for an arm that the run has not. */
const rowOf = ({ rows }: PartOf<'grid'>, { shown: { place } }: GridPlan, arm: string) =>
  rows.find(of => of.arm === arm && of.at === placeName(place))

/** The step at which a row is asked for; 0 where it is one of a threshold. */
function stepAsked({ shown: { place } }: GridPlan, { scenario }: TaskOf<'grid'>): number {
  if (typeof place === 'number') return place
  return place === 'end' ? scenario.steps : 0
}

/** Every run of every arm that has come. */
export const runsOf = ({ arms }: GridReading): GridRun[] => arms.flatMap(({ groups }) => groups.flatMap(group => group?.runs ?? []))

function groupOf(runs: readonly GridRun[], statistic: GridStatistic): GridGroup | undefined {
  if (runs.length === 0) return undefined
  const values = runs.map(({ value }) => value)
  const [, mean = Number.NaN, se = Number.NaN, median = Number.NaN, q25 = Number.NaN, q75 = Number.NaN] = statistics(values)
  const several = runs.length > 1
  const [mid, lo, hi] = statistic === 'median' || !several ? [median, q25, q75] : [mean, mean - se, mean + se]
  const far = ({ value }: GridRun) => (Number.isFinite(value) && Number.isFinite(mid) ? Math.abs(value - mid) : Number.POSITIVE_INFINITY)
  const typical = runs.reduce((best, run) => (far(run) < far(best) ? run : best))
  return { runs, finite: values.filter(Number.isFinite).length, mid, lo: several ? lo : Number.NaN, hi: several ? hi : Number.NaN, typical }
}

/** Whether the numbers shown go over so many powers of ten that their axis is logarithmic. */
export function isLogShown({ arms }: GridReading): boolean {
  const values = arms.flatMap(({ groups }) => groups.map(group => group?.mid ?? Number.NaN)).filter(Number.isFinite)
  return values.length > 1 && Math.min(...values) > 0 && Math.max(...values) > 30 * Math.min(...values)
}

/** Place of a combination among the groups, from places along the sorted axes. */
export function groupAt({ plan, order }: GridReading, first: number, second = 0): number {
  const [a = 0, b = 0] = [order[0]?.[first], order[1]?.[second]]
  return plan.axes.length > 1 ? a * (plan.axes[1]?.values.length ?? 1) + b : a
}

/** The scenario of a run, as the page opens it: to the step that was made, by the engine that the sweep used, shown as it is now. */
export function scenarioOf({ task, part }: GridRun, now: ViewSettings): Scenario {
  const { view, ...base } = gridBase(task.scenario)
  const { grid, seeds, shows } = view
  return { ...base, view: { ...now, grid, seeds, shows }, steps: part.steps, backend: base.backend === 'auto' ? 'wasm' : base.backend }
}
