/** Targets of a classification task from class labels. */

import { grouped } from '../../lib/digits'
import { DataFileError, plural } from './error'

/** What is to be classified: two classes as −1 and +1, even (−1) from odd (+1), or each class by its own output. */
export type Task =
  | { readonly kind: 'pair'; readonly negative: number; readonly positive: number }
  | { readonly kind: 'parity' }
  | { readonly kind: 'one-hot'; readonly classes: number }

/** Samples that take part in a task, and their targets. */
export interface TaskTargets {
  /** Places of the samples, ascending. */
  readonly rows: Int32Array
  /** Their labels. */
  readonly labels: Int32Array
  readonly outputs: number
  /** rows×outputs. */
  readonly Y: Float64Array
}

function outputFor(task: Task, label: number, Y: Float64Array, at: number): void {
  if (task.kind === 'pair') Y[at] = label === task.positive ? 1 : -1
  else if (task.kind === 'parity') Y[at] = label % 2 === 0 ? -1 : 1
  else Y[at + label] = 1
}

/** The first `most` samples of a task, all of them by default; throws where there are fewer. */
export function taskTargets(labels: ArrayLike<number>, task: Task, most?: number): TaskTargets {
  const rows: number[] = []
  for (let i = 0; i < labels.length && rows.length !== most; i++) {
    const label = labels[i]
    if (task.kind === 'one-hot' && label >= task.classes)
      throw new DataFileError(`class of sample ${grouped(i + 1)}`, grouped(label), `0 to ${task.classes - 1}`)
    if (task.kind !== 'pair' || label === task.negative || label === task.positive) rows.push(i)
  }
  if (rows.length === 0 || (most !== undefined && rows.length < most)) {
    const asked = most === undefined ? 'at least one' : grouped(most)
    const sentence = `${plural(rows.length, 'sample')} of this task found, ${asked} expected`
    throw new DataFileError('samples', grouped(rows.length), asked, sentence)
  }
  const outputs = task.kind === 'one-hot' ? task.classes : 1
  const Y = new Float64Array(rows.length * outputs)
  rows.forEach((row, k) => {
    outputFor(task, labels[row], Y, k * outputs)
  })
  return { rows: Int32Array.from(rows), labels: Int32Array.from(rows, row => labels[row]), outputs, Y }
}
