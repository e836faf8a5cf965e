/**
 * Reading the numbers that charts are given, in plain or typed arrays. A place without a value reads as NaN, which every
 * chart leaves out. Loops over many points read inline (`y[i] ?? Number.NaN`): a shared function that sees several kinds
 * of arrays is slower there.
 */
export function numberAt(values: ArrayLike<number>, i: number): number {
  return values[i] ?? Number.NaN
}

/** The first and the last of `length` values; undefined when there are none. */
export function firstAndLast(values: ArrayLike<number>, length = values.length): readonly [number, number] | undefined {
  return length > 0 ? [numberAt(values, 0), numberAt(values, length - 1)] : undefined
}
