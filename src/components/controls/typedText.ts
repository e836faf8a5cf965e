import type { Field, FieldValue } from '../../scenario'

/** A value as it would be typed. */
export const typedText = (value: FieldValue) => (Array.isArray(value) ? value.join(', ') : String(value))

/** Digits of a number that is looked at; all of them stand there while it is edited. */
const SHOWN = 6

/** A value as it is shown: a number with at most six significant digits. */
export const shownText = (value: FieldValue) =>
  typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toPrecision(SHOWN))) : typedText(value)

const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Whether typed text is one number in the notation of links, and in no other: a point in a whole number may group its digits. */
export const isAsInLinks = (text: string, field: Field): boolean =>
  field.kind === 'text' ||
  field.kind === 'choice' ||
  (field.kind !== 'list' && NUMBER.test(text.trim()) && !(field.kind === 'integer' && text.includes('.')))
