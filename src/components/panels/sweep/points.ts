import type { SweepArm } from '../../../charts'
import { armColors, armName, sweepValues } from '../../../scenario'
import type { PartOf } from '../../../store'
import { nth } from '../reading/numbers'
import type { View } from '../reading/view'

/** A sweep as far as it has come: μ of every arm over the values, and the certificates of the data sets. */

type PointReading = PartOf<'sweep'>

/** The points that have come, by value. */
export function sweepPoints(view: View): { readonly value: number; readonly reading: PointReading }[] {
  const study = view.traces.studies.get('sweep')
  return (study?.tasks ?? []).flatMap(({ value }, i) => {
    const reading = study?.parts[i]
    return reading ? [{ value, reading }] : []
  })
}

export const valuesOf = ({ traces, scenario }: View) => traces.studies.get('sweep')?.tasks.map(t => t.value) ?? sweepValues(scenario)

/** A number of every value, NaN where its point has not come. */
export function over(view: View, read: (reading: PointReading) => number): number[] {
  const known = new Map(sweepPoints(view).map(({ value, reading }) => [value, read(reading)]))
  return valuesOf(view).map(value => known.get(value) ?? Number.NaN)
}

/** A column of an arm's row at the start or the end of a point's run. */
export const readingAt = (rows: PointReading['start'], arm: number, column: number) => nth(rows[arm], column)

export function sweepArms(view: View): SweepArm[] {
  const colors = armColors(view.scenario.arms)
  return view.scenario.arms.map((arm, a) => ({
    label: armName(arm.id),
    color: colors[a] ?? 0,
    start: over(view, r => readingAt(r.start, a, r.columns.at.mu)),
    end: over(view, r => readingAt(r.end, a, r.columns.at.mu)),
  }))
}

export function sweepCertificate(view: View): { readonly lo: readonly number[]; readonly hi: readonly number[] } | undefined {
  const lo = over(view, r => r.certificate?.mu[0] ?? Number.NaN)
  const hi = over(view, r => r.certificate?.mu[1] ?? Number.NaN)
  return lo.some(Number.isFinite) ? { lo, hi } : undefined
}
