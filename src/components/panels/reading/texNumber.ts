/** A number as TeX: 1.07, 1.2·10⁻⁴. */
export function texNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return '\\text{–}'
  if (!Number.isFinite(value)) return value > 0 ? '\\infty' : '-\\infty'
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (Number.isInteger(value) && size < 1e6) return String(value)
  if (size >= 1e-3 && size < 1e5) return String(Number(value.toPrecision(digits)))
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e') as [string, string]
  return `${mantissa}\\cdot10^{${Number(exponent)}}`
}
