import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AS_BEFORE } from '../../lib/dataChoice'
import { failure, read, said, text } from './testing'

const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map(v => v / 1000),
)
const table = fc
  .integer({ min: 2, max: 5 })
  .chain(columns => fc.array(fc.array(number, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }))

describe('CSV', () => {
  it('reads what was written, to the bit, with every separator and line end, with and without header and quotes', () => {
    const cell = (v: number, quotes: boolean) => {
      const digits = Object.is(v, -0) ? '-0' : String(v)
      return quotes ? `"${digits}"` : ` ${digits} `
    }
    const style = fc.record({
      separator: fc.constantFrom(',', ';', '\t'),
      end: fc.constantFrom('\n', '\r\n', '\r'),
      header: fc.boolean(),
      quotes: fc.boolean(),
      last: fc.boolean(),
      mark: fc.boolean(),
    })
    fc.assert(
      fc.property(table, style, (rows, { separator, end, header, quotes, last, mark }) => {
        const lines = rows.map(row => row.map(v => cell(v, quotes)).join(separator))
        const names = rows[0].map((_, k) => `"name${separator}${k}"`).join(separator)
        const file = text((mark ? '\ufeff' : '') + (header ? [names, ...lines] : lines).join(end) + (last ? end : ''))
        const { samples, targets } = read(file)
        expect([...samples!.X]).toEqual(rows.flatMap(row => row.slice(0, -1)))
        expect([...targets!.values]).toEqual(rows.map(row => row.at(-1)))
        expect(samples).toMatchObject({ n: rows.length, of: rows.length, d: rows[0].length - 1, bytes: false })
      }),
    )
  })

  it('finds the column of targets', () => {
    const file = text('label,a,b', '3,1,2', '4,5,6')
    expect(read(file)).toMatchObject({ targets: { values: Float64Array.of(3, 4) }, samples: { X: Float64Array.of(1, 2, 5, 6) } })
    expect(read(file, { choice: { ...AS_BEFORE, target: '2' } }).targets!.values).toEqual(Float64Array.of(1, 5))
    expect(read(file, { choice: { ...AS_BEFORE, target: '3' } }).targets!.values).toEqual(Float64Array.of(2, 6))
    expect(said(file, { choice: { ...AS_BEFORE, target: '4' } })).toBe('target: found 4; allowed are columns from 1 to 3')
    expect(read(text('0,1,2', '3,4,5'), { choice: { ...AS_BEFORE, header: 'yes' } }).samples).toMatchObject({
      n: 1,
      X: Float64Array.of(3, 4),
    })
  })

  it('reads classes by name', () => {
    const { targets } = read(text('1,2,setosa', '3,4,virginica', '', '5,6,setosa'))
    expect(targets!.classes).toEqual({ labels: Int32Array.of(0, 1, 0), names: ['setosa', 'virginica'] })
    expect(said(text('1,2,setosa', '3,4,'))).toBe('row 2, column 3 is empty, a class expected')
  })

  it('knows rows of pixels', () => {
    const row = Array.from({ length: 64 }, (_, k) => k * 4)
    expect(read(text(['7', ...row].join(), ['8', ...row].join()), { choice: { ...AS_BEFORE, target: '1' } }).samples).toMatchObject({
      bytes: true,
      shape: [8, 8],
    })
    expect(read(text('200,3,1', '4,5,2')).samples).toMatchObject({ bytes: false, shape: [2] })
  })

  it('reads the first rows only where asked, and still counts', () => {
    const rows = Array.from({ length: 9000 }, (_, i) => `${i},${i + 1},${i % 3}`)
    expect(read(text(...rows), { most: 2 })).toMatchObject({
      samples: { n: 2, of: 9000, X: Float64Array.of(0, 1, 1, 2) },
      targets: { of: 9000 },
    })
    expect(read(text(...rows)).samples!.X[17_999]).toBe(9000)
  })

  it('says where and what', () => {
    const rows = Array.from({ length: 20 }, () => '1,2,3,4')
    rows[16] = '1,2,abc,4'
    expect(said(text(...rows))).toBe('row 17, column 3: “abc” is not a number')
    expect(failure(text(...rows))).toMatchObject({ what: 'row 17, column 3', found: '“abc”', expected: 'a number' })
    expect(said(text('a,b', '', '1,2', 'NaN,3'))).toBe('row 4, column 1: NaN found, a finite number expected')
    expect(said(text('1,2', '1,-inf'))).toBe('row 2, column 2: −Infinity found, a finite number expected')
    expect(said(text('1,2', '1e999,2'))).toBe('row 2, column 1: Infinity found, a finite number expected')
    expect(said(text('1,2', ',2'))).toBe('row 2, column 1 is empty, a number expected')
    expect(said(text('1,2,3', '1,2'))).toBe('row 2 has 2 columns, 3 expected as in the first row')
    expect(said(text('a,b'))).toBe('file holds a header and no rows of data')
    expect(said(text('1', '2'))).toMatch('one column found, two or more expected')
    expect(said(text('', ' ', ''))).toBe('file holds no rows, a table of numbers expected')
    expect(said(text('1,"2', '3,4'))).toBe('row 1, column 2: the opening quote is never closed')
    expect(said(text('1,2', '"1"x,2'))).toBe('row 2, column 1: text behind the closing quote, a separator expected')
    expect(said(text('1,2', `${'z'.repeat(60)},2`))).toBe(`row 2, column 1: “${'z'.repeat(40)}…” is not a number`)
  })
})
