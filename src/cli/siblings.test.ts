import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, expect, it } from 'vitest'
import cases from '../sim/files/fixtures/cases.json'
import { npyInputs } from '../sim/files/npy'
import { finish } from '../sim/files/progress'
import { classesOf, digestOfValues, SIBLINGS, type Sibling } from '../sim/files/siblings'
import { call } from './testing'

const folder = mkdtempSync(join(tmpdir(), 'noisescope-siblings-'))
afterAll(() => rmSync(folder, { recursive: true }))

const CASES = join(import.meta.dirname, '../sim/files/fixtures/cases')
/** The same of the cases, as numpy reads them. */
const read: [string, Sibling][] = Object.entries(cases).flatMap(([name, values]) =>
  'X' in values && name.match(/csv$|txt$|npz$/) ? [[name, { ...values, files: { [name]: readFileSync(join(CASES, name)) } }]] : [],
)

/** The label of a sample as a run has it: numbers as they are, two classes as −1 and +1, more as one 1 among zeros. */
function goalOf(values: Sibling, i: number): number[] {
  const { y, labels, X, d } = values
  const outputs = (y?.length ?? 0) / (X.length / d)
  if (y) return y.slice(i * outputs, (i + 1) * outputs)
  const names = classesOf(values)
  const code = names.indexOf(labels?.[i] ?? '')
  return names.length === 2 ? [2 * code - 1] : names.map((_, k) => Number(k === code))
}

it.each([...read, ...Object.entries(SIBLINGS)])('what a run on %s trains on is what the files hold', async (_, values) => {
  const { files, X, d, bytes } = values
  const data = Object.entries(files).flatMap(([name, content]) => {
    writeFileSync(join(folder, name), content)
    return ['--data', join(folder, name)]
  })
  const scenario = 's=linear-isotropic&arms=sgd&B=1&eta=1e-6&width=4'
  const { code, err } = await call(['run', scenario, ...data, '--set', 'input=raw', '--steps', '1', '--out', join(folder, 'out')])
  expect([code, err.replaceAll(/^noisescope: .*\.\n/gm, '')]).toEqual([0, ''])
  const { data: info, n } = JSON.parse(readFileSync(join(folder, 'out', 'run.json'), 'utf8'))
  expect(info.digest).toBe(digestOfValues(values))
  const state = unzipSync(readFileSync(join(folder, 'out', 'state.npz')))
  const array = (name: string) => Array.from(finish(npyInputs(state[`${name}.npy`])).X)
  const [rows, inputs, goals] = ['rows', 'X', 'y'].map(array)
  expect(new Set(rows).size).toBe(n)
  // Bytes are divided by 255, to rounding.
  expect(bytes ? inputs.map(v => Math.round(2 ** 40 * 255 * v) / 2 ** 40) : inputs).toEqual(rows.flatMap(i => X.slice(i * d, (i + 1) * d)))
  expect(goals).toEqual(rows.flatMap(i => goalOf(values, i)))
})
