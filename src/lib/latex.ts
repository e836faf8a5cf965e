/**
 * Tables for LaTeX: `pgfplotsData` gives the data file of a plot, `latexTable` a tabular for the text.
 *
 *     \addplot table [x=step, y=mu] {loss.dat};     % \usepackage{pgfplots}, with unbounded coords=jump for nan
 *     \input{loss.tex}                              % \usepackage{booktabs}
 */

import { numberText } from './csv'

type Cell = string | number
export interface Cells {
  readonly header: readonly string[]
  readonly rows: readonly ArrayLike<Cell>[]
}

/** A cell without blanks, as pgfplots divides columns by them. */
const plain = (cell: Cell) => (typeof cell === 'number' ? numberText(cell) : `{${cell.replaceAll(/[{}\\#%\s]+/g, ' ').trim()}}`)

/** Words for signs that names of columns have. */
const WORDS: Readonly<Record<string, string>> = {
  ...{ α: 'alpha', β: 'beta', η: 'eta', θ: 'theta', λ: 'lambda', μ: 'mu', ρ: 'rho', σ: 'sigma', χ: 'chi', Λ: 'Lambda', Σ: 'Sigma' },
  ...{ '∇': 'grad', '²': '_2', '³': '_3', ₖ: '_k' },
  ...Object.fromEntries([...'₀₁₂₃₄₅₆₇₈₉'].map((sign, digit) => [sign, String(digit)])),
}

/** Names as words of letters, digits and _, no two alike. */
function wordsOf(header: readonly string[]): string[] {
  const taken = new Set<string>()
  return header.map((name, c) => {
    const own = Array.from(name, sign => WORDS[sign] ?? sign)
      .join('')
      .replaceAll(/\W+/g, '_')
      .replaceAll(/__+/g, '_')
      .replaceAll(/^_|_$/g, '')
    const word = own || `column${c + 1}`
    const free = taken.has(word) ? `${word}_${[2, 3, 4, 5, 6, 7, 8, 9].find(k => !taken.has(`${word}_${k}`)) ?? c + 10}` : word
    taken.add(free)
    return free
  })
}

/** Columns divided by blanks under their names, numbers to their last bit, texts in braces, and what it is of as comments. */
export function pgfplotsData({ header, rows }: Cells, about: readonly string[]): string {
  const lines = [wordsOf(header), ...rows.map(row => Array.from(row, plain))].map(cells => cells.join(' '))
  // In comments, too, TeX reads on until every brace is closed.
  return `${[...about.map(line => `# ${line.replaceAll(/[{}\\\n]/g, ' ')}`), ...lines].join('\n')}\n`
}

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}' }
/** From α to ω; omicron and the final sigma have no command. */
const GREEK = [
  ...[
    'alpha',
    'beta',
    'gamma',
    'delta',
    'epsilon',
    'zeta',
    'eta',
    'theta',
    'iota',
    'kappa',
    'lambda',
    'mu',
    'nu',
    'xi',
    '',
    'pi',
    'rho',
    '',
  ],
  ...['sigma', 'tau', 'upsilon', 'phi', 'chi', 'psi', 'omega'],
]
const CAPITALS = ['Gamma', 'Delta', 'Theta', 'Lambda', 'Xi', 'Pi', 'Sigma', 'Phi', 'Psi', 'Omega']
const lettersOf = (first: string, names: readonly string[]) =>
  names.flatMap((name, i) => (name ? [[String.fromCharCode(first.charCodeAt(0) + i), `\\${name}`]] : []))
