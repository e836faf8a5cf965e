/**
 * The sweep that a scenario asks for in its view, as the page runs it and as a command says it:
 *
 *     grid=eta=0.01:1:log:20;B=1,4,16   seeds=5   shows=loss@end
 */

import { checkCarried } from '../digits'
import { ScenarioError } from '../error'
import { encodeLink } from '../packed'
import { loadedPresets, openingPreset } from '../presets/loaded'
import type { Scenario, ViewSettings } from '../types'
import { type Asked, type At, checkRead, placeName, readRead, SENSIBLE, type Until } from './asked'
import { type Axis, readAxes } from './axes'
import { type Point, pointsOf, withoutSweeps } from './points'

/** What of every run is shown: a column where it is read; `step` where a threshold is passed is the time to it. */
interface Shown {
  readonly column: string
  readonly place: At | Until
}

export interface GridPlan extends Asked {
  readonly axes: readonly Axis[]
  readonly seeds: number
  readonly shown: Shown
}

/** Runs of a sweep on the page at most. */
export const MOST_RUNS = 4096

const USUAL = 'loss@end'

/** What a scenario's view asks for; null for nothing. Throws a ScenarioError. */
export function readGrid({ grid, seeds, shows }: Pick<ViewSettings, 'grid' | 'seeds' | 'shows'>): GridPlan | null {
  if (grid === '') return null
  const [column = '', place = ''] = (shows || USUAL).split('@')
  const late = /[<>]/.test(place)
  const between = /^\d+$/.test(place) && Number(place) > 0 ? `start,${place},end` : undefined
  const columns = [...new Set([...SENSIBLE, column])]
  const read = readRead(columns.join(','), between, late ? place : undefined)
  const shown = late && read.until ? read.until : place === 'end' ? place : between ? Number(place) : 'start'
  return { ...read, axes: readAxes(grid.split(';')), seeds, shown: { column, place: shown } }
}

/** The scenario whose points a sweep runs: on the processor, and as its preset shows it, but for the plane that it measures on. */
export function gridBase(s: Scenario): Scenario {
  const usual = (loadedPresets().get(s.preset) ?? openingPreset()).scenario.view
  const { plane, i, j, laid, laidat, through, asinh } = s.view
  const gpu = s.backend === 'webgpu' || s.backend === 'webgl'
  return { ...withoutSweeps({ ...s, view: { ...usual, plane, i, j, laid, laidat, through, asinh } }), backend: gpu ? 'wasm' : s.backend }
}

/** Every run of the scenario's sweep, in the order of its table. Throws a ScenarioError for one that the page cannot make. */
export function gridRuns(s: Scenario, plan: GridPlan): Point[] {
  const { axes, seeds } = plan
  return pointsOf(
    { scenario: gridBase(s), set: [], axes, seeds },
    {
      most: MOST_RUNS,
      check(point) {
        if (point.backend === 'webgpu' || point.backend === 'webgl')
          throw new ScenarioError('backend', point.backend, 'auto, reference or wasm in a sweep')
        checkCarried(point)
        checkRead(point, plan)
      },
    },
  )
}

/** The command that writes the same table. */
export function gridCommand(s: Scenario, plan: GridPlan): string {
  const { axes, seeds, columns, at, until } = plan
  const usual = readRead(undefined, undefined, until ? placeName(until) : undefined)
  const same = (a: readonly unknown[], b: readonly unknown[]) => a.join() === b.join()
  const told = [
    ...s.view.grid.split(';').map(text => ['--grid', text]),
    ...(seeds > 1 && axes.every(({ field }) => field !== 'seed') ? [['--seeds', String(seeds)]] : []),
    ...(same(columns, usual.columns) ? [] : [['--columns', columns.join(',')]]),
    ...(same(at, usual.at) ? [] : [['--at', at.join(',')]]),
    ...(until ? [['--until', placeName(until)]] : []),
    ...(s.data.source === 'file' ? [['--data', 'FILE']] : []),
    ['--out', 'sweep'],
  ]
  return ['noisescope sweep', quoted(encodeLink(gridBase(s))), ...told.map(([option, value = '']) => `${option} ${quoted(value)}`)].join(
    ' ',
  )
}

/** As a shell reads it. */
const quoted = (text: string) => (/^[\w.:,/=+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`)

/** Whether an axis is logarithmic: where its range says so, or its values go over more than a decade. */
export function isLogAxis(text: string, { values, numeric }: Axis): boolean {
  if (!numeric || text.includes(':lin:')) return false
  const numbers = values.map(Number)
  return Math.min(...numbers) > 0 && (text.includes(':log:') || Math.max(...numbers) > 10 * Math.min(...numbers))
}
