/** One point of a sweep, a run of its own, read where it is asked: in a thread (`study/thread.ts`). */

import { type ColumnName, decodeLink, encodeLink } from '../../scenario'
import type { Reading } from '../../sim/reading'
import { createSimulation, type Simulation } from '../../sim/simulation'
import type { Compute } from '../../workers/studies/study'
import { openBackend } from '../backend'
import { withTheory } from '../theory'
import { type Asked, placeName, type Until } from './asked'

export interface PointTask extends Asked {
  readonly link: string
}

/** An arm at one of the steps asked for: its columns in their order, NaN for one that the run has not. */
export interface PointRow {
  readonly arm: string
  readonly at: string
  /** Where it was read; before the step asked for where the arm diverged, infinite for a threshold that was not passed. */
  readonly step: number
  readonly values: readonly number[]
}

export interface PointPart {
  readonly rows: readonly PointRow[]
  /** The run as far as it was made, and the fingerprint at its end. */
  readonly link: string
  readonly fingerprint: string
}

/** Steps between two reports. */
const STRIDE = 64
/** Looks for a threshold at most, where the scenario does not say how often it is measured. */
const LOOKS = 1000

export const compute: Compute<PointTask, PointPart> = async ({ link, ...asked }, { assets, report }) => {
  const scenario = decodeLink(link)
  const backend = await openBackend(scenario.backend)
  let sim: Simulation | undefined
  try {
    sim = await createSimulation(scenario, backend, assets, { planeLater: true })
    const rows = await readRun(sim, asked, step => report(step, scenario.steps))
    return { rows, link: encodeLink({ ...scenario, steps: sim.step }), fingerprint: await sim.fingerprint() }
  } finally {
    sim?.dispose()
    backend.dispose()
  }
}

/** Takes the steps that the rows need, at least one, and reads them. */
async function readRun(sim: Simulation, { columns, at, until }: Asked, report: (step: number) => void): Promise<PointRow[]> {
  const { scenario } = sim
  const steps = new Map(at.map(place => [place === 'start' ? 0 : place === 'end' ? scenario.steps : place, placeName(place)]))
  const last = Math.max(1, ...steps.keys())
  const every = scenario.measure.every || Math.max(1, Math.ceil(scenario.steps / LOOKS))
  const rowOf = ({ arm, row }: Reading, place: string): PointRow => {
    const value = (name: string) => row[sim.columns.names.indexOf(name)] ?? Number.NaN
    return { arm, at: place, step: value('step' satisfies ColumnName), values: columns.map(value) }
  }
  const rows: PointRow[] = []
  const passed = new Map<string, PointRow>()
  for (;;) {
    const place = steps.get(sim.step)
    const looks = until && (sim.step % every === 0 || sim.step === scenario.steps) ? until : null
    if (place !== undefined || looks) {
      const readings = await sim.measure()
      withTheory(readings, sim)
      if (place !== undefined) rows.push(...readings.map(reading => rowOf(reading, place)))
      for (const reading of readings)
        if (looks && !passed.has(reading.arm) && passes(reading, sim, looks)) passed.set(reading.arm, rowOf(reading, placeName(looks)))
    }
    const waits = until && passed.size < scenario.arms.length && !sim.divergences.every(Boolean)
    const end = waits ? scenario.steps : last
    if (sim.step >= end) break
    const look = waits ? (Math.floor(sim.step / every) + 1) * every : end
    const goal = Math.min(look, end, ...[...steps.keys()].filter(step => step > sim.step))
    while (sim.step < goal) {
      await sim.advance(Math.min(STRIDE, goal - sim.step))
      report(sim.step)
    }
  }
  if (!until) return rows
  const nowhere = { at: placeName(until), step: Number.POSITIVE_INFINITY, values: columns.map(() => Number.NaN) }
  return [...rows, ...scenario.arms.map(({ id }) => passed.get(id) ?? { arm: id, ...nowhere })]
}

function passes({ row }: Reading, { columns }: Simulation, { column, sign, value }: Until): boolean {
  const found = row[columns.names.indexOf(column)] ?? Number.NaN
  return sign === '<' ? found < value : found > value
}
