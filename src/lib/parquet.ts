/** Writes tables as Apache Parquet: `encodeParquet(columns)` gives the bytes of a .parquet file. */

import { parquetWriteBuffer } from 'hyparquet-writer'

/** A column; numbers are float64, whole numbers int64, texts UTF-8. Cells may be the texts of numbers. */
export interface ParquetColumn {
  readonly name: string
  readonly kind: 'number' | 'integer' | 'text'
  readonly cells: readonly (string | number)[]
}

const TYPES = { number: 'DOUBLE', integer: 'INT64', text: 'STRING' } as const

/** A table in one row group, none of whose cells is null: equal columns give equal bytes. */
export function encodeParquet(columns: readonly ParquetColumn[]): Uint8Array {
  const rows = columns[0]?.cells.length ?? 0
  const columnData = columns.map(({ name, kind, cells }) => {
    const type = TYPES[kind]
    if (kind === 'text') return { name, type, nullable: false, data: cells.map(String) }
    const numbers = cells.map(Number)
    // A dictionary would keep one of −0 and 0, and the least and largest of numbers with NaN among them are none.
    return { name, type, nullable: false, encoding: 'PLAIN' as const, data: kind === 'integer' ? numbers.map(BigInt) : numbers }
  })
  const file = parquetWriteBuffer({ columnData, statistics: false, rowGroupSize: Math.max(1, rows), createdBy: 'noisescope' })
  return new Uint8Array(file)
}
