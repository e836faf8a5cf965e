/** How files are meant, as far as they tell, and what is said of it: `described`. */

import { AS_BEFORE, type DataChoice } from '../../lib/dataChoice'
import { COMMA } from './cellNumbers'
import { rolesOf } from './choose'
import { columnsOf } from './columns'
import { bringTest, type Content, formatOf, holdTest, isTest, roleOf, sheetsOf } from './contents'
import { BLANKS } from './csvCells'
import { isMarked } from './decimalMark'
import { DataFileError, quoted } from './error'
import { type Guess, guessOf, listed, predictionOf, predictionOfArray } from './guess'
import { isOneHot } from './predicted'
import type { Steps } from './progress'
import type { ColumnFacts, Dialect, Proposal } from './proposal'
import type { Sheet } from './sheet'

/** A choice, the facts it stands on, and how it is said. */
export interface Described {
  readonly choice: DataChoice
  readonly facts: readonly ColumnFacts[]
  readonly proposal: Omit<Proposal, 'classes' | 'problem' | 'info'>
}

const SEPARATOR_NAMES: Readonly<Record<number, string>> = { 9: 'tab', 59: 'semicolon', 44: 'comma', 124: 'bar', [BLANKS]: 'blanks' }

function dialectOf(sheet: Sheet, encoding: Dialect['encoding']): Dialect {
  const { separator, decimal, comment } = sheet.writing
  const byte = (code: number) => (code ? String.fromCharCode(code) : '')
  return {
    separator: SEPARATOR_NAMES[separator] ?? byte(separator),
    decimal: byte(decimal) === ',' ? ',' : '.',
    marked: sheet.marks.some || sheet.texts.some(texts => texts?.kinds.some(isMarked)),
    comment: byte(comment),
    encoding,
  }
}

/** Kinds of labels to choose from. */
const labelsOf = (contents: readonly Content[]) => contents.flatMap(c => ('part' in c && c.labels ? [c.labels] : []))[0] ?? []

/** What arrays are taken for where nobody has said so. */
function guessOfArrays(contents: readonly Content[], asked: Partial<DataChoice>): Guess {
  const said = contents.flatMap(c => ('part' in c ? c.said : []))
  const labels = labelsOf(contents)
  for (const what of ['target', 'drop'] as const) {
    const found = asked[what] ?? ''
    if (found === '' || (what === 'target' && labels.some((_, k) => found === String(k + 1)))) continue
    const allowed = what === 'target' && labels.length > 0 ? `1 to ${labels.length} (${labels.map(l => l.name).join(', ')})` : 'none'
    const why = allowed === 'none' ? 'arrays and images have no columns to choose from' : `allowed is ${allowed}`
    throw new DataFileError(what, found, allowed, `${what}: found ${found}; ${why}`)
  }
  return { choice: { ...AS_BEFORE, ...asked }, said, certain: true }
}

interface Addition {
  readonly predict?: DataChoice['predict']
  readonly why: string
  readonly doubt: boolean
}

/** What labels that stand in a file or an array of their own are taken for. */
function* predictionApart(contents: readonly Content[]): Steps<Addition | null> {
  const tables = sheetsOf(contents).filter(c => roleOf(contents, c) === 'targets')
  const table = tables.find(c => !isTest(c)) ?? tables[0]
  const hot = (outputs: number) =>
    ({ predict: 'classes', why: `Each row of the labels holds one 1: they are one label of ${outputs} classes.`, doubt: false }) as const
  if (table) {
    const { sheet } = table
    if (sheet.columns > 1) return isOneHot({ values: sheet.values, outputs: sheet.columns }) ? hot(sheet.columns) : null
    const { predict, why } = predictionOf(sheet, 0, yield* columnsOf(sheet))
    return { predict, why, doubt: why !== '' }
  }
  for (const content of contents) {
    const targets = 'part' in content ? content.part.targets : null
    if (!targets || !('part' in content)) continue
    if (isOneHot(targets)) return hot(targets.outputs)
    return content.part.format === 'npy' || content.part.format === 'npz' ? predictionOfArray(targets) : null
  }
  return null
}

