/** How digits are written for people: the same on the page, in charts, in messages and on the command line. */

/** Between groups of digits, and between a number and its unit. */
export const THIN = '\u2009'

/** Groups of three: 7840016 → "7 840 016"; digits after a point stay together. */
export function grouped(number: number | string): string {
  const [whole = '', fraction] = String(number).split('.')
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, THIN)
  return fraction === undefined ? spaced : `${spaced}.${fraction}`
}

const SUB = '₀₁₂₃₄₅₆₇₈₉'

/** An index as subscript digits: 12 → "₁₂". */
export function subscript(index: number): string {
  return [...String(index)].map(c => SUB[Number(c)] ?? c).join('')
}

/** A number as a message gives it, with four digits: 0.123456 → "0.1235", null → "NaN". */
export const fourDigits = (value: number | null | undefined) => String(Number((value ?? Number.NaN).toPrecision(4)))
