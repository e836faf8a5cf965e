import { meanAndError, quantiles } from '../../../lib/sample'
import { armColors, armName } from '../../../scenario'
import type { PartOf } from '../../../store'
import { nth } from '../reading/numbers'
import { partsOf } from '../reading/studies'
import type { View } from '../reading/view'

/** What a run is read by at every step. */
export type SeedColumn = keyof PartOf<'seeds'>['arms'][number]

/** An arm over all seeds that have come: a number per reading, NaN where no seed has one. */
export interface SeedBand {
  readonly id: string
  readonly label: string
  readonly color: number
  /** The run on screen. */
  readonly own: ArrayLike<number>
  /** Levels of 10 %, 50 % and 90 %. */
  readonly low: readonly number[]
  readonly median: readonly number[]
  readonly high: readonly number[]
  readonly mean: readonly number[]
  readonly error: readonly number[]
  /** Seeds that have a number there. */
  readonly count: readonly number[]
}

const LEVELS = [0.1, 0.5, 0.9] as const

/** The steps of the readings. */
export const stepsOf = (view: View): readonly number[] => view.traces.studies.get('seeds')?.tasks[0]?.steps ?? []

/** How many seeds there are to be. */
export const seedsOf = (view: View): number => view.traces.studies.get('seeds')?.tasks.length ?? 0

export function seedBands(view: View, column: SeedColumn): SeedBand[] {
  const parts = partsOf(view, 'seeds')
  const steps = stepsOf(view)
  if (parts.length === 0) return []
  const colors = armColors(view.scenario.arms)
  return view.scenario.arms.map((arm, a) => {
    const runs = parts.flatMap(({ arms }) => arms[a]?.[column] ?? [])
    const at = steps.map((_, i) => Float64Array.from(runs.map(run => nth(run, i)).filter(Number.isFinite)).sort())
    const levels = at.map(sample => (sample.length > 0 ? quantiles(sample, LEVELS) : []))
    const means = at.map(meanAndError)
    return {
      ...{ id: arm.id, label: armName(arm.id), color: colors[a] ?? 0 },
      own: parts.find(({ seed }) => seed === view.scenario.seed)?.arms[a]?.[column] ?? [],
      low: levels.map(q => nth(q, 0)),
      median: levels.map(q => nth(q, 1)),
      high: levels.map(q => nth(q, 2)),
      mean: means.map(m => m.mean),
      error: means.map(m => m.error),
      count: at.map(sample => sample.length),
    }
  })
}

/** The last reading that some seed has of an arm; −1 before the first. */
export const lastReading = ({ count }: SeedBand): number => count.findLastIndex(n => n > 0)