/** Columns of the tables beside the first that lack values, and are used. */
function* gapsBeside(contents: readonly Content[], first: Sheet | undefined, drop: string): Steps<string[]> {
  const gaps: string[] = []
  for (const { file, sheet } of sheetsOf(contents)) {
    if (sheet === first || sheet.texts.every(texts => texts === null)) continue
    const role = roleOf(contents, { file, sheet })
    const used = new Set(role === 'targets' || sheet.columns !== first?.columns ? sheet.texts.keys() : columnsLeft(sheet, drop))
    const facts = yield* columnsOf(sheet)
    gaps.push(...facts.flatMap((c, k) => (c.missing > 0 && used.has(k) ? [`${quoted(c.name)} of ${quoted(file)}`] : [])))
  }
  return gaps
}

const columnsLeft = (sheet: Sheet, drop: string) => rolesOf(sheet, { target: '', drop }, 'inputs').inputs

const PAIR = /^[-+−–]?(0|[1-9]\d*),(0|[1-9]\d*)$/

/** Of labels in a file of their own: that numbers like 1,5, which two columns of whole numbers between commas would also look like, are read as one. */
function saidOfPairs(contents: readonly Content[]): string[] {
  return sheetsOf(contents).flatMap(({ file, sheet }) => {
    if (contents.length === 1 || sheet.columns > 1 || sheet.writing.decimal !== COMMA) return []
    const cells = sheet.preview.map(row => row[0] ?? '')
    if (!cells.every(cell => PAIR.test(cell))) return []
    return [
      `The comma in ${quoted(file)} is read as a decimal mark: ${quoted(cells[0] ?? '')} is one number. Two columns need semicolons between them.`,
    ]
  })
}

/** The guess for all files together: what the first table tells, and what stands in the others. */
function* guessOfAll(
  contents: readonly Content[],
  first: Found | undefined,
  facts: readonly ColumnFacts[],
  asked: Partial<DataChoice>,
): Steps<Guess & { readonly gaps: boolean }> {
  const guess = first ? guessOf(first.sheet, facts, asked, roleOf(contents, first)) : guessOfArrays(contents, asked)
  const said = [...guess.said, ...saidOfPairs(contents)]
  let { choice, certain } = guess
  const apart = asked.predict === undefined && (!first || roleOf(contents, first) === 'inputs') ? yield* predictionApart(contents) : null
  if (apart?.predict) {
    choice = { ...choice, predict: apart.predict }
    if (apart.why) said.push(apart.why)
    certain &&= !apart.doubt
  }
  const gaps = yield* gapsBeside(contents, first?.sheet, choice.drop)
  if (gaps.length > 0 && asked.missing === undefined) {
    choice = { ...choice, missing: 'leave-out' }
    said.push(`Rows with missing values are left out (in ${listed(gaps)}).`)
    certain = false
  }
  if (asked.test === undefined && bringTest(contents)) {
    const tests = contents.filter(isTest).map(c => c.file)
    choice = { ...choice, test: 'own' }
    said.push(`The test set is ${tests.length > 0 ? tests.join(', ') : 'what the archive calls so'}.`)
  }
  return { choice, said, certain, gaps: gaps.length > 0 || (first !== undefined && lacks(facts, columnsLeft(first.sheet, choice.drop))) }
}

const lacks = (facts: readonly ColumnFacts[], used: readonly number[]) => used.some(k => (facts[k]?.missing ?? 0) > 0)

type Found = Content & { readonly sheet: Sheet; readonly encoding: Dialect['encoding'] }

/** Facts and guess of what files hold; `asked` is kept. */
export function* described(contents: readonly Content[], asked: Partial<DataChoice>): Steps<Described> {
  const first = contents.find((c): c is Found => 'sheet' in c && roleOf(contents, c) !== 'targets')
  const facts = first ? yield* columnsOf(first.sheet) : []
  const { choice, said, certain, gaps } = yield* guessOfAll(contents, first, facts, asked)
  const parts = contents.flatMap(c => ('part' in c ? (c.part.samples ?? []) : []))
  const proposal = {
    files: contents.map(c => c.file),
    format: formatOf(contents),
    rows: first?.sheet.n ?? parts[0]?.n ?? 0,
    of: first?.sheet.of ?? parts[0]?.of ?? 0,
    columns: facts,
    targets: first ? rolesOf(first.sheet, choice, roleOf(contents, first)).targets : [],
    labels: labelsOf(contents).map(l => l.name),
    gaps,
    tests: holdTest(contents),
    header: first?.sheet.header ?? false,
    dialect: first ? dialectOf(first.sheet, first.encoding) : null,
    preview: first?.sheet.preview ?? [],
    guess: choice,
    certain,
    said,
  }
  return { choice, facts, proposal }
}
