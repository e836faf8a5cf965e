/** How a table is meant, as far as it tells: `guessOf`. */

import { AS_BEFORE, type DataChoice } from '../../lib/dataChoice'
import { placesText } from '../../lib/lists'
import { COMMA } from './cellNumbers'
import { columnsAt, countsOf, isUsualTarget, type PartRole, rolesOf } from './choose'
import { type FileTargets, isNumber } from './data'
import { quoted } from './error'
import { MOST_CLASSES } from './predicted'
import type { ColumnFacts } from './proposal'
import type { Sheet } from './sheet'

/** A guess, what was noticed, and whether any of it is in doubt. */
export interface Guess {
  readonly choice: DataChoice
  readonly said: readonly string[]
  readonly certain: boolean
}

const KNOWN = /^(labels|classes|targets|output|outcome|response|species|category|diagnosis|variety|survived|churn)$/i
const NUMBERED = /^(y|label|target|output|class)[ _.-]?\d+$/i
/** Whole numbers that begin at 0 or 1, leave none out and come this often on average are labels of classes. */
const OFTEN = { least: 2, many: 10 }
const FEW_CLASSES = 10
/** Whole numbers in the first of nameless columns are classes where there are no more of them. */
const FEW_FIRST = 5
/** Columns that lack more than this share of their cells are left out. */
const MOSTLY_MISSING = 0.5
const MOST_NAMES = 6

/** The first of several things, and how many more there are. */
export const listed = (things: readonly string[]): string =>
  `${things.slice(0, MOST_NAMES).join(', ')}${things.length > MOST_NAMES ? ` and ${things.length - MOST_NAMES} more` : ''}`

/** Names of columns as a sentence shows them. */
const named = (names: readonly string[]) => listed(names.map(quoted))

/** Whether a column may hold labels of classes. */
function likeClasses({ kind, whole, distinct, more, min, max }: ColumnFacts, rows: number): boolean {
  if (kind === 'class') return true
  if (kind === 'index' || kind === 'text' || kind === 'constant' || more || !whole || distinct < 2 || distinct > MOST_CLASSES) return false
  return rows >= OFTEN.least * distinct && (distinct === 2 || ((min === 0 || min === 1) && max - min + 1 === distinct))
}

/** Whether all columns but one hold bytes that make a picture. */
function arePixels(columns: readonly ColumnFacts[]): boolean {
  const d = columns.length - 1
  const side = Math.round(Math.sqrt(d))
  if (d !== 3072 && !(side * side === d && side >= 4)) return false
  return (
    columns.every(({ whole, min, max, missing }) => whole && min >= 0 && max <= 255 && missing === 0) && columns.some(({ max }) => max > 15)
  )
}

/** The longest run of last columns that hold one 1 in each row and zeros else; 0 where there is none. */
function oneHotAtEnd({ values, columns, n }: Sheet): number {
  const sums = new Float64Array(n)
  let found = 0
  for (let k = columns - 1; k > 0; k--) {
    let [whole, most] = [true, 0]
    for (let i = 0; i < n && most <= 1; i++) {
      const v = values[i * columns + k]
      if (v !== 0 && v !== 1) return found
      sums[i] += v
      if (sums[i] !== 1) whole = false
      most = Math.max(most, sums[i])
    }
    if (most > 1) return found
    if (whole) found = columns - k
  }
  return found
}

interface Target {
  readonly places: readonly number[]
  readonly oneHot: boolean
  readonly doubt: boolean
  readonly why: string
}

