import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatValue } from '../../charts'
import { FIELDS, parseValue } from '../../scenario'
import { plainList, plainNumber, plainValue } from './plainNumber'

const READ: readonly [text: string, value: number][] = [
  ['0,3', 0.3],
  ['2e−1', 0.2],
  ['2E–1', 0.2],
  ['1d-3', 0.001],
  ['+0.4', 0.4],
  ['+ 0,4', 0.4],
  ['4.00·10⁻⁴', 4e-4],
  ['−4,00·10⁻⁴', -4e-4],
  ['4.00×10^-4', 4e-4],
  ['4 x 10-4', 4e-4],
  ['4*10^+2', 400],
  ['10⁻³', 0.001],
  ['10^2', 100],
  ['1 000', 1000],
  ['1\u2009000', 1000],
  ['1\u00a0000,5', 1000.5],
  ["1'000.5", 1000.5],
  ['1.234,5', 1234.5],
  ['1,234.5', 1234.5],
  ['1.234.567', 1234567],
  ['1,250', 1.25],
  ['0,125', 0.125],
  ['.5', 0.5],
  [',5', 0.5],
  ['５．２', 5.2],
  ['1/3', 1 / 3],
  ['−1/4', -0.25],
  ['0,5/2', 0.25],
]
const NONE = [
  '',
  'abc',
  '0x10',
  '1e',
  '10-4',
  '2·104',
  '1/0',
  '1/2/3',
  '/3',
  '3/',
  '-/3',
  '1,2,3',
  '4·',
  '--1',
  '1..2',
  'NaN',
  'Infinity',
  '1e400',
  '5 %',
]

describe('a typed number', () => {
  it.each(READ)('%s is read', (text, value) => {
    expect(parseValue({ ...FIELDS.arm.eta, min: -1e9, max: 1e9 }, plainNumber(text))).toBe(value)
  })

  it.each(NONE)('%s is none', text => {
    expect(() => parseValue({ ...FIELDS.arm.eta, min: -1e9, max: 1e9 }, plainNumber(text))).toThrow()
  })

  it('that is whole takes points and commas between three digits for what groups them', () => {
    const read = (text: string) => parseValue(FIELDS.data.n, plainValue(text, FIELDS.data.n))
    for (const text of ['20,000', '20.000', '20 000', '2·10⁴', '2e4']) expect(read(text)).toBe(20_000)
    for (const text of ['2.5', '2,5', '0,125']) expect(() => read(text)).toThrow()
  })

  it('is read back as the page writes it', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), value => {
        expect(Number(plainNumber(formatValue(value, 17)))).toBe(value + 0)
        expect(Number(plainNumber(String(value)))).toBe(value + 0)
      }),
    )
  })
})

it('a typed list has semicolons, commas or spaces between its numbers', () => {
  for (const text of ['0.5, 1.5,2', '0,5; 1,5; 2', '0.5 1.5 2', '0,5 1,5 2', '5·10⁻¹, 1.5, 2'])
    expect(plainList(text)).toMatch(/^(0\.5|5e-1),1\.5,2$/)
  expect(plainList('64,256, 1024', true)).toBe('64,256,1024')
  expect(plainList('1\u2009024; 20,000', true)).toBe('1024,20000')
  expect(plainList('3')).toBe('3')
})
