import { fill, type Reading } from '../sim/reading'
import type { Simulation } from '../sim/simulation'
import { gaussianColumns } from '../theory/gaussian'

/** Fills in the columns of closed forms, where readings know their population. */
export function withTheory(readings: readonly Reading[], { columns, scenario }: Simulation): void {
  for (const { row, population } of readings)
    if (population) fill<'theory'>(row, columns, gaussianColumns(population, scenario.measure.sigma === 'centred'))
}
