import type { Scenario } from '../../../scenario'
import type { ConfusionTrace } from '../../../store'
import type { ArmView, View } from '../reading/view'

/** Which samples are classified. */
export type SampleSet = 'train' | 'test'

/** What the selected arm takes the samples of a set for. */
export interface Matrix {
  readonly arm: ArmView
  readonly step: number
  readonly set: SampleSet
  /** Names of the classes. */
  readonly names: readonly string[]
  /** The classes, and where some samples were taken for none, one more. */
  readonly columns: readonly string[]
  /** Row by row, of as many columns as have names. */
  readonly counts: Float64Array
  readonly total: number
  readonly right: number
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** What the labels −1 and +1 stand for. */
function signNames({ source, task, minus, plus }: Scenario['data']): readonly [string, string] {
  if (source !== 'mnist') return ['−1', '+1']
  return task === 'parity' ? ['even', 'odd'] : [String(minus), String(plus)]
}

/** Names of classes: those of the data's file, what signs stand for, letters of questions, digits, and else their places from 0. */
function classNames(view: View, { by, classes, names }: NonNullable<ConfusionTrace['found']>): readonly string[] {
  if (names) return names
  const { data } = view.scenario
  if (by === 'sign') return signNames(data)
  const { source } = data
  return Array.from({ length: classes }, (_, c) => (source === 'hops' ? (LETTERS[c] ?? String(c)) : String(c)))
}

/** What was found last, of the selected arm; a sentence where there is nothing. */
export function matrixOf(view: View, wanted: SampleSet): Matrix | string {
  const trace = view.traces.confusion
  if (!trace) return 'Waiting for the first look at the classes.'
  const { found, step } = trace
  if (!found) return 'The targets of these data are no classes.'
  const arm = view.selected
  const own = arm && found.arms[view.arms.indexOf(arm)]
  if (!arm || !own) return 'Waiting for the first look at the classes.'
  // Label noise leaves the training targets no classes.
  const set: SampleSet = own[wanted] ? wanted : wanted === 'train' ? 'test' : 'train'
  const all = own[set]
  if (!all) return 'The targets of these data are no classes.'
  const { classes } = found
  const names = classNames(view, found)
  const none = names.some((_, r) => (all[r * (classes + 1) + classes] ?? 0) > 0)
  const columns = none ? [...names, names.includes('none') ? 'no class' : 'none'] : names
  const counts = Float64Array.from({ length: classes * columns.length }, (_, i) => {
    const [r, c] = [Math.floor(i / columns.length), i % columns.length]
    return all[r * (classes + 1) + c] ?? 0
  })
  const total = all.reduce((s, v) => s + v, 0)
  const right = names.reduce((s, _, c) => s + (all[c * (classes + 1) + c] ?? 0), 0)
  return { arm, step, set, names, columns, counts, total, right }
}

/** Samples of a true class taken for a class. */
export const countAt = ({ counts, columns }: Matrix, row: number, column: number): number =>
  counts[row * columns.length + column] ?? Number.NaN

/** Samples of a true class. */
export const rowTotal = (m: Matrix, row: number): number => m.columns.reduce((s, _, c) => s + countAt(m, row, c), 0)

/** Samples taken for a class. */
const columnTotal = (m: Matrix, column: number): number => m.names.reduce((s, _, r) => s + countAt(m, r, column), 0)

/** The share of a class that was recognized; NaN where there is no sample of it. */
export const recall = (m: Matrix, c: number): number => countAt(m, c, c) / rowTotal(m, c)

/** The share of what was taken for a class that is of it; NaN where nothing was. */
export const precision = (m: Matrix, c: number): number => countAt(m, c, c) / columnTotal(m, c)

/** The pair of classes that is confused most often; null where none is. */
export function worst(m: Matrix): { readonly row: number; readonly column: number; readonly count: number } | null {
  let best: { row: number; column: number; count: number } | null = null
  for (const row of m.names.keys())
    for (const column of m.columns.keys()) {
      const count = countAt(m, row, column)
      if (row !== column && count > (best?.count ?? 0)) best = { row, column, count }
    }
  return best
}
