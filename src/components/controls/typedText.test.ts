import { expect, it } from 'vitest'
import { FIELDS, parseValue } from '../../scenario'
import { plainValue } from './plainNumber'
import { isAsInLinks, shownText, typedText } from './typedText'

it('a number in the notation of links means the same in every other, so that nothing has to be fetched for it', () => {
  const real = { ...FIELDS.arm.eta, min: -1e9, max: 1e9 }
  for (const text of ['0.3', ' -2e-1 ', '.5', '3.', '1E+2', '1.250']) {
    expect(isAsInLinks(text, real)).toBe(true)
    expect(parseValue(real, plainValue(text, real))).toBe(Number(text))
  }
  for (const text of ['20000', '2e4']) {
    expect(isAsInLinks(text, FIELDS.data.n)).toBe(true)
    expect(parseValue(FIELDS.data.n, plainValue(text, FIELDS.data.n))).toBe(20_000)
  }
  for (const text of ['0,3', '1/3', '4·10⁻⁴', '1 000', '', '+1']) expect(isAsInLinks(text, real)).toBe(false)
  for (const text of ['20.000', '20,000', '2.5']) expect(isAsInLinks(text, FIELDS.data.n)).toBe(false)
  expect(isAsInLinks('0.5, 2', FIELDS.data.values)).toBe(false)
})

it('shows six digits of a number, and types all of them', () => {
  for (const [value, shown] of [
    [0.02 / 0.35, '0.0571429'],
    [1 / 3e9, '3.33333e-10'],
    [0.1 + 0.2, '0.3'],
    [20000000, '20000000'],
    [123456789.5, '123457000'],
    [0.35, '0.35'],
  ] as const) {
    expect(shownText(value)).toBe(shown)
    expect(Number(typedText(value))).toBe(value)
    expect(Math.abs(Number(shownText(value)) / value - 1)).toBeLessThan(5e-6)
  }
  expect(shownText([1, 1 / 3])).toBe('1, 0.3333333333333333')
  expect(shownText('wasm')).toBe('wasm')
})
