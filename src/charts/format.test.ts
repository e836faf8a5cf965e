import { describe, expect, it } from 'vitest'
import { formatCompact, formatValue, plainValue, scaleValue, tickExponent, tickValue } from './format'

describe('formatValue', () => {
  it.each([
    [1204, '1\u2009204'],
    [0, '0'],
    [-3, '−3'],
    [1.0234, '1.02'],
    [0.0312, '0.0312'],
    [0.00012, '1.20·10⁻⁴'],
    [-4.56e9, '−4.56·10⁹'],
    [12345.6, '12\u2009346'],
    [0.9999, '1.00'],
    [Number.NaN, '–'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%s → %s', (value, text) => expect(formatValue(value)).toBe(text))
  it('takes digits and a unit', () => {
    expect(formatValue(0.00012, 2)).toBe('1.2·10⁻⁴')
    expect(formatValue(16.67, 3, 'ms')).toBe('16.7\u2009ms')
  })
})

describe('formatCompact', () => {
  it.each([
    [12, '12'],
    [3100, '3.1\u2009k'],
    [999.9, '1\u2009k'],
    [123_456, '123\u2009k'],
    [2.5e6, '2.5\u2009M'],
  ])('%s → %s', (value, text) => expect(formatCompact(value)).toBe(text))
})

it('writes powers of ten on axes without what says nothing', () => {
  const texts = [1e-10, 3e-4, -1e-3, -2.5e7, 1, 2.5, 9.7, 0, 1.04e-4, Number.NaN, Number.NEGATIVE_INFINITY].map(v => tickExponent(v))
  expect(texts).toEqual(['10⁻¹⁰', '3·10⁻⁴', '−10⁻³', '−2.5·10⁷', '1', '2.5', '9.7', '0', '10⁻⁴', '–', '−∞'])
  expect([9.7e-5, 1.2e300].map(v => tickExponent(v, 1))).toEqual(['10⁻⁴', '10³⁰⁰'])
  expect(formatValue(1e-4, 1)).toBe('10⁻⁴')
  expect(formatValue(1e-4, 2)).toBe('1.0·10⁻⁴')
})

it('writes settings on labels in as few digits as say them', () => {
  const texts = [0.5, 0.55, 0.005, 1 / 3, 1e-4, 1.5e-5, -0.25, 4096, 3e6, 0].map(v => tickValue(v))
  expect(texts).toEqual(['0.5', '0.55', '0.005', '0.333', '10⁻⁴', '1.5·10⁻⁵', '−0.25', '4096', '3·10⁶', '0'])
})

it('writes the ends of colour scales as sentences do, with powers of ten as on axes', () => {
  const texts = [0.01, 1e-3, 1e-4, 9.4e-15, 25_000, 3e9].map(v => scaleValue(v, 2))
  expect(texts).toEqual(['0.010', '0.0010', '10⁻⁴', '9.4·10⁻¹⁵', '25\u2009000', '3·10⁹'])
})

it('speaks in plain numbers', () => {
  expect(plainValue(0.52)).toBe('0.52')
  expect(plainValue(0.001)).toBe('1.0e-3')
  expect(plainValue(90)).toBe('90')
  expect(plainValue(Number.NaN)).toBe('undefined')
})
