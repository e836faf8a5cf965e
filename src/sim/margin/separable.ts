/** A scenario's data as two classes that can be separated. */

import { dot, norm } from '../../lib/matrix'
import type { DataSettings } from '../../scenario'
import type { DataSet } from '../data'

/** z_i = y_i x_i of a classification task with y_i = ±1, n×d; the longest of them has length one. */
export interface SeparableClasses {
  readonly Z: Float64Array
  readonly n: number
  readonly d: number
  /** How far each class was moved away from the teacher's plane, in the same units; 0 where the data are left alone. */
  readonly moved: number
}

/** Half of the inputs' standard deviation along the teacher. */
const APART = 0.5

/**
 * The data of a scenario as two classes. Drawn inputs with a linear teacher are labelled by the side of its plane on which
 * they lie, and both classes are moved apart along w*, so that they can be separated with a margin; others keep the
 * signs of their targets and may not be separable.
 */
export function separableClasses({ X, y, n, d, teacher, spectrum }: DataSet, settings: DataSettings): SeparableClasses {
  const Z = X.slice()
  const size = norm(teacher)
  const planted = settings.source === 'gaussian' && (settings.teacher === 'dense' || settings.teacher === 'sparse') && size > 0
  const apart = planted ? APART * Math.sqrt(teacher.reduce((t, v, j) => t + spectrum[j] * v * v, 0) / (size * size)) : 0
  let longest = 0
  for (let i = 0; i < n; i++) {
    const z = Z.subarray(i * d, (i + 1) * d)
    const sign = (planted ? dot(z, teacher) : y[i]) < 0 ? -1 : 1
    for (let j = 0; j < d; j++) z[j] = sign * z[j] + (planted ? (apart * teacher[j]) / size : 0)
    longest = Math.max(longest, norm(z))
  }
  for (let at = 0; at < Z.length; at++) Z[at] /= longest || 1
  return { Z, n, d, moved: apart / (longest || 1) }
}
