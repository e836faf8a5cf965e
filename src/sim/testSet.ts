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
    const right = outputs === 1 ? signOf(y[i]) : oneHot(y, i * outputs, outputs)
    if (right === null) return Number.NaN
    if (outputs === 1 ? !(f[i] * right > 0) : placeOfLargest(f, i * outputs, outputs) !== right) wrong++
  }
  return wrong / n
}

const signOf = (y: number) => (y === 1 || y === -1 ? y : null)

/** Place of the single 1 among zeros, or null. */
function oneHot(y: Float64Array, from: number, outputs: number): number | null {
  let place: number | null = null
  for (let c = 0; c < outputs; c++) {
    const v = y[from + c]
    if (v === 1 && place === null) place = c
    else if (v !== 0) return null
  }
  return place
}

/** Place of the largest entry, the first of equals; −1 if one is not a number. */
function placeOfLargest(f: Float64Array, from: number, outputs: number): number {
  let place = 0
  for (let c = 0; c < outputs; c++) {
    if (Number.isNaN(f[from + c])) return -1
    if (f[from + c] > f[from + place]) place = c
  }
  return place
}
