import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { encodeParquet, type ParquetColumn } from './parquet'

const bufferOf = (file: Uint8Array) => file.slice().buffer as ArrayBuffer
const rowsOf = (columns: readonly ParquetColumn[]) => parquetReadObjects({ file: bufferOf(encodeParquet(columns)) })

describe('a table in Parquet', () => {
  it('keeps every bit of a number, NaN and -0 among them, beside whole numbers and texts', async () => {
    const numbers = [0.1, -0, 0, Number.NaN, Number.POSITIVE_INFINITY, -5e-324, 0, Number.NaN]
    const whole = [0, -1, 2 ** 31, 2 ** 53, '17', 5, 5, 5]
    const texts = ['a', '', 'µ, “x”\n', 'a', 'a', 'a', 'a', 'a']
    const rows = await rowsOf([
      { name: 'x', kind: 'number', cells: numbers },
      { name: 'k', kind: 'integer', cells: whole },
      { name: 'link', kind: 'text', cells: texts },
    ])
    expect(rows.map(row => row.x)).toEqual(numbers)
    expect(rows.map(row => row.k)).toEqual(whole.map(BigInt))
    expect(rows.map(row => row.link)).toEqual(texts)
  })

  it('names its types, and says of no cell that it may be missing', () => {
    const file = encodeParquet([
      { name: 'x', kind: 'number', cells: ['1', 2] },
      { name: 'k', kind: 'integer', cells: [1, 2] },
      { name: 't', kind: 'text', cells: ['1', 2] },
    ])
    const found = parquetSchema(parquetMetadata(bufferOf(file))).children.map(({ element }) => element)
    expect(found).toMatchObject([
      { name: 'x', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      { name: 'k', type: 'INT64', repetition_type: 'REQUIRED' },
      { name: 't', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
    ])
  })

  it('is one row group however many rows there are, and the same bytes each time', async () => {
    const cells = Array.from({ length: 2500 }, (_, i) => i / 7)
    const columns: ParquetColumn[] = [{ name: 'x', kind: 'number', cells }]
    expect((await rowsOf(columns)).map(row => row.x)).toEqual(cells)
    expect(parquetMetadata(bufferOf(encodeParquet(columns))).row_groups).toHaveLength(1)
    expect(encodeParquet(columns)).toEqual(encodeParquet(columns))
    expect(await rowsOf([{ name: 'x', kind: 'number', cells: [] }])).toEqual([])
  })
})
