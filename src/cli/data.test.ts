import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
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
  expect(scenario.data).toMatchObject({ source: 'file', file: data.digest, n: 36, input: 'whitened' })
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
  ['three.csv', '1,2,3\n4,nan,6', 'three.csv: row 2, column 2'],
])('%s is refused in one sentence', async (name, content, sentence) => {
  const { code, err } = await call(['run', BASE, '--data', file(name, content), ...out('never')])
  expect(err).toContain(sentence)
  expect([code, err.trimEnd().split('\n').length]).toEqual([2, 1])
})

it('a file that is not there is named', async () => {
  const { code, err } = await call(['run', BASE, '--data', join(folder, 'missing.csv'), ...out('never')])
  expect([code, err]).toEqual([2, `noisescope: --data: ${join(folder, 'missing.csv')} cannot be read (no such file)\n`])
})
