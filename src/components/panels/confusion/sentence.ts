import { shortened } from '../../../lib/text'
import { countedPercent, list, number } from '../reading/numbers'
import type { View } from '../reading/view'
import { type Matrix, matrixOf, rowTotal, type SampleSet, worst } from './matrix'

const SETS: Readonly<Record<SampleSet, string>> = { train: 'training samples', test: 'test samples' }

/** "training samples". */
export const setWords = ({ set }: Matrix) => SETS[set]

/** A class as sentences and readouts name it. */
export const className = (name = '') => shortened(name, 40)

/** How many samples the selected arm takes for what they are, and what it confuses most often. */
export function confusionSentence(view: View, set: SampleSet): string {
  const m = matrixOf(view, set)
  if (typeof m === 'string') return m
  const { arm, total, right, names, columns } = m
  const first = `${arm.label} recognizes ${number(right)} of ${number(total)} ${setWords(m)}.`
  const pair = worst(m)
  if (!pair) return first
  const { row, column, count } = pair
  const taken =
    column < names.length ? `takes ${className(names[row])} for ${className(columns[column])}` : `has no class for ${className(names[row])}`
  const unseen = names.filter((_, c) => rowTotal(m, c) === 0)
  const none = unseen.length > 0 ? ` There are none of ${list(unseen.map(className))}.` : ''
  return `${first} Most often it ${taken}: ${number(count)} of ${number(rowTotal(m, row))} (${countedPercent(count / rowTotal(m, row))}).${none}`
}
