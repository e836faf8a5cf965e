import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readAxes } from '../src/cli/grid/axes'
import { blockOf, sweepOf } from './cluster'

const page = readFileSync(join(import.meta.dirname, '../docs/cluster.md'), 'utf8')

it('splits one sweep with every engine, as the page has it', () => {
  const words = sweepOf(page)
  expect(readAxes(words.filter((_, i) => words[i - 1] === '--grid')).map(({ values }) => values.length)).toEqual([6, 4])
  // A manifest in YAML, a shell and Snakemake quote and break the same words in ways of their own.
  const plain = (text: string) => text.replaceAll(/["',\\[\]+]/g, ' ').replaceAll(/\s+/g, ' ')
  for (const section of ['SLURM', 'GNU parallel', 'Snakemake', 'Kubernetes'])
    expect(plain(blockOf(page, section)), section).toContain(plain(words.join(' ')))
})

it('finds the first block of a section', () => {
  expect(blockOf('## A\nx\n\n    one\n      two\n\n    three\n\nend\n    four\n## B\n    five\n', 'A')).toBe('one\n  two\n\nthree\n')
  expect(() => blockOf('## A\nx\n', 'A')).toThrow('no block in the section A')
})
