/** One run of a sweep over a grid, read where it is asked: the page's and the command line's. */

import { numberAt } from '../../lib/values'
import {
  type Asked,
  looksEvery,
  type PointRow,
  placeName,
  type ReadPoint,
  type Scenario,
  stopAt,
  stopsEarly,
  type Until,
} from '../../scenario'
import type { Reading } from '../../sim/reading'
import type { Simulation } from '../../sim/simulation'
import { withTheory } from '../theory'
import type { Compute } from './study'
import { withSimulation } from './withSimulation'

type GridRead = Pick<Asked, 'at' | 'until'>

export interface GridTask extends GridRead {
  /** The values of the axes, in their order. */
  readonly values: readonly string[]
  readonly seed: number
  /** The scenario, in full. */
  readonly link: string
  readonly scenario: Scenario
}

/** Steps between two reports. */
const STRIDE = 64
export const compute: Compute<GridRead & { readonly scenario: Scenario }, ReadPoint> = ({ scenario, ...asked }, { assets, report }) =>
  withSimulation(
    scenario,
    assets,
    async sim => {
      const rows = await readRun(sim, asked, step => report(step, scenario.steps))
      return { names: sim.columns.names, rows, steps: sim.step, fingerprint: await sim.fingerprint() }
    },
    { planeLater: true },
  )

/** Takes the steps that the rows need, at least one, and reads them. */
async function readRun(sim: Simulation, { at, until }: GridRead, report: (step: number) => void): Promise<PointRow[]> {
  const { scenario } = sim
  const steps = at.map(place => (place === 'start' ? 0 : place === 'end' ? scenario.steps : place))
  const last = Math.max(1, ...steps)
  const every = looksEvery(scenario)
  const early = stopsEarly(scenario)
  let ended = false
  const rowOf = ({ arm, row }: Reading, place: string): PointRow => {
    return { arm, at: place, step: row[sim.columns.at.step] ?? Number.NaN, values: Array.from(row) }
  }
  /** A row of a step that the run does not reach. */
  const nowhere = (arm: string, place: string): PointRow => ({
    ...{ arm, at: place, step: Number.POSITIVE_INFINITY },
    values: sim.columns.names.map(() => Number.NaN),
  })
  const rows: PointRow[] = []
  const passed = new Map<string, PointRow>()
  for (;;) {
    const places = at.filter((_, i) => steps[i] === sim.step).map(placeName)
    const looks = until && (sim.step % every === 0 || sim.step === scenario.steps) ? until : null
    if (places.length > 0 || looks || (early && sim.step % every === 0)) {
      const readings = await sim.measure()
      withTheory(readings, sim)
      for (const place of places) rows.push(...readings.map(reading => rowOf(reading, place)))
      for (const reading of readings)
        if (looks && !passed.has(reading.arm) && passes(reading, sim, looks)) passed.set(reading.arm, rowOf(reading, placeName(looks)))
      ended = early && stopAt(scenario, rowsOf(readings), sim.columns) !== null
      if (ended)
        for (const place of at.filter((_, i) => numberAt(steps, i) > sim.step))
          rows.push(...readings.map(r => (place === 'end' ? rowOf(r, 'end') : nowhere(r.arm, placeName(place)))))
    }
    if (ended) break
    const waits = until && passed.size < scenario.arms.length && !sim.divergences.every(Boolean)
    const end = waits ? scenario.steps : last
    if (sim.step >= end) break
    const look = waits || early ? (Math.floor(sim.step / every) + 1) * every : end
    const goal = Math.min(look, end, ...steps.filter(step => step > sim.step))
    while (sim.step < goal) {
      await sim.advance(Math.min(STRIDE, goal - sim.step))
      report(sim.step)
    }
  }
  if (!until) return rows
  return [...rows, ...scenario.arms.map(({ id }) => passed.get(id) ?? nowhere(id, placeName(until)))]
}

const rowsOf = (readings: readonly Reading[]) => readings.map(({ row }) => row)

function passes({ row }: Reading, { columns }: Simulation, { column, sign, value }: Until): boolean {
  const found = row[columns.names.indexOf(column)] ?? Number.NaN
  return sign === '<' ? found < value : found > value
}
