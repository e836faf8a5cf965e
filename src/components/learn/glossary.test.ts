import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { COLUMN_TEXTS, PRESETS } from '../../scenario'
import { GLOSSARY, searchGlossary, termsIn } from './glossary'
import { TERMS } from './terms'

const SCENARIO = PRESETS.get('linear-anisotropic')!.scenario
const search = (query: string) => searchGlossary(query, SCENARIO)
const symbolsOf = (text: string) => termsIn(text).map(term => term.symbols[0])

it('has an entry for every measured column', () => {
  const known = new Set(GLOSSARY.flatMap(term => [...term.symbols, term.column ?? '']))
  const missing = Object.entries(COLUMN_TEXTS).filter(([name, { symbol }]) => !known.has(name) && !known.has(symbol))
  expect(missing).toEqual([])
})

/** Letters that a column or a formula is written with, as they stand in the texts of panels and controls. */
const LETTER = /[α-ωΓ-Ω∇][₀-₉]?|‖[GH]‖_F|‖[GH]‖|[DTwvuλ]_k|[DgB][₁*∗]/g

it('has an entry for every symbol in the titles, values, sentences, legends and axes of panels, and on the marks of sliders', () => {
  const folder = join(import.meta.dirname, '..')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    path => /^(panels|controls|timeline|bar)[/\\].*\.tsx?$/.test(path) && !/\.test\.|testing/.test(path),
  )
  expect(files.length).toBeGreaterThan(100)
  const known = GLOSSARY.flatMap(term => term.symbols)
  const missing: string[] = []
  for (const path of files) {
    const code = readFileSync(join(folder, path), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/(^|\s)\/\/.*$/gm, '')
    for (const [symbol] of code.matchAll(LETTER)) if (!known.some(other => other.includes(symbol))) missing.push(`${path}: ${symbol}`)
  }
  expect([...new Set(missing)]).toEqual([])
})

it('has an entry for what a fresh reader could not read', () => {
  const asked = [
    'G',
    '‖G‖_F',
    'Σ',
    'α',
    'β',
    'g(v_k)',
    'w_k',
    'D₁',
    'C',
    'ρ',
    'B∗',
    '√B/‖G‖',
    'certificate',
    'planted minimum',
    'dense teacher',
    'explicit list',
  ]
  for (const symbol of asked) expect([symbol, search(symbol).length > 0, termsIn(symbol).length]).toEqual([symbol, true, 1])
})

it('gives each symbol one meaning', () => {
  const all = TERMS.flatMap(term => term.symbols)
  expect(all.filter((symbol, i) => all.indexOf(symbol) !== i)).toEqual([])
  for (const { name, meaning } of TERMS) expect([name, meaning.length > 15]).toEqual([name, true])
})

it('finds the symbols of a text, the longest that stand there', () => {
  expect(symbolsOf('μ 1.08 · α 0.98 · β 1.10')).toEqual(['μ', 'α', 'β'])
  expect(symbolsOf('‖G‖_F is 2.1, below √(B/μ)/η')).toEqual(['‖G‖_F', '√(B/μ)/η'])
  expect(symbolsOf('Loss alignment')).toEqual(['μ'])
  expect(symbolsOf('Band of SGD: λ₁ = 3')).toEqual(['SGD', 'λ_k'])
  expect(symbolsOf('energy λ_k w_k² over w_k')).toEqual(['λ_k w_k²', 'w_k'])
  expect(symbolsOf('nothing of that kind')).toEqual([])
})

it('is searched by symbol, by name, by the names of Greek letters', () => {
  const first = (query: string) => search(query)[0]?.symbols[0]
  expect(first('mu')).toBe('μ')
  expect(first('λ₁')).toBe('λ_k')
  expect(first('sigma')).toBe('Σ')
  expect(first('planted')).toBe('θ*')
  expect(first('dense')).toBe('dense teacher')
  expect(search('')).toEqual(GLOSSARY)
  expect(search('no such words')).toEqual([])
})