/** Which columns are to be predicted, among those that are candidates. */
function targetOf(sheet: Sheet, columns: readonly ColumnFacts[], usual: number): Target {
  const one = (k: number, why = '', doubt = false): Target => ({ places: [k], oneHot: false, doubt, why })
  const all = columns.map((_, k) => k)
  const nameOf = (k: number) => sheet.names?.[k]?.trim() ?? ''
  const byName = (pattern: RegExp) => all.filter(k => pattern.test(nameOf(k)))
  if (isUsualTarget(nameOf(usual))) return one(usual)
  const hot = oneHotAtEnd(sheet)
  if (hot > 2 && hot < sheet.columns) {
    const places = all.slice(-hot)
    return {
      places,
      oneHot: true,
      doubt: true,
      why: `The last ${hot} columns hold one 1 in each row: they are one label of ${hot} classes.`,
    }
  }
  const several = byName(NUMBERED)
  if (several.length > 1 && several.length < sheet.columns)
    return { places: several, oneHot: false, doubt: true, why: `${named(several.map(nameOf))} are taken as targets.` }
  const [known] = byName(KNOWN)
  if (known !== undefined) return one(known)
  const words = all.filter(k => columns[k].kind === 'class')
  if (sheet.names === null && words.length === 1 && words[0] !== usual)
    return one(words[0], `Column ${words[0] + 1} is taken as the target: it holds ${columns[words[0]].distinct} classes by name.`, true)
  const { kind, distinct, name } = columns[usual]
  const numbers = all.filter(k => columns[k].kind !== 'text' && columns[k].kind !== 'index')
  const numeric = numbers[numbers.length - 1]
  // Something has to be left as an input.
  if (kind === 'text' && distinct > FEW_CLASSES && numbers.length > 1)
    return one(numeric, `${quoted(columns[numeric].name)} is taken as the target: ${quoted(name)} holds too many texts for classes.`, true)
  const [first, last] = [columns[0], columns[columns.length - 1]]
  const candidates = all.filter(k => likeClasses(columns[k], sheet.n))
  const begins = candidates[0] === 0 && columns.length > 1
  if (!begins || candidates.at(-1) === columns.length - 1) return one(usual)
  const because = `Column 1 is taken as the target: it holds ${first.distinct} classes`
  if (arePixels(columns)) return one(0, `${because}, the others pixels.`, true)
  if (first.kind === 'class' || last.kind === 'constant') return one(0, `${because}.`, true)
  return sheet.names === null && candidates.length === 1 && first.distinct <= FEW_FIRST
    ? one(0, `${because}, and no other column does.`, true)
    : one(usual)
}

type Prediction = { readonly predict: DataChoice['predict']; readonly why: string }

/** Whether so many whole numbers from `min` to `max`, in so many rows, are labels of classes: counted from 0 or 1, none left out, each of them often. */
const areLabels = (distinct: number, min: number, max: number, rows: number) =>
  distinct <= MOST_CLASSES && (min === 0 || min === 1) && max - min + 1 === distinct && rows >= OFTEN.many * distinct

const asNumbers = (what: string, count: string): Prediction => ({
  predict: 'numbers',
  why: `${what} has ${count} whole numbers: they are predicted as numbers, not as classes.`,
})

/** What is predicted of one target of a table. */
export function predictionOf(sheet: Sheet, k: number, columns: readonly ColumnFacts[]): Prediction {
  const { kind, name, whole, distinct, more, min, max, missing } = columns[k]
  if (kind === 'class' || kind === 'text') return { predict: 'auto', why: '' }
  const texts = sheet.texts[k]
  // Numbers that are not plainly written would be names.
  const written = texts?.named === true && countsOf(sheet, k).words === 0 && !texts.kinds.some(text => /^[a-z]+$/i.test(text))
  const otherwise = (predict: DataChoice['predict']) => ({ predict: written ? predict : ('auto' as const), why: '' })
  if (!whole) return otherwise('numbers')
  if (distinct <= FEW_CLASSES && !more) return otherwise('classes')
  const count = `${more ? 'more than ' : ''}${distinct}`
  if (!more && areLabels(distinct, min, max, sheet.n - missing))
    return { predict: 'classes', why: `The ${count} whole numbers of ${quoted(name)} are taken as classes.` }
  return asNumbers(quoted(name), count)
}

/** The same of an array. */
export function predictionOfArray({ classes, values }: FileTargets): (Prediction & { doubt: boolean }) | null {
  const names = classes?.names ?? []
  if (names.length <= FEW_CLASSES || names.length > MOST_CLASSES || !names.every(isNumber)) return null
  const labels = areLabels(names.length, Number(names[0]), Number(names.at(-1)), values.length)
  return labels ? null : { ...asNumbers('The array of labels', String(names.length)), doubt: true }
}

/** How a number is read whose only mark may be a decimal mark or group digits. */
function markSaid(text: string, comma: boolean): string {
  const [what, of] = text.includes(',') ? ['Commas', ','] : ['Points', '.']
  const readings = [text.replace(of, '.'), text.replace(of, '')]
  const decimal = comma === (of === ',')
  const [read, not] = decimal ? readings : readings.reverse()
  return `${what} are read as ${decimal ? 'decimal marks' : 'groups of digits'}, ${text} as ${read} and not as ${not}: choose another decimal mark if that is wrong.`
}

