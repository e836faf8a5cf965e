import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, expect, it } from 'vitest'
import { npyInputs } from '../sim/files/npy'
import { finish } from '../sim/files/progress'
import { call } from './testing'

const folder = mkdtempSync(join(tmpdir(), 'noisescope-data-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const out = (name: string) => ['--out', join(folder, name)]
const facts = (name: string) => JSON.parse(readFileSync(join(folder, name, 'run.json'), 'utf8'))
const table = (last: string) =>
  Array.from({ length: 40 }, (_, i) => `${i % 7},${(i * i) % 11},${i === 39 ? last : i % 2 ? 'a' : 'b'}`).join('\n')
const BASE = 's=linear-isotropic&arms=sgd'

it('--data runs on a file of one’s own, names it in run.json, and run.json with the file repeats the run', async () => {
  const path = file('t.csv', table('a'))
  const first = await call(['run', BASE, '--data', path, '--steps', '20', ...out('a')])
  expect([first.code, first.err]).toEqual([0, ''])
  const { data, scenario, n, d, fingerprint, link } = facts('a')
  expect(data).toMatchObject({ files: ['t.csv'], format: 'csv', n: 40, of: 40, d: 2, outputs: 1, classes: ['b', 'a'] })
  expect(scenario.data).toMatchObject({ source: 'file', file: data.digest, n: 36, input: 'standardized' })
  expect([n, d]).toEqual([36, 2])
  for (const [again, name] of [
    [join(folder, 'a', 'run.json'), 'b'],
    [link, 'c'],
  ]) {
    await call(['run', again, '--data', path, ...out(name)])
    expect(facts(name).fingerprint).toBe(fingerprint)
  }
  const fewer = await call(['run', BASE, '--data', path, '--set', 'n=10', '--set', 'input=raw', '--steps', '5', ...out('d')])
  expect(fewer.code).toBe(0)
  expect(facts('d').scenario.data).toMatchObject({ n: 10, input: 'raw' })

  const others = file('u.csv', table('b'))
  expect(await call(['run', link, '--data', others, ...out('e')])).toMatchObject({
    code: 2,
    err: expect.stringContaining(`allowed is ${data.digest}, the data this scenario was made for`),
  })
  expect(await call(['run', link, ...out('e')])).toMatchObject({ code: 2, err: expect.stringContaining('--data on the command line') })
})

it.each([
  ['cut.npy', Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 0), '--data: cut.npy: file ends after 9 of 12 bytes'],
  ['empty.csv', '', '--data: empty.csv is empty'],
  ['three.csv', '1,2,3\n4,5,6\n4,x,6', 'three.csv: row 3, column 2'],
])('%s is refused in one sentence', async (name, content, sentence) => {
  const { code, err } = await call(['run', BASE, '--data', file(name, content), ...out('never')])
  expect(err).toContain(sentence)
  expect([code, err.trimEnd().split('\n').length]).toEqual([2, 1])
})

it('a file that is not there is named', async () => {
  const { code, err } = await call(['run', BASE, '--data', join(folder, 'missing.csv'), ...out('never')])
  expect([code, err]).toEqual([2, `noisescope: --data: ${join(folder, 'missing.csv')} cannot be read (no such file)\n`])
})

it('--target, --drop, --task and --header say how a file is read, by name or by place; the choice is in run.json and repeats the run', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => [i, (i * 7) % 11, (i * 5) % 13, i % 4, ((i * 3) % 17) / 4])
  const path = file('chosen.csv', [['Id', 'u', 'v', 'kind', 'size'], ...rows].map(r => r.join()).join('\n'))
  const byName = await call([
    'run',
    BASE,
    '--data',
    path,
    '--target',
    'u',
    '--drop',
    'id,5',
    '--task',
    'numbers',
    '--set',
    'input=raw',
    '--steps',
    '3',
    ...out('n'),
  ])
  expect(byName).toMatchObject({ code: 0, err: '' })
  const { data, scenario, fingerprint, link } = facts('n')
  expect(scenario.data).toMatchObject({ target: '2', drop: '1,5', predict: 'numbers', d: 2 })
  expect(data.summary).toMatchObject({
    rows: 30,
    columns: 5,
    targets: ['u'],
    dropped: ['Id', 'size'],
    range: [0, 12],
    target_range: [[0, 10]],
  })
  const again = await call(['run', link, '--data', path, ...out('m')])
  expect([again.err, facts('m').fingerprint]).toEqual(['', fingerprint])
  const guessed = await call(['run', BASE, '--data', path, '--header', 'no', '--target', '4', '--steps', '3', ...out('h')])
  expect(guessed).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^noisescope: --data: chosen\.csv: row 1, column 1: “Id” is not a number\n$/),
  })
  const classes = await call(['run', BASE, '--data', path, '--target', 'kind', '--set', 'classes=1,3', '--steps', '3', ...out('k')])
  expect([classes.code, classes.err]).toEqual([0, 'noisescope: “Id” numbers the rows and is left out.\n'])
  expect(facts('k').data).toMatchObject({
    classes: ['1', '3'],
    n: 15,
    d: 3,
    summary: {
      classes: [
        { name: '1', count: 8 },
        { name: '3', count: 7 },
      ],
    },
  })
})

