/** What was read of files, for those who want to check it: `summaryOf`. */

import type { DataChoice } from '../../lib/dataChoice'
import { placesText } from '../../lib/lists'
import { rolesOf } from './choose'
import { type Content, sheetsOf } from './contents'
import type { DataTable } from './join'
import { counted } from './predicted'
import type { ColumnFacts, Summary } from './proposal'
import { columnName } from './sheet'

const rangeOf = (numbers: ArrayLike<number>, from = 0, step = 1): readonly [number, number] => {
  let [least, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let k = from; k < numbers.length; k += step) {
    if (numbers[k] < least) least = numbers[k]
    if (numbers[k] > largest) largest = numbers[k]
  }
  return [least, largest]
}

/** Entries that are the same in all samples, from 0. */
function constantEntries({ samples: { X, n, d } }: DataTable): number[] {
  const same = new Uint8Array(d).fill(1)
  for (let i = 1; i < n; i++) for (let j = 0; j < d; j++) if (X[i * d + j] !== X[j]) same[j] = 0
  return [...same.keys()].filter(j => same[j])
}

/** How a table came about: the choice, the facts it stands on, and the rows that were left out. */
interface Read {
  readonly choice: DataChoice
  readonly facts: readonly ColumnFacts[]
  readonly leftOut: number
}

/** What was read, in numbers. */
export function summaryOf(table: DataTable, contents: readonly Content[], { choice, facts, leftOut }: Read): Summary {
  const { samples, targets } = table
  const sheets = sheetsOf(contents)
  const sheet = sheets.length === contents.length ? sheets[0]?.sheet : undefined
  const roles = sheet && contents.length === 1 ? rolesOf(sheet, choice) : null
  const names = (places: readonly number[]) =>
    places.length === 0 ? [] : sheet?.names ? places.map(k => columnName(sheet, k)) : placesText(places).split(',')
  const inputs = (kind: ColumnFacts['kind']) => roles?.inputs.filter(k => facts[k].kind === kind) ?? []
  return {
    rows: samples.n,
    left_out: leftOut,
    columns: sheet ? sheet.columns : samples.d + targets.outputs,
    targets: roles ? names(roles.targets) : (targets.names ?? []).slice(),
    dropped: roles ? names(roles.dropped) : [],
    constant: roles ? names(inputs('constant')) : placesText(constantEntries(table)).split(',').filter(Boolean),
    duplicate: names(inputs('duplicate')),
    classes: counted(targets),
    range: rangeOf(samples.X),
    target_range: targets.classes ? [] : Array.from({ length: targets.outputs }, (_, c) => rangeOf(targets.values, c, targets.outputs)),
  }
}
