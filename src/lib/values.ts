/** Reading arrays at an index that nothing but the caller's knowledge bounds. */

/**
 * The number at an index; NaN where there is none, which charts leave out and readings show as unknown. Loops over many
 * numbers read inline (`y[i] ?? Number.NaN`): a shared function that sees several kinds of arrays is slower there.
 */
export function numberAt(values: ArrayLike<number>, i: number): number {
  return values[i] ?? Number.NaN
}

/** The element at an index; throws a RangeError where there is none, which is a mistake in the program. */
export function elementAt<T>(list: ArrayLike<T>, i: number): T {
  const element = list[i]
  if (element === undefined) throw new RangeError(`there is no element ${i} among ${list.length}`)
  return element
}

/** The first and the last of `length` values; undefined when there are none. */
export function firstAndLast(values: ArrayLike<number>, length = values.length): readonly [number, number] | undefined {
  return length > 0 ? [numberAt(values, 0), numberAt(values, length - 1)] : undefined
}
