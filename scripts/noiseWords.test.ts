import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** Where a covariance of minibatch noise is stated, in plain text or in TeX. */
const STATED = /Σ\/B|frac\{\\+eta\^2\}\{2?B\}|frac\{c\\+,\\+eta\}/
/** That it depends on how minibatches are drawn. */
const DRAWN = /\(n−B\)\/(?:\(n−1\)|Math)|frac\{n-B\}\{n-1\}|\$\{finite\}|with replacement|as the arm draws|c as above/

/** Paragraphs of documents; of the source every line with two on either side, where a formula and what it says stand apart. */
function statementsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  if (file.endsWith('.md')) return text.split(/\n\s*\n|\n(?=[|*] )/)
  const lines = text.split('\n')
  return lines.flatMap((line, i) => (STATED.test(line) ? [lines.slice(Math.max(0, i - 2), i + 3).join('\n')] : []))
}

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  f => /\.tsx?$/.test(f) && !/\.(test|fixture)\./.test(f),
)
const documents = readdirSync(join(ROOT, 'docs')).filter(f => f.endsWith('.md'))
const FILES = [...sources.map(f => join('src', f)), ...documents.map(f => join('docs', f)), 'README.md']

it('says of a covariance of minibatch noise, wherever it is stated, what drawing without replacement makes of it', () => {
  const stated = FILES.flatMap(file => statementsOf(file).flatMap(text => (STATED.test(text) ? [{ file, text }] : [])))
  expect(stated.filter(({ text }) => !DRAWN.test(text))).toEqual([])
  const where = stated.map(({ file }) => file).join()
  for (const file of ['docs/panels.md', 'docs/guide.md', 'src/scenario/help.ts', 'src/components/learn/terms.ts', 'landscape/explain.ts'])
    expect(where).toContain(file)
})
