import { classOfOutputs, classOfTargets } from './classes'

/** Mean of ½(f − y)² over outputs f and targets y of one output. */
export function squaredLoss(f: Float64Array, y: Float64Array): number {
  let s = 0
  for (let i = 0; i < f.length; i++) s += 0.5 * (f[i] - y[i]) * (f[i] - y[i])
  return s / f.length
}

/**
 * Share of samples that outputs f put into the wrong class (both n×C): by sign where the targets are −1 and +1, by the
 * largest output, the first of equals, where they are one-hot; NaN where the targets are numbers to be predicted. An
 * output of zero has no sign and is wrong, and so is what is not a number.
 */
export function misclassified(f: Float64Array, y: Float64Array, outputs: number): number {
  const n = y.length / outputs
  let wrong = 0
  for (let i = 0; i < n; i++) {
    const right = classOfTargets(y, i, outputs)
    if (right === null) return Number.NaN
    if (classOfOutputs(f, i, outputs) !== right) wrong++
  }
  return wrong / n
}
