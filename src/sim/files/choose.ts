/** A table under a choice: which columns are inputs, which are targets, which rows are left out. */

import type { DataChoice } from '../../lib/dataChoice'
import { grouped } from '../../lib/digits'
import { placesOf } from '../../lib/lists'
import { isMissing } from './cellNumbers'
import { cellName } from './csvCells'
import { type DataPart, type FileTargets, namedTargets, targetsFrom } from './data'
import { notFiniteError } from './elements'
import { checkEntries, DataFileError, quoted } from './error'
import type { Steps } from './progress'
import { columnName, type Sheet, textAt } from './sheet'

const LABEL_COLUMNS = ['label', 'class', 'target', 'y']
/** Cells between two signs of life. */
export const CELLS = 500_000

/** Places of inputs, targets and of what is left out, from 0. */
export interface Roles {
  readonly inputs: readonly number[]
  readonly targets: readonly number[]
  readonly dropped: readonly number[]
}

/** Whether a column is called as targets usually are. */
export const isUsualTarget = (name: string): boolean => LABEL_COLUMNS.includes(name.toLowerCase())

/** The one target where none is named: a column that is called label, class, target or y, else the last. */
function usualTarget({ names }: Sheet, left: readonly number[]): number {
  const at = LABEL_COLUMNS.map(label => left.find(k => names?.[k]?.toLowerCase() === label)).find(k => k !== undefined)
  return at ?? left[left.length - 1]
}

/** Whether a table holds inputs and targets, or only one of them because another file holds the others. */
export type PartRole = 'both' | 'inputs' | 'targets'

/** Places from 0, ascending, of '1,3-5' in a table of so many columns; refuses those beyond it. `what` names the choice in the message. */
export const columnsAt = (text: string, columns: number, what: string): number[] =>
  placesOf(text, columns, part => {
    const allowed = `columns from 1 to ${grouped(columns)}`
    throw new DataFileError(what, part, allowed, `${what}: found ${part}; allowed are ${allowed}`)
  })

/** What every column of a table is under a choice. */
export function rolesOf(sheet: Sheet, { target, drop }: Pick<DataChoice, 'target' | 'drop'>, role: PartRole = 'both'): Roles {
  const all = Array.from({ length: sheet.columns }, (_, k) => k)
  if (role === 'targets') return { inputs: [], targets: all, dropped: [] }
  const dropped = columnsAt(drop, sheet.columns, 'drop')
  const left = new Set(all)
  for (const k of dropped) left.delete(k)
  if (left.size === 0) throw new DataFileError('drop', 'every column', 'some columns that are kept', 'drop: every column is left out')
  if (role === 'inputs') return { inputs: [...left], targets: [], dropped }
  const targets = target ? columnsAt(target, sheet.columns, 'target') : [usualTarget(sheet, [...left])]
  const both = targets.find(k => !left.has(k))
  if (both !== undefined) {
    const name = columnName(sheet, both)
    throw new DataFileError('target', name, 'a column that is not left out', `target: ${quoted(name)} is left out, it cannot be the target`)
  }
  for (const k of targets) left.delete(k)
  if (left.size === 0) throw new DataFileError('columns', 'no inputs', 'a column beside the targets', 'no column is left for inputs')
  return { inputs: [...left], targets, dropped }
}

/** Cells of a column that are numbers, and those that are neither numbers nor missing. */
export function countsOf({ texts, values, columns, n }: Sheet, k: number): { numbers: number; words: number } {
  const of = texts[k]
  let words = 0
  let numbers = 0
  for (let i = 0; i < n; i++) {
    const code = of ? of.codes[i] : 0
    if (Number.isFinite(values[i * columns + k])) numbers++
    else if (code < 0 || (code > 0 && !isMissing(of!.kinds[code - 1], false))) words++
  }
  return { numbers, words }
}

/**
 * Whether a target is read as names: where its first cell is no plain number, as always, but not where it is said what is predicted
 * and all its cells are numbers, plain or not.
 */
function isNamed(sheet: Sheet, k: number, predict: DataChoice['predict']): boolean {
  const of = sheet.texts[k]
  if (!of) return false
  const { numbers, words } = countsOf(sheet, k)
  return of.named ? predict === 'auto' || words > 0 : words > numbers
}

/** Whether a cell holds no value, and the row can be left out for it. */
function lacks(sheet: Sheet, i: number, k: number, named: boolean): boolean {
  const value = sheet.values[i * sheet.columns + k]
  if (Number.isFinite(value) && !named) return false
  if (!Number.isNaN(value)) return !named
  const of = sheet.texts[k]
  const code = of ? of.codes[i] : 0
  return of !== null && code > 0 && isMissing(of.kinds[code - 1], named)
}