/** Greek letters and signs, in math, where alone <, > and | are what they are in every encoding. */
const MATH: Readonly<Record<string, string>> = {
  ...{ '<': '<', '>': '>', '|': '|' },
  ...Object.fromEntries(lettersOf('α', GREEK)),
  ...Object.fromEntries(CAPITALS.map((name, i) => ['ΓΔΘΛΞΠΣΦΨΩ'[i], `\\${name}`])),
  ...{ '·': '\\cdot', '−': '-', '×': '\\times', '∇': '\\nabla', '∂': '\\partial', '‖': '\\|', '√': '\\surd', '∞': '\\infty' },
  ...{ '≤': '\\leq', '≥': '\\geq', '≈': '\\approx', '±': '\\pm', '→': '\\to', '′': "'", '⟨': '\\langle', '⟩': '\\rangle' },
  ...Object.fromEntries([...'₀₁₂₃₄₅₆₇₈₉'].map((sign, digit) => [sign, `{}_{${digit}}`])),
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((sign, digit) => [sign, `{}^{${digit}}`])),
  ...{ '⁻': '{}^{-}', ₖ: '{}_{k}', ᵀ: '{}^{T}' },
}
/** What LaTeX sets of itself, and what the encoding T1 alone has. */
const PLAIN = /[ -~¡-ª¬®-ºÀ-ÏÑ-Ýß-ïñ-ýÿĀ-ăĆ-ďĒ-ėĚ-ĥĨ-ĭİıĴ-ķĹ-ľŁ-ňŌ-ťŨ-űŴ-ž–—‘’“”†‡•…]/
const IN_T1 = /[«»ÐÞðþĄąĐđĘęĮįŊŋŲų‚„‹›]/

/** A text as LaTeX sets it. */
function latexText(text: string): string {
  return Array.from(text, sign => {
    if (/[&%$#_{}]/.test(sign)) return `\\${sign}`
    const own = ESCAPED[sign]
    if (own !== undefined) return own
    const math = MATH[sign]
    if (math !== undefined) return `$${math}$`
    if (PLAIN.test(sign)) return sign
    if (IN_T1.test(sign)) return `{\\fontencoding{T1}\\selectfont ${sign}}`
    // What fonts for LaTeX seldom have, by its number.
    return /\s/.test(sign) ? ' ' : `\\texttt{U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`
  }).join('')
}

/** Four digits that count, whole numbers whole, powers of ten where others would be long. */
function latexNumber(v: number): string {
  if (Number.isNaN(v)) return '--'
  if (!Number.isFinite(v)) return v > 0 ? '$\\infty$' : '$-\\infty$'
  if (Number.isInteger(v) && Math.abs(v) < 1e7) return `$${v}$`
  const [digits = '', power = '0'] = v.toExponential(3).split('e')
  return Math.abs(Number(power)) < 4 ? `$${Number(v.toPrecision(4))}$` : `$${Number(digits)}\\cdot 10^{${Number(power)}}$`
}

/** Rows of a long table that are set: the first and the last, and evenly spread ones between. */
function spread<T>(rows: readonly T[], most: number): T[] {
  if (rows.length <= most) return [...rows]
  return Array.from({ length: most }, (_, i) => rows[Math.round((i * (rows.length - 1)) / (most - 1))]).filter(row => row !== undefined)
}

/** A tabular of at most `most` rows, with what it is of, and how many rows there are, as comments. */
export function latexTable({ header, rows }: Cells, about: readonly string[], most = 20): string {
  const set = spread(rows, most)
  const line = (cells: readonly string[]) => `${cells.join(' & ')} \\\\`
  const first = set[0]
  const columns = header.map((_, c) => (first && typeof first[c] === 'string' ? 'l' : 'r')).join('')
  const left = set.length < rows.length ? [`${set.length} of ${rows.length} rows, evenly spread`] : []
  return `${[
    ...[...about, ...left].map(words => `% ${words.replaceAll('\n', ' ')}`),
    `\\begin{tabular}{${columns}}`,
    '\\toprule',
    line(header.map(latexText)),
    '\\midrule',
    ...set.map(row => line(Array.from(row, cell => (typeof cell === 'number' ? latexNumber(cell) : latexText(cell))))),
    '\\bottomrule',
    '\\end{tabular}',
  ].join('\n')}\n`
}
