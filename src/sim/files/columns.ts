/** What the columns of a table hold: `columnsOf`. */

import { Fingerprint } from '../../lib/fingerprint'
import { isMissing } from './cellNumbers'
import { CELLS } from './choose'
import { MOST_CLASSES } from './predicted'
import type { Steps } from './progress'
import type { ColumnFacts, ColumnKind } from './proposal'
import { columnName, type Sheet } from './sheet'

/** Different values that are counted. */
const MOST_DISTINCT = 1000

/** Names of columns that number the rows. */
const INDEX_NAME = /^(#|unnamed: ?\d+|(.*[ _.-])?(id|idx|index|nr|no|row|rownames?))$/i
const INDEX_ENDING = /[a-z](Id|ID)$/

/** What one pass over a column finds. */
interface Found extends ColumnFacts {
  readonly counts: boolean
  readonly texts: number
  readonly hash: string
}

function lookAt(sheet: Sheet, k: number): Found {
  const { values, columns, n, texts } = sheet
  const of = texts[k]
  const column = new Float64Array(n)
  const seen = new Set<number | string>()
  let [missing, count, words] = [0, 0, 0]
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let whole = true
  let counts = n > 2
  for (let i = 0; i < n; i++) {
    const value = values[i * columns + k]
    column[i] = value
    const code = of ? of.codes[i] : 0
    if (Number.isFinite(value)) {
      count++
      if (value < min) min = value
      if (value > max) max = value
      if (!Number.isInteger(value)) whole = false
      if (seen.size <= MOST_DISTINCT) seen.add(of?.named ? of.kinds[code - 1] : value)
    } else if (code > 0 && isMissing(of!.kinds[code - 1], of!.named)) missing++
    else if (Number.isNaN(value)) {
      words++
      if (seen.size <= MOST_DISTINCT) seen.add(code > 0 ? of!.kinds[code - 1] : `${i}`)
    } else missing++
    if (i > 0 && value !== column[i - 1] + 1) counts = false
  }
  const hash = new Fingerprint().add(column)
  if (of) hash.add(of.codes)
  const more = seen.size > MOST_DISTINCT
  const numbers = count > 0 ? { min, max } : { min: Number.NaN, max: Number.NaN }
  const distinct = Math.min(seen.size, MOST_DISTINCT)
  return {
    name: columnName(sheet, k),
    kind: 'number',
    distinct,
    more,
    missing,
    ...numbers,
    of: 0,
    whole: whole && count > 0,
    counts,
    texts: words,
    hash: hash.digest(),
  }
}

/** Whether a column numbers the rows, or names them: the first one without a name of its own, or one that is called so. */
function isIndex({ names, n }: Sheet, k: number, { counts, distinct, more, whole, texts, missing }: Found): boolean {
  const name = names?.[k]?.trim()
  const called = name !== undefined && (INDEX_NAME.test(name) || INDEX_ENDING.test(name))
  if (missing > 0) return false
  const each = more || distinct === n
  if (texts === n) return each && k === 0 && name === '' && n > 2
  return texts === 0 && whole && ((called && each && n > 2) || (counts && k === 0 && !name))
}

function kindOf(sheet: Sheet, k: number, found: Found, before: ReadonlyMap<string, number>): ColumnKind {
  const { distinct, more, texts, missing } = found
  if (isIndex(sheet, k, found)) return 'index'
  if (distinct < 2 && !more) return 'constant'
  // Texts of few kinds, each of them twice at least, are classes.
  if (2 * texts >= sheet.n - missing) return !more && distinct <= MOST_CLASSES && 2 * distinct <= sheet.n ? 'class' : 'text'
  return before.has(found.hash) ? 'duplicate' : 'number'
}

/** The facts of every column, in slices. */
export function* columnsOf(sheet: Sheet): Steps<ColumnFacts[]> {
  const before = new Map<string, number>()
  const facts: ColumnFacts[] = []
  let looked = 0
  for (let k = 0; k < sheet.columns; k++) {
    const found = lookAt(sheet, k)
    const kind = kindOf(sheet, k, found, before)
    const { counts: _counts, texts: _texts, hash, ...rest } = found
    facts.push({ ...rest, kind, of: kind === 'duplicate' ? (before.get(hash) ?? 0) : 0 })
    if (!before.has(hash)) before.set(hash, k + 1)
    looked += sheet.n
    if (looked < CELLS) continue
    looked = 0
    yield { stage: 'reading', done: k + 1, total: sheet.columns }
  }
  return facts
}
