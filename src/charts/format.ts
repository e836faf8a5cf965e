/** Numbers as text: `format*` for prose and tooltips, `tick*` for axes, `plain*` for what is spoken or pasted. */
import { grouped, THIN } from '../lib/digits'

export const MINUS = '\u2212'
const SUPERSCRIPT: Record<string, string> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
}

/** An integer's superscript: −4 → "⁻⁴". */
export function superscript(exponent: number): string {
  return [...String(exponent)].map(c => SUPERSCRIPT[c] ?? c).join('')
}

/** Mantissa and exponent: "3·10⁻⁴", "10⁻⁴" for a mantissa of 1 without decimals, the mantissa alone for 10⁰. */
function powerOfTen(mantissa: string, exponent: string): string {
  if (Number(exponent) === 0) return mantissa
  return `${mantissa === '1' ? '' : `${mantissa}·`}10${superscript(Number(exponent))}`
}

function infinityText(value: number): string {
  return Number.isNaN(value) ? '–' : value > 0 ? '∞' : `${MINUS}∞`
}

/**
 * A value for reading: 1204 → "1 204", 0.0312 → "0.0312", 0.00012 → "1.20·10⁻⁴".
 * @param digits significant digits (3); integers below a thousand million, as steps are, are written out whatever it is
 * @param unit put after the number with a thin space
 */
export function formatValue(value: number, digits = 3, unit = ''): string {
  const tail = unit ? THIN + unit : ''
  if (!Number.isFinite(value)) return infinityText(value) + tail
  const size = Math.abs(value)
  const sign = value < 0 ? MINUS : ''
  if (size === 0) return `0${tail}`
  if (Number.isInteger(value) && size < 1e9) return sign + grouped(String(size)) + tail
  const rounded = Number(size.toPrecision(digits))
  if (rounded >= 1e-3 && rounded < 1e5) {
    const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(rounded) + 1e-12))
    return sign + grouped(size.toFixed(Math.min(20, decimals))) + tail
  }
  const [mantissa, exponent] = size.toExponential(digits - 1).split('e') as [string, string]
  return sign + powerOfTen(mantissa, exponent) + tail
}

/** A short count: 3100 → "3.1 k", 12 → "12", 2.5e6 → "2.5 M". */
export function formatCompact(value: number, unit = ''): string {
  const tail = unit ? (Math.abs(value) >= 1000 ? unit : THIN + unit) : ''
  if (!Number.isFinite(value)) return infinityText(value) + tail
  for (const [size, suffix] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (Math.abs(value) >= size * 0.9995)
      return `${Number((value / size).toPrecision(2 + Number(Math.abs(value) >= 100 * size)))}${THIN}${suffix}${tail}`
  }
  return formatValue(Number(value.toPrecision(3))) + tail
}

/** A power of ten for axes, without clutter: 10⁻⁴, 2.5·10⁷; 1 for 10⁰. */
export function tickExponent(value: number, digits = 2): string {
  if (value === 0) return '0'
  if (!Number.isFinite(value)) return infinityText(value)
  const [mantissa, exponent] = Math.abs(value)
    .toExponential(digits - 1)
    .split('e') as [string, string]
  return (value < 0 ? MINUS : '') + powerOfTen(mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa, exponent)
}

/** An end of a colour scale: as for reading, powers of ten as on axes. */
export function scaleValue(value: number, digits: number): string {
  const read = formatValue(value, digits)
  return read.includes('·10') ? tickExponent(value, digits) : read
}

/** A setting for a label: 0.5, 0.005, 2·10⁻⁴; as few digits as say it. */
export function tickValue(value: number, digits = 3): string {
  const size = Math.abs(value)
  const plain = size === 0 || (Number.isInteger(value) ? size < 1e6 : size >= 1e-3 && size < 1e5)
  if (!(plain && Number.isFinite(value))) return tickExponent(value, digits)
  return (value < 0 ? MINUS : '') + String(Number.isInteger(size) ? size : Number(size.toPrecision(digits)))
}

/** A number to be spoken or pasted: 0.52, 1204, 1.0e-3. */
export function plainValue(value: number, digits = 2): string {
  if (Number.isNaN(value)) return 'undefined'
  if (!Number.isFinite(value)) return value > 0 ? 'infinity' : 'minus infinity'
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (Number.isInteger(value) && size < 1e6) return String(value)
  return size >= 0.01 && size < 1e4 ? String(Number(value.toPrecision(digits))) : value.toExponential(digits - 1).replace('e+', 'e')
}
