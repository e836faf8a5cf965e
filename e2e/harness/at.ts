/** The entry of an array whose index is known to lie in it, bounded by the loop around it. */
export const at = (values: ArrayLike<number>, index: number) => values[index] as number
