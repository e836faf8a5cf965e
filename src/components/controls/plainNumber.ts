/** Numbers as people type and paste them, in the digits of links: `plainValue(text, field)`. What is no number stays none. */
import type { Field } from '../../scenario'

/** The text of a field of numbers. */
export function plainValue(text: string, field: Field): string {
  if (field.kind === 'list') return plainList(text, field.whole)
  return plainNumber(text, field.kind === 'integer')
}

const POWERS = [/^(.+)[·×x*⋅∙]10(?:\^|(?=[-+]))([-+]?\d+)$/, /^(1)0\^([-+]?\d+)$/, /^(.+)[ed]([-+]?\d+)$/i]

/** "2e−1", "+0,4", "4.00·10⁻⁴", "1 000", "1/3"; a comma groups digits in whole numbers, and is a decimal one in others. */
export function plainNumber(text: string, whole = false): string {
  const plain = text
    .replace(/[⁺⁻⁰¹²³⁴-⁹]+/g, '^$&')
    .normalize('NFKC')
    .replace(/[−‐–]/g, '-')
    .replace(/[\s'’_]/g, '')
    .replace(/^\+/, '')
  const [above = '', below, more] = plain.split('/')
  if (above && below && more === undefined) return String(Number(plainNumber(above)) / Number(plainNumber(below)))
  const [, mantissa, exponent] = POWERS.map(power => power.exec(plain)).find(Boolean) ?? []
  return mantissa && exponent ? `${pointed(mantissa, false)}e${exponent}` : pointed(plain, whole)
}

/** Several numbers, between semicolons, commas or spaces; the first of these that there are stand between the numbers. */
export function plainList(text: string, whole = false): string {
  const spaced = /\d[ \t]+[\d.+−-]/.test(text) && !/,\s/.test(text)
  const parts = text.trim().split(text.includes(';') ? ';' : spaced ? /\s+/ : ',')
  return parts.map(part => plainNumber(part, whole)).join(',')
}

/** Digits with a decimal point, whatever sign stands for it or groups them. */
function pointed(digits: string, whole: boolean): string {
  const [, sign] = /^-?[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*$/.exec(digits) ?? []
  const last = Math.max(digits.lastIndexOf(','), digits.lastIndexOf('.'))
  if (sign && (whole || digits.indexOf(sign) < last)) return digits.replaceAll(sign, '')
  return last < 0 ? digits : `${digits.slice(0, last).replace(/(\d)[.,](?=\d{3}(?:\D|$))/g, '$1')}.${digits.slice(last + 1)}`
}
