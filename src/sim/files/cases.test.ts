import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DataChoice } from '../../lib/dataChoice'
import expected from './fixtures/cases.json'
import { proposeOwn } from './own'
import { fileOf } from './testing'

/** What numpy reads from the files: inputs row by row, targets, or the name of each sample's class. */
interface Expected {
  readonly d: number
  readonly X?: readonly number[]
  /** Of large ones: Σ_j x_ij and Σ_j j·x_ij of each row. */
  readonly sums?: readonly number[]
  readonly moments?: readonly number[]
  readonly y?: readonly number[]
  readonly labels?: readonly string[]
}

const bytesOf = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures/cases', name)))

/** What is guessed of each, beside what was always meant. */
const GUESSED: Readonly<Record<string, Partial<DataChoice>>> = {
  'decimal-comma.csv': { predict: 'numbers' },
  'header-numbers-reg.csv': { header: 'yes' },
  'header-numbers.csv': { header: 'yes' },
  'id-column.csv': { drop: '1' },
  'index-column.csv': { drop: '1' },
  'int-target.csv': { predict: 'numbers' },
  'whole-float-target.csv': { predict: 'numbers' },
  'label-first-noheader.csv.gz': { target: '1' },
  'missing-NA.csv': { missing: 'leave-out' },
  'two-targets.csv': { target: '4,5' },
}
const BEFORE = { target: '', drop: '', predict: 'auto', header: 'auto', decimal: 'auto', missing: 'refuse', classes: '', test: 'split' }

describe('files as people have them, read as numpy reads them', () => {
  it.each(Object.entries(expected as Record<string, Expected>))('%s', async (name, { d, X, sums, moments, y, labels }) => {
    const files = name === 'img-u1.idx3' ? [name, 'emnist.idx1'] : [name]
    const { proposal, own } = await proposeOwn(
      files.map(file => fileOf(file, bytesOf(file))),
      () => {},
    )
    expect([proposal.problem, proposal.guess]).toEqual(['', { ...BEFORE, ...GUESSED[name] }])
    const { samples, targets } = own!.table
    expect(samples.d).toBe(d)
    if (X) expect([...samples.X]).toEqual(X)
    const rows = Array.from({ length: samples.n }, (_, i) => Array.from(samples.X.subarray(i * d, (i + 1) * d)))
    if (sums) expect(rows.map(row => row.reduce((s, v) => s + v, 0))).toEqual(sums)
    if (moments) expect(rows.map(row => row.reduce((s, v, j) => s + (j + 1) * v, 0))).toEqual(moments)
    if (y) expect([targets.classes, [...targets.values]]).toEqual([null, y])
    if (labels) expect(Array.from(targets.classes!.labels, label => targets.classes!.names[label])).toEqual(labels)
    expect(proposal.info!.summary).toMatchObject({ rows: samples.n, left_out: name === 'missing-NA.csv' ? 1 : 0 })
    // Read again as the scenario will say, the data are the same.
    const again = await proposeOwn(
      files.map(file => fileOf(file, bytesOf(file))),
      () => {},
      { asked: proposal.guess },
    )
    expect(again.proposal.info!.digest).toBe(proposal.info!.digest)
  })
})
