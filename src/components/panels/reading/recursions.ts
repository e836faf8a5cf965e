import { indexAt } from '../../../charts'
import type { PartOf } from '../../../store'
import { nth } from './numbers'
import { partsOf } from './studies'
import type { ArmView, View } from './view'

/** An arm's recursions, and where they end. */
export type ArmRecursions = NonNullable<PartOf<'curves'>>
export type ExactCurve = ArmRecursions['exact']

/** The recursions of an arm, once they have come. */
export function recursionsOf(view: View, arm: ArmView): ArmRecursions | undefined {
  return partsOf(view, 'curves').find(part => part.arm === arm.id)
}

/** The paper's line, the same for every arm where G stays; NaN before a recursion has come. */
export function referenceOf(view: View, k: number): number {
  for (const arm of view.arms) {
    const part = recursionsOf(view, arm)
    if (part && k <= part.k) return nth(part.reference, k - 1)
  }
  return Number.NaN
}

const columns = new WeakMap<Float64Array, Map<number, Float64Array>>()

/** Column k (from 1) of rows of `width`; kept, because charts draw it again and again. */
export function columnOfCurve(rows: Float64Array, width: number, k: number): Float64Array {
  const known = columns.get(rows) ?? new Map<number, Float64Array>()
  columns.set(rows, known)
  const column = known.get(k) ?? Float64Array.from({ length: rows.length / width }, (_, i) => nth(rows, i * width + k - 1))
  known.set(k, column)
  return column
}

/** D_k of a curve at the step nearest to the one asked for; NaN beyond its end. */
export function curveAt(part: ArmRecursions, curve: ExactCurve, k: number, step: number): number {
  if (k > part.k || step > part.until) return Number.NaN
  const i = indexAt(curve.step, curve.step.length, step)
  return i < 0 ? Number.NaN : nth(curve.D, i * part.k + k - 1)
}

/** The growth of the settings in force at a step. */
export function growthAt(part: ArmRecursions, step: number): ArmRecursions['growth'][number] | undefined {
  return part.growth.findLast(g => g.from <= step) ?? part.growth[0]
}

const ENDS: Record<NonNullable<ArmRecursions['end']>, string> = {
  optimizer: 'they are known for plain SGD alone',
  momentum: 'they do not include momentum',
  reshuffled: 'reshuffled epochs are not independent draws',
  'top-k': 'the top directions of Σ depend on the run',
  diagonal: 'the eigenvectors of G are too long to be stored',
  trace: 'the noise does not follow the loss',
  budget: 'more would take too long',
}

/** Where and why an arm's recursions end before the run; '' where they do not. */
export function endText(part: Pick<ArmRecursions, 'until' | 'end'> | undefined, label: string): string {
  if (!part?.end) return ''
  return `${label}’s recursions ${part.until === 0 ? 'are not drawn' : `end at step ${part.until}`}: ${ENDS[part.end]}.`
}