it('--decimal says what a comma is; the choice is in run.json and its link, and repeats the run', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => [1001 + 7 * i, 2345 + ((i * 31) % 97), 3456 - ((i * 17) % 89)])
  const path = file('marks.csv', rows.map(r => r.map(v => (v / 1000).toFixed(3).replace('.', ',')).join(';')).join('\n'))
  const run = (...more: string[]) => call(['run', BASE, '--data', path, '--steps', '3', ...more])
  const [first = 0, last = 0] = [Math.min, Math.max].map(of => of(...rows.flatMap(r => r.slice(0, 2))))
  const guessed = await run(...out('guess'))
  expect(guessed.err).toMatch(
    /Commas are read as decimal marks, 1,001 as 1\.001 and not as 1001: choose another decimal mark if that is wrong/,
  )
  expect(facts('guess').data).toMatchObject({ choice: { decimal: 'auto' }, summary: { range: [first / 1000, last / 1000] } })
  expect(facts('guess').link).not.toMatch(/decimal/)
  for (const more of [
    ['--decimal', 'point'],
    ['--decimal', '.'],
    ['--set', 'decimal=point'],
  ]) {
    const asked = await run(...more, ...out('asked'))
    expect(asked.err).not.toMatch(/decimal mark/)
    const { data, scenario, link, fingerprint } = facts('asked')
    expect(data).toMatchObject({ choice: { decimal: 'point' }, summary: { range: [first, last] } })
    expect([scenario.data.decimal, link]).toEqual(['point', expect.stringContaining('&decimal=point')])
    expect(data.digest).not.toBe(facts('guess').data.digest)
    const again = await call(['run', link, '--data', path, ...out('once more')])
    expect([again.err, facts('once more').fingerprint]).toEqual(['', fingerprint])
  }
})

it.each([
  ['missing=refuse', 2, 'gaps.csv: row 12, column 2: NaN found'],
  ['predict=auto', 0, { classes: Array.from({ length: 29 }, (_, k) => String(k)), choice: { predict: 'auto' } }],
  ['header=auto', 0, { n: 40, of: 40, choice: { header: 'auto' } }],
] as const)('--set %s beside --data is how they are read, not only what is written down', async (setting, code, said) => {
  const rows = Array.from({ length: 40 }, (_, i) => [`${i / 4}`, code === 2 && i === 10 ? 'NA' : `${(i * 7) % 11}.5`, `${i % 29}`])
  const header = setting === 'header=auto' ? '0,1,2' : 'u,v,y'
  const path = file('gaps.csv', [header, ...(setting === 'header=auto' ? rows.slice(1) : rows).map(r => r.join())].join('\n'))
  const found = await call(['run', BASE, '--data', path, '--set', setting, '--steps', '3', ...out('set')])
  expect(found.code).toBe(code)
  if (typeof said === 'string') expect(found.err).toContain(said)
  else {
    expect(facts('set').data).toMatchObject(said)
    const twice = await call(['run', facts('set').link, '--data', path, ...out('again')])
    expect([twice.err, facts('again').fingerprint]).toEqual(['', facts('set').fingerprint])
  }
})

it('--set test=split beside --data takes no test set from the files', async () => {
  const rows = (n: number) => Array.from({ length: n }, (_, i) => `${i / 4},${(i * 7) % 11},${((i * 5) % 13) / 8}`).join('\n')
  const both = ['--data', file('train.csv', rows(40)), '--data', file('test.csv', rows(7))]
  await call(['run', BASE, ...both, '--set', 'test=split', '--steps', '3', ...out('split')])
  expect(facts('split').data).toMatchObject({ n: 47, test: 0, choice: { test: 'split' } })
  const said = await call(['run', BASE, ...both, '--task', 'numbers', '--set', 'predict=numbers', ...out('never')])
  expect([said.code, said.err]).toEqual([2, 'noisescope: --task: found beside --set predict=…; allowed is one of them\n'])
})

it.each([
  [['--target', 'weight'], '--target: found “weight”; allowed is “Id”, “u”, “v”, “kind”, “size”, or 1 to 5'],
  [['--drop', '9'], 'drop: found 9; allowed are columns from 1 to 5'],
  [['--task', 'labels'], '--task: found “labels”; allowed is classes or numbers'],
  [['--decimal', ';'], '--decimal: found “;”; allowed is comma or point'],
  [['--header', 'maybe'], '--header: found “maybe”; allowed is yes or no'],
])('%j is refused in one sentence', async (options, sentence) => {
  const path = file('five.csv', ['Id,u,v,kind,size', '0,1,2,3,4', '1,2,3,4,5.5', '2,5,3,1,0.5'].join('\n'))
  const { code, err } = await call(['run', BASE, '--data', path, ...options, ...out('never')])
  expect([code, err]).toEqual([2, expect.stringContaining(sentence)])
  expect(await call(['run', BASE, ...options, ...out('never')])).toMatchObject({
    code: 2,
    err: expect.stringContaining('found without --data'),
  })
})

it('numbers that are standardized are undone by what state.npz says', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => [i % 7, (i * 5) % 13, 100 + 40 * Math.sin(i)])
  const path = file('sized.csv', rows.map(r => r.join()).join('\n'))
  await call(['run', BASE, '--data', path, '--set', 'targets=standardized', '--steps', '3', ...out('s')])
  const arrays = unzipSync(readFileSync(join(folder, 's', 'state.npz')))
  const array = (name: string) => Array.from(finish(npyInputs(arrays[`${name}.npy`])).X)
  const integers = array('rows')
  const [y, offset, scale] = ['y', 'target_offset', 'target_scale'].map(array)
  y.forEach((v, k) => {
    expect(scale[0] * v + offset[0]).toBeCloseTo(rows[integers[k]][2], 10)
  })
  expect(y.reduce((s, v) => s + v, 0)).toBeCloseTo(0, 10)
  expect(y.reduce((s, v) => s + v * v, 0) / y.length).toBeCloseTo(1, 10)
})
