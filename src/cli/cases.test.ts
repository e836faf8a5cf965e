import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { FILES } from '../sim/files/mutated.fixture'
import { readOwn } from '../sim/files/own'
import { fileOf } from '../sim/files/testing'
import { call } from './testing'

const folder = mkdtempSync(join(tmpdir(), 'noisescope-cases-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Files as people have them, and one of each format beside: what they hold is compared with numpy in `sim/files/cases.test.ts`. */
const CASES = join(import.meta.dirname, '../sim/files/fixtures/cases')
const IMAGES = ['img-u1.idx3', 'emnist.idx1']
const cases = readdirSync(CASES)
  .filter(name => !IMAGES.includes(name))
  .map(name => [name])
const sets: Record<string, Record<string, Uint8Array>> = Object.fromEntries([
  ...[...cases, IMAGES].map(names => [names.join(), Object.fromEntries(names.map(name => [name, readFileSync(join(CASES, name))]))]),
  ...Object.entries(FILES).map(([kind, files]) => [
    kind,
    Object.fromEntries(files.map((bytes, i) => [i === 0 ? 'X.data' : 'labels.data', bytes])),
  ]),
])

/** What is said on standard error beside what was noticed. */
const unsaid = (err: string) => err.replaceAll(/^noisescope: .*\.\n/gm, '')

it.each(Object.entries(sets))('%s is read by the command line as by itself, and run.json reads it again', async (_, files) => {
  const own = await readOwn(
    Object.entries(files).map(([name, bytes]) => fileOf(name, Uint8Array.from(bytes))),
    () => {},
  )
  const data = Object.entries(files).flatMap(([name, bytes]) => {
    writeFileSync(join(folder, name), bytes)
    return ['--data', join(folder, name)]
  })
  const facts = (out: string) => JSON.parse(readFileSync(join(folder, out, 'run.json'), 'utf8'))
  const first = await call([
    'run',
    's=linear-isotropic&arms=sgd&n=20&B=1&eta=1e-6&width=4',
    ...data,
    '--steps',
    '1',
    '--out',
    join(folder, 'a'),
  ])
  expect([first.code, unsaid(first.err)]).toEqual([0, ''])
  expect(facts('a').data).toEqual(JSON.parse(JSON.stringify(own.info)))
  const again = await call(['run', join(folder, 'a', 'run.json'), ...data, '--out', join(folder, 'b')])
  expect([unsaid(again.err), facts('b').fingerprint]).toEqual(['', facts('a').fingerprint])
})