/** Why a cell is not what it must be; null where it is. */
function complaint(sheet: Sheet, i: number, k: number, named: boolean): DataFileError | null {
  const value = sheet.values[i * sheet.columns + k]
  if (Number.isFinite(value) && !named) return null
  const where = cellName(sheet.lines[i], k)
  const of = sheet.texts[k]
  const code = of ? of.codes[i] : 0
  const text = code > 0 ? of!.kinds[code - 1] : code < 0 ? 'text' : String(value)
  const wanted = named ? 'a class' : 'a number'
  if (text === '') return new DataFileError(where, 'an empty cell', wanted, `${where} is empty, ${wanted} expected`)
  if (named) return null
  if (!Number.isNaN(value)) return notFiniteError(value, where)
  if (/^[+-]?(nan|#?n\/a|na)$/i.test(text)) return notFiniteError(Number.NaN, where)
  return new DataFileError(where, quoted(text), 'a number', `${where}: ${quoted(text)} is not a number`)
}

function targetsOf(sheet: Sheet, rows: readonly number[], targets: readonly number[], named: ReadonlySet<number>, of: number): FileTargets {
  const [first] = targets
  if (targets.length === 1 && named.has(first))
    return namedTargets(
      rows.map(i => textAt(sheet, i, first)),
      of,
    )
  const values = new Float64Array(rows.length * targets.length)
  rows.forEach((i, at) => {
    targets.forEach((k, j) => {
      values[at * targets.length + j] = sheet.values[i * sheet.columns + k]
    })
  })
  const names = sheet.names && targets.map(k => columnName(sheet, k))
  return { ...targetsFrom(values, targets.length, of), ...(names && { names }) }
}

/** What is used of a table under a choice: places of inputs and targets, and which of these are read as names. */
export interface Used {
  readonly inputs: readonly number[]
  readonly targets: readonly number[]
  readonly named: ReadonlySet<number>
}

/** What of a table is used under a choice. */
export function usedOf(sheet: Sheet, choice: DataChoice, role: PartRole): Used {
  const { inputs, targets } = rolesOf(sheet, choice, role)
  const named = new Set(targets.length === 1 && isNamed(sheet, targets[0], choice.predict) ? targets : [])
  if (choice.predict === 'numbers' && named.size > 0) {
    const name = quoted(columnName(sheet, targets[0]))
    throw new DataFileError('predict', `names in ${name}`, 'classes', `predict: ${name} holds names, which are predicted as classes`)
  }
  return { inputs, targets, named }
}

/** Rows that have a value in every column that is used; refuses the first cell that is not what it must be. */
export function* rowsUsed(sheet: Sheet, { inputs, targets, named }: Used, leaveOut: boolean): Steps<number[]> {
  const odd = [...inputs, ...targets].filter(k => sheet.texts[k]).sort((a, b) => a - b)
  const rows: number[] = []
  for (let i = 0; i < sheet.n; i++) {
    if (leaveOut && odd.some(k => lacks(sheet, i, k, named.has(k)))) continue
    for (const k of odd) {
      const error = complaint(sheet, i, k, named.has(k))
      if (error) throw error
    }
    rows.push(i)
    if ((i * odd.length) % CELLS < odd.length) yield { stage: 'reading', done: i, total: sheet.n }
  }
  return rows
}

/** Refuses what has no rows left. */
export function checkRows(rows: readonly number[], of: number): void {
  if (rows.length > 0) return
  const sentence = `every one of the ${grouped(of)} rows has a missing value, a row without one expected: leave the columns out that lack them`
  throw new DataFileError('rows', 'a missing value in each', 'a row without one', sentence)
}

/** Inputs and targets of some rows of a table. */
export function* partOf(sheet: Sheet, { inputs, targets, named }: Used, rows: readonly number[]): Steps<DataPart> {
  const [n, d] = [rows.length, inputs.length]
  checkEntries(n * d, [n, d])
  const X = new Float64Array(n * d)
  for (let at = 0; at < n; at++) {
    const from = rows[at] * sheet.columns
    for (let j = 0; j < d; j++) X[at * d + j] = sheet.values[from + inputs[j]]
    if ((at * d) % CELLS < d) yield { stage: 'reading', done: at, total: n }
  }
  // Rows that were left out are none of the file's.
  const of = sheet.of - (sheet.n - n)
  const samples = d > 0 ? { n, of, d, X, ...pixels(X, d) } : null
  return { format: 'csv', samples, targets: targets.length > 0 ? targetsOf(sheet, rows, targets, named, of) : null }
}

/** Inputs and targets of a table under a choice. */
export function* chosenPart(sheet: Sheet, choice: DataChoice): Steps<DataPart> {
  const used = usedOf(sheet, choice, 'both')
  const rows = yield* rowsUsed(sheet, used, choice.missing === 'leave-out')
  checkRows(rows, sheet.n)
  return yield* partOf(sheet, used, rows)
}

/** Rows of many whole numbers from 0 to 255 are images, square ones or three channels of 32×32; other tables are just numbers. */
function pixels(values: Float64Array, d: number): { bytes: boolean; shape: readonly number[] } {
  const side = Math.round(Math.sqrt(d))
  const shape = d === 3072 ? [3, 32, 32] : side * side === d && side >= 7 ? [side, side] : [d]
  const bytes = shape.length > 1 && values.every(v => Number.isInteger(v) && v >= 0 && v <= 255) && values.some(v => v > 127)
  return { bytes, shape: bytes ? shape : [d] }
}
