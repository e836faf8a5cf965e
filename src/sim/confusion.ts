/** Which classes a model takes samples for: the true class of each against the one that its outputs say. */

import { classOfOutputs, classOfTargets } from './classes'
import type { DataSet } from './data'
import type { Dynamics } from './dynamics'

/**
 * Numbers of samples, a row per true class: of each class that they were taken for, and in the last column of those that were taken
 * for none, whose output has no sign or is no number. C rows of C + 1.
 */
export type Counts = Float64Array

/** What every arm takes the samples for; null where the targets of a set are no classes, or there is no such set. */
export interface Confusion {
  /** Whether classes are the two signs of one output, −1 before +1, or the places of several outputs. */
  readonly by: 'sign' | 'place'
  readonly classes: number
  /** What the classes are called in the data's own file. */
  readonly names?: readonly string[]
  readonly arms: readonly { readonly train: Counts | null; readonly test: Counts | null }[]
}

/** Samples whose outputs are held at once. */
const AT_ONCE = 512

/** Adds samples with outputs f and targets y, both n×outputs, to counts; false where a target is no class. */
export function addCounts(counts: Counts, f: Float64Array, y: Float64Array, outputs: number): boolean {
  const width = Math.max(2, outputs) + 1
  for (let i = 0; i < y.length / outputs; i++) {
    const right = classOfTargets(y, i, outputs)
    if (right === null) return false
    const said = classOfOutputs(f, i, outputs)
    counts[right * width + (said ?? width - 1)]++
  }
  return true
}

/** Of all training and all test samples at every θ; null where neither has classes. */
export async function confusionOf(
  { data, outputs }: Pick<Dynamics, 'outputs'> & { readonly data: DataSet },
  thetas: readonly Float64Array[],
): Promise<Confusion | null> {
  if (!outputs) return null
  const { d, outputs: C } = data
  const classes = Math.max(2, C)

  async function countsOf(set: { n: number; X: Float64Array; y: Float64Array } | null, theta: Float64Array): Promise<Counts | null> {
    const counts = new Float64Array(classes * (classes + 1))
    if (!set || classOfTargets(set.y, 0, C) === null) return null
    for (let from = 0; from < set.n; from += AT_ONCE) {
      const to = Math.min(set.n, from + AT_ONCE)
      const f = await outputs!(theta, set.X.subarray(from * d, to * d))
      if (!addCounts(counts, f, set.y.subarray(from * C, to * C), C)) return null
    }
    return counts
  }

  const arms: Confusion['arms'][number][] = []
  for (const theta of thetas) arms.push({ train: await countsOf(data, theta), test: await countsOf(data.test, theta) })
  if (arms.every(({ train, test }) => !train && !test)) return null
  return { by: C === 1 ? 'sign' : 'place', classes, arms, ...(data.classes && { names: data.classes }) }
}
