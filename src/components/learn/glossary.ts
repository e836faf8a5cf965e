/** The glossary: every symbol on screen by its meaning, to be searched, found in a text, and read with its value. */
import { formatValue } from '../../charts'
import { COLUMN_TEXTS, type ColumnName, type Scalar, type Scenario, VECTORS, type Vector } from '../../scenario'
import { number } from '../panels/reading/numbers'
import { type ArmView, entryOf, scalarOf, type View } from '../panels/reading/view'
import { meaningIn } from './meanings'
import { TERMS, type Term } from './terms'

/** Directions whose values are told. */
const SHOWN = 3

const plain = (markdown: string) => markdown.replaceAll('`', '')

const told = new Set(TERMS.flatMap(term => [...term.symbols, term.column ?? '']))

/** Columns whose symbol no term explains, each as the documentation of the files says it. */
const columnTerms: readonly Term[] = (Object.keys(COLUMN_TEXTS) as ColumnName[])
  .filter(name => !told.has(name) && !told.has(COLUMN_TEXTS[name].symbol))
  .map(name => ({
    symbols: [COLUMN_TEXTS[name].symbol],
    name: `column ${name}`,
    meaning: plain(COLUMN_TEXTS[name].meaning),
    column: name as Scalar | Vector,
  }))

/** Every term: those of the theory first, then what else is measured. */
export const GLOSSARY: readonly Term[] = [...TERMS, ...columnTerms]

/** What is compared: subscripts written in any way, without marks that a keyboard lacks. */
const folded = (text: string) =>
  text
    .toLowerCase()
    .replace(/[₀-₉]/g, digit => String.fromCharCode(digit.charCodeAt(0) - 0x2080 + 48))
    .replace(/[_·*∗’'{}()]/g, '')

/** English names of Greek letters, so that they can be typed. */
const SPELT: Readonly<Record<string, string>> = {
  ...{ α: 'alpha', β: 'beta', γ: 'gamma', η: 'eta', θ: 'theta', λ: 'lambda', μ: 'mu', ρ: 'rho', σ: 'sigma', χ: 'chi', ψ: 'psi' },
  ...{ '∇': 'nabla gradient' },
}

const wordsOf = (term: Term, scenario: Scenario) => {
  const { symbols, name, column } = term
  const all = folded([...symbols, name, meaningIn(term, scenario), column ?? ''].join(' '))
  const spelt = [...new Set(folded(symbols.join('')))].map(letter => SPELT[letter] ?? '')
  return `${all} ${spelt.join(' ')}`
}

/** The terms that hold every word of a query, as they are meant in a scenario, those first whose symbol or name it begins. */
export function searchGlossary(query: string, scenario: Scenario): readonly Term[] {
  const words = folded(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return GLOSSARY
  const whole = words.join(' ')
  const begins = (term: Term) =>
    [...term.symbols, term.name, SPELT[folded(term.symbols[0] ?? '')] ?? ''].some(word => folded(word).startsWith(whole))
  const found = GLOSSARY.filter(term => words.every(word => wordsOf(term, scenario).includes(word)))
  return [...found.filter(begins), ...found.filter(term => !begins(term))]
}

/** What may stand beside a symbol without being part of it. */
const EDGE = String.raw`[\s.,:;=≤≥<>()·+−/…–-]`
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)

/** All spellings, longest first, so that ‖G‖_F is not read as ‖G‖. */
const spellings = GLOSSARY.flatMap(term => term.symbols.map(symbol => ({ symbol, term }))).sort((a, b) => b.symbol.length - a.symbol.length)
const PATTERN = new RegExp(`(?<=^|${EDGE})(${spellings.map(({ symbol }) => escaped(symbol)).join('|')})(?=$|${EDGE})`, 'g')
const termBy = new Map([...spellings].reverse().map(({ symbol, term }) => [symbol, term]))
const termByName = new Map(GLOSSARY.map(term => [term.name, term]))

/**
 * The terms that a text of the page names by their symbols, each once, in its order: "μ 1.08 · α 0.98" has two. A text that is a
 * term's name has that one.
 */
export function termsIn(text: string): readonly Term[] {
  const named = termByName.get(text.trim().toLowerCase())
  if (named) return [named]
  const found = [...text.replaceAll(/[\u00a0\u202f]/g, ' ').matchAll(PATTERN)].map(([, symbol = '']) => termBy.get(symbol))
  return [...new Set(found)].filter(term => term !== undefined)
}

const isScalar = (column: Scalar | Vector): column is Scalar => !(VECTORS as readonly string[]).includes(column)

/** What the page's bar says: the step on screen, and whether it goes on by itself. */
export interface Bar {
  readonly step: number
  readonly running: boolean
}

/**
 * The value of a term for the selected arm at the step shown, "SGD: 1.08" or "SGD: 3.1, 1.2, 0.4 …" by direction; '' where there is
 * none. It says of which step it is, "SGD at step 120: 1.08", unless the bar stands there.
 */
export function liveValue(term: Term, view: View, bar: Bar): string {
  const arm = view.selected
  const value = arm ? valueFor(term, view, arm) : ''
  if (!arm || !value) return ''
  const step = arm.trace.table.value(arm.row, 0)
  return `${arm.label}${bar.running || step !== bar.step ? ` at step ${formatValue(step)}` : ''}: ${value}`
}

function valueFor({ column }: Term, view: View, arm: ArmView): string {
  if (!column) return ''
  if (isScalar(column)) {
    const value = scalarOf(view, arm, column)
    return Number.isFinite(value) ? number(value) : ''
  }
  const values = Array.from({ length: SHOWN + 1 }, (_, i) => entryOf(view, arm, column, i + 1)).filter(Number.isFinite)
  return (
    values
      .slice(0, SHOWN)
      .map(v => number(v))
      .join(', ') + (values.length > SHOWN ? ' …' : '')
  )
}
