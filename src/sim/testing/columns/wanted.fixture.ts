/** What a derivation says of a number: where it must lie. */
export interface Wanted {
  readonly from: number
  readonly to: number
  /** The sign is not determined. */
  readonly upToSign?: true
  /** The number itself is a bound, not to be told from a near one. */
  readonly bound?: true
}

const TOLERANCE = 1e-7

/** Equal to a relative error of 1e-7 of `scale`; NaN asks for NaN: a number that does not exist here. */
export const near = (value: number, scale = Math.abs(value)): Wanted => ({ from: value - TOLERANCE * scale, to: value + TOLERANCE * scale })
export const between = (from: number, to: number): Wanted => ({ from, to, bound: true })
export const upToSign = (value: number, scale: number): Wanted => ({ ...near(Math.abs(value), scale), upToSign: true })
/** Does not exist here. */
export const ABSENT: Wanted = { from: Number.NaN, to: Number.NaN }
/** Not derived in this case: another one has it. */
export const ELSEWHERE: Wanted = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }

/** Whether one thousandth more would not be taken for the same. */
export const isSharp = (found: number, wanted: Wanted): boolean => wanted.bound === true || !meets(1.001 * found || 1e-3, wanted)

export function meets(found: number, { from, to, upToSign: unsigned }: Wanted): boolean {
  if (Number.isNaN(from)) return Number.isNaN(found)
  if (from === Number.NEGATIVE_INFINITY) return true
  const value = unsigned ? Math.abs(found) : found
  return value >= from && value <= to
}
