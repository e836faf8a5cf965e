/** Writes docs/performance.md and, between the README's markers, the figures that it opens with. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { figures } from './figures'
import { performanceText, type Results } from './markdown'

const root = join(import.meta.dirname, '../..')
const [BEGIN, END] = ['<!-- figures: npm run bench -- report -->', '<!-- end of figures -->']

/** The text with what stands between the markers replaced. */
export function withFigures(text: string, lines: readonly string[]): string {
  const [before, rest] = text.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) throw new Error('README.md has lost the markers around its figures')
  return `${before}${BEGIN}\n${lines.map(line => `* ${line}\n`).join('')}${END}${after}`
}

export function writeReport(results: Results): void {
  writeFileSync(join(root, 'docs/performance.md'), performanceText(results))
  const readme = join(root, 'README.md')
  writeFileSync(readme, withFigures(readFileSync(readme, 'utf8'), figures(results.rows)))
}
