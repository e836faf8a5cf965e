import { expect, it } from 'vitest'
import { latexTable, pgfplotsData } from './latex'

const table = {
  header: ['arm', 'step', 'μ', 'grad_norm', '‖G‖²'],
  rows: [
    ['sgd', 0, 1.0512345678901234, 1.5e-7, Number.NaN],
    ['gd & more', 200, 12.5, -3.25e12, Number.POSITIVE_INFINITY],
  ],
}

it('gives pgfplots columns divided by blanks, numbers to the last bit', () => {
  expect(pgfplotsData(table, ['Loss at step 200', '#v=1'])).toBe(
    [
      '# Loss at step 200',
      '# #v=1',
      'arm step mu grad_norm G_2',
      '{sgd} 0 1.0512345678901234 1.5e-7 nan',
      '{gd & more} 200 12.5 -3250000000000 inf',
      '',
    ].join('\n'),
  )
})

it('writes nothing into comments that TeX would read on for', () => {
  const [about, more] = pgfplotsData({ header: ['step'], rows: [] }, ['a {b\\c', '#v=1&s=a%20b']).split('\n')
  expect([about, more]).toEqual(['# a  b c', '# #v=1&s=a%20b'])
})

it('sets names in any script as LaTeX can, the rest by number', () => {
  const names = ['Größe_%', 'ąé', 'ξ → ω', 'λ⁻³', '中😀', 'loss<0.1', 'a\u00a0b', '{\\x}^~#&$']
  const [, , , , , cells] = latexTable({ header: names.map(String), rows: [names] }, ['x']).split('\n')
  expect(cells?.split(' & ')).toEqual([
    'Größe\\_\\%',
    '{\\fontencoding{T1}\\selectfont ą}é',
    '$\\xi$ $\\to$ $\\omega$',
    '$\\lambda$${}^{-}$${}^{3}$',
    '\\texttt{U+4E2D}\\texttt{U+1F600}',
    'loss$<$0.1',
    'a b',
    '\\{\\textbackslash{}x\\}\\textasciicircum{}\\textasciitilde{}\\#\\&\\$ \\\\',
  ])
})

it('names of columns differ, and are words', () => {
  const [, names = ''] = pgfplotsData({ header: ['λ₁', 'λ₂', 'a b', 'a_b', '·'], rows: [] }, ['x']).split('\n')
  expect(names).toBe('lambda1 lambda2 a_b a_b_2 column5')
})

it('sets a tabular of four digits, with names and signs as LaTeX has them', () => {
  expect(latexTable(table, ['Loss'])).toBe(
    [
      '% Loss',
      '\\begin{tabular}{lrrrr}',
      '\\toprule',
      'arm & step & $\\mu$ & grad\\_norm & $\\|$G$\\|$${}^{2}$ \\\\',
      '\\midrule',
      'sgd & $0$ & $1.051$ & $1.5\\cdot 10^{-7}$ & -- \\\\',
      'gd \\& more & $200$ & $12.5$ & $-3.25\\cdot 10^{12}$ & $\\infty$ \\\\',
      '\\bottomrule',
      '\\end{tabular}',
      '',
    ].join('\n'),
  )
})

it('of a long series sets evenly spread rows, the ends among them, and says so', () => {
  const rows = Array.from({ length: 101 }, (_, step) => [step])
  const text = latexTable({ header: ['step'], rows }, [], 5)
  expect(text.match(/\$\d+\$/g)).toEqual(['$0$', '$25$', '$50$', '$75$', '$100$'])
  expect(text.split('\n')[0]).toBe('% 5 of 101 rows, evenly spread')
})
