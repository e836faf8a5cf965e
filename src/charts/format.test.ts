import { describe, expect, it } from 'vitest'
import { formatCompact, formatValue, plainValue, tickExponent } from './format'

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

it('plain numbers for axes and for screen readers', () => {
  expect(tickExponent(1e-4)).toBe('1e-4')
  expect(tickExponent(2.5e7)).toBe('2.5e7')
  expect(plainValue(0.52)).toBe('0.52')
  expect(plainValue(0.001)).toBe('1.0e-3')
  expect(plainValue(90)).toBe('90')
  expect(plainValue(Number.NaN)).toBe('undefined')
})