/** The guess for a table; what was `asked` is kept. */
export function guessOf(sheet: Sheet, columns: readonly ColumnFacts[], asked: Partial<DataChoice>, role: PartRole = 'both'): Guess {
  const said: string[] = []
  let certain = true
  const say = (sentence: string, doubt = true) => {
    if (!sentence) return
    said.push(sentence)
    if (doubt) certain = false
  }
  const header = asked.header ?? (sheet.header === sheet.byDefault ? 'auto' : sheet.header ? 'yes' : 'no')
  if (asked.header === undefined && header === 'yes') say('The first row is read as names of the columns, although it holds numbers.')
  if (asked.header === undefined && header === 'no') say('The first row is read as data, not as names of the columns.')
  const { marks, writing } = sheet
  // Between commas a decimal comma is hardly ever written.
  if (marks.doubtful) say(markSaid(marks.doubtful, writing.decimal === COMMA), writing.separator !== COMMA)
  const drop = asked.drop ?? placesText(unused(sheet, columns, asked.target ?? '', say))
  const usual = rolesOf(sheet, { target: '', drop }).targets[0]
  const target = asked.target === undefined && role === 'both' ? targetOf(sheet, columns, usual) : null
  const places = target ? target.places : rolesOf(sheet, { target: asked.target ?? '', drop }, role).targets
  if (target) say(target.why, target.doubt)
  const single = places.length === 1 ? predictionOf(sheet, places[0], columns) : null
  const predict = asked.predict ?? (target?.oneHot ? 'classes' : (single?.predict ?? 'auto'))
  if (asked.predict === undefined && single) say(single.why)
  const dropped = new Set(columnsAt(drop, sheet.columns, 'drop'))
  const lacking = columns.filter(({ missing }, k) => missing > 0 && !dropped.has(k))
  const missing = asked.missing ?? (lacking.length > 0 ? 'leave-out' : 'refuse')
  if (asked.missing === undefined && lacking.length > 0)
    say(`Rows with missing values are left out (in ${named(lacking.map(c => c.name))}).`)
  const kept = (kind: string) => columns.filter((c, k) => c.kind === kind && !dropped.has(k) && !places.includes(k)).map(c => c.name)
  const note = (names: readonly string[], one: string, more: string) =>
    say(names.length === 0 ? '' : `${named(names)} ${names.length === 1 ? one : more}.`, false)
  note(kept('constant'), 'has the same value in every row', 'have the same value in every row')
  note(kept('duplicate'), 'repeats an earlier column', 'repeat earlier columns')
  const text = asked.target ?? (role !== 'both' || (places.length === 1 && places[0] === usual) ? '' : placesText(places))
  return { choice: { ...AS_BEFORE, ...asked, header, drop, target: text, predict, missing }, said, certain }
}

/** Columns that are left out: numbers of rows, texts, and what is mostly missing; not the target. */
function unused(sheet: Sheet, columns: readonly ColumnFacts[], target: string, say: (sentence: string, doubt?: boolean) => void): number[] {
  const all = columns.map((_, k) => k)
  const index = all.filter(k => columns[k].kind === 'index')
  const rows = sheet.n
  const empty = all.filter(k => columns[k].missing > MOSTLY_MISSING * rows)
  const asked = new Set(target ? columnsAt(target, sheet.columns, 'target') : [])
  const without = (out: readonly number[]) => all.filter(k => !out.includes(k) && !asked.has(k))
  let out = [...index, ...empty].filter(k => !asked.has(k))
  const left = without(out)
  if (left.length < 2 && asked.size === 0) return []
  const goal =
    asked.size > 0 ? asked : new Set(targetOf(sheet, columns, rolesOf(sheet, { target: '', drop: placesText(out) }).targets[0]).places)
  out = out.filter(k => !goal.has(k))
  const texts = left.filter(k => (columns[k].kind === 'text' || columns[k].kind === 'class') && !goal.has(k))
  const names = (places: readonly number[]) => named(places.map(k => columns[k].name))
  const tell = (places: readonly number[], one: string, more: string, doubt: boolean) =>
    say(places.length === 0 ? '' : `${names(places)} ${places.length === 1 ? one : more}.`, doubt)
  const dropped = [...new Set([...out, ...texts])]
  if (dropped.length + goal.size >= sheet.columns) return []
  const indices = index.filter(k => out.includes(k))
  const blank = out.filter(k => !index.includes(k))
  tell(indices, 'numbers the rows and is left out', 'number the rows and are left out', false)
  tell(blank, 'lacks most of its values and is left out', 'lack most of their values and are left out', true)
  tell(texts, 'holds text and is left out', 'hold text and are left out', true)
  return dropped
}
