/** Whether commas in numbers are decimal marks or group digits, where the numbers do not tell: `doubtfulComma`. */

import { COMMA, POINT } from './cellNumbers'
import { cellText } from './csvCells'

const NUMBER = /^[-+−–]?[\d.,]+$/
const EITHER = /^[-+−–]?[1-9]\d{0,2},\d{3}$/

/** The first number with a comma, where all that have one are like 1,234 and none has a point; '' where they tell. */
export function doubtfulComma(
  bytes: Uint8Array,
  rows: readonly { readonly from: readonly number[]; readonly to: readonly number[] }[],
): string {
  let first = ''
  for (const { from, to } of rows)
    for (const [k, at] of from.entries()) {
      const cell = bytes.subarray(at, to[k])
      if (!cell.includes(COMMA) && !cell.includes(POINT)) continue
      const text = cellText(bytes, at, to[k])
      if (!NUMBER.test(text)) continue
      if (!EITHER.test(text)) return ''
      first ||= text
    }
  return first
}
