/** Classes as targets and outputs have them: the two signs of one output, or the places of several. */

/** The class of sample i by its targets: 0 for −1 and 1 for +1, or the place of the single 1 among zeros; null where they are no class. */
export function classOfTargets(y: Float64Array, i: number, outputs: number): number | null {
  if (outputs === 1) return y[i] === 1 ? 1 : y[i] === -1 ? 0 : null
  let place: number | null = null
  for (let c = 0; c < outputs; c++) {
    const v = y[i * outputs + c]
    if (v === 1 && place === null) place = c
    else if (v !== 0) return null
  }
  return place
}

/** The class that outputs say: by their sign, or the largest, the first of equals; null for an output of zero, and for what is no number. */
export function classOfOutputs(f: Float64Array, i: number, outputs: number): number | null {
  if (outputs === 1) return f[i] > 0 ? 1 : f[i] < 0 ? 0 : null
  const from = i * outputs
  let place = 0
  for (let c = 0; c < outputs; c++) {
    if (Number.isNaN(f[from + c])) return null
    if (f[from + c] > f[from + place]) place = c
  }
  return place
}
