import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { beforeAll, expect, it } from 'vitest'
import { Fault } from '../../../lib/fault'
import { Fingerprint } from '../../../lib/fingerprint'
import { mutations, trials } from '../../../lib/mutation.fixture'
import { encodeNpz } from '../../../lib/npz'
import { aRun, aSweep, COLUMNS, rowsAt } from '../kept.fixture'
import type { KeptRun } from '../types'
import { LARGEST, readKept } from './read'
import { writeKept } from './write'

beforeAll(async () => {
  await import('../../../scenario/presets')
})

const RUNS = [aRun(1, { note: 'why: μ ≈ α·β' }), aRun(2, { thumbnail: `data:image/png;base64,${btoa('a picture')}` })]
const FILE = writeKept(RUNS, '0.1.0')

type Json = Record<string, unknown>
/** The file with something else in its manifest, whose digest agrees unless `stale`. */
function withManifest(change: (manifest: Json & { entries: Json[] }) => void, stale = false, of = FILE): Uint8Array {
  const files = unzipSync(of)
  const manifest = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()))
  change(manifest)
  if (!stale) manifest.digest = digestLike(manifest.entries)
  return zipSync({ ...files, 'manifest.json': strToU8(JSON.stringify(manifest)) }, { level: 0 })
}
/** The digest that a file has whose entries are these. */
const digestLike = (entries: unknown) =>
  new Fingerprint().add(Float64Array.from(JSON.stringify(entries), c => c.codePointAt(0) ?? 0)).digest()
const first = (change: (entry: Json & { arms: Json[] }) => void) =>
  withManifest(({ entries }) => change(entries[0] as Json & { arms: Json[] }))
function withFile(name: string, content: Uint8Array | null): Uint8Array {
  const { [name]: _, ...files } = unzipSync(FILE)
  return zipSync(content ? { ...files, [name]: content } : files)
}
const NPZ = `runs/${RUNS[0]?.id}/sgd.npz`

it('gives back the runs that were written, number by number, and writes the same bytes again', () => {
  expect(readKept(FILE)).toEqual(RUNS)
  expect(writeKept(readKept(FILE), '0.1.0')).toEqual(FILE)
  expect(readKept(writeKept([], '0.1.0'))).toEqual([])
})

it('gives back a sweep with every number of its runs, also those that JSON does not have', () => {
  const sweep = aSweep()
  const kept = [RUNS[0] as KeptRun, sweep]
  const file = writeKept(kept, '0.1.0')
  expect(readKept(file)).toEqual(kept)
  const { [`sweeps/${sweep.id}.json`]: json = new Uint8Array(), ...others } = unzipSync(file)
  const changed = (to: (text: string) => string) => zipSync({ ...others, [`sweeps/${sweep.id}.json`]: strToU8(to(strFromU8(json))) })
  expect(() => readKept(changed(text => text.replace('0.25', '0.26')))).toThrow(
    /Entry 2, “a sweep”, sweeps.*: the runs do not agree with their digest/,
  )
  expect(() => readKept(zipSync(others))).toThrow(/Entry 2, “a sweep”, sweeps.*: the file is missing in the archive/)
  expect(() => readKept(writeKept([{ ...sweep, link: 's=linear-isotropic' }], '0.1.0'))).toThrow(/its link plans no sweep/)
  expect(() => readKept(writeKept([{ ...sweep, runs: 1 }], '0.1.0'))).toThrow(/it holds 2 runs; 2 of 1 are expected/)
})

it.each<[string, Uint8Array, RegExp]>([
  ['no archive', strToU8('PK, but not really'), /cannot be unpacked .*damaged, cut short, or no zip/],
  ['an empty file', new Uint8Array(), /cannot be unpacked/],
  ['cut short', FILE.slice(0, FILE.length - 30), /cannot be unpacked/],
  ['too large a file', new Uint8Array(LARGEST.file + 1), /has 257 MB; at most 256 MB are read: export fewer/],
  ['another archive', zipSync({ 'a.txt': strToU8('a') }), /no manifest\.json/],
  ['a manifest that is no JSON', withFile('manifest.json', strToU8('{')), /manifest\.json is no JSON/],
  ['a manifest of null', withFile('manifest.json', strToU8('null')), /format: found nothing; allowed is 1/],
  [
    'a newer format',
    withManifest(m => Object.assign(m, { format: 2, software: 'Noisescope 9.0.0' })),
    /format 2, written by Noisescope 9\.0\.0, and this page reads formats up to 1; open it with a page of that version/,
  ],
  ['an older format', withManifest(m => Object.assign(m, { format: 0 })), /format: found 0; allowed is 1/],
  [
    'a name that was changed',
    withManifest(m => Object.assign(m.entries[0] as Json, { name: 'x' }), true),
    /do not agree with their digest/,
  ],
  [
    'a name that is too long',
    first(e => Object.assign(e, { name: 'n'.repeat(121) })),
    /entry 1, name: found "n+…n+"; allowed is a text of at most 120/,
  ],
  [
    'a picture from elsewhere',
    first(e => Object.assign(e, { thumbnail: 'https://a.b/c.png' })),
    /entry 1, thumbnail: .*empty, or a PNG as a data: address/,
  ],
  ['a field of another name', first(e => Object.assign(e, { colour: 'red' })), /entry 1, colour: .*no field of this name/],
  ['a step that is no number', first(e => Object.assign(e, { step: '20' })), /entry 1, step: found "20"; allowed is an integer from 0/],
  ['an arm without rows', first(e => delete e.arms[1]?.rows), /entry 1, arms, 2, rows: found nothing/],
  [
    'a link of nowhere',
    first(e => Object.assign(e, { link: 's=linear-isotropic&colour=red' })),
    /Entry 1, “run 1”: its link cannot be read by this version \(.*colour/,
  ],
  [
    'a link of other arms',
    first(e => Object.assign(e, { link: 's=linear-isotropic&arms=sgd&step=20' })),
    /its arms are not those of its link; sgd are expected/,
  ],
  [
    'columns that stand twice',
    first(e => Object.assign(e, { columns: COLUMNS.names.map((n, i) => (i === 4 ? 'step' : n)) })),
    /columns are not names of their own/,
  ],
  [
    'one column less',
    first(e => Object.assign(e, { columns: COLUMNS.names.slice(1) })),
    /columns are not names of their own with “step” first/,
  ],
  ['rows that are missing', withFile(NPZ, null), new RegExp(`“run 1”, ${NPZ}: the file is missing in the archive`)],
  ['rows that are no archive', withFile(NPZ, strToU8('rows')), new RegExp(`${NPZ}: The archive cannot be unpacked`)],
  ['rows by another name', withFile(NPZ, encodeNpz({ x: { data: rowsAt([0]), shape: [1, COLUMNS.width] } })), /holds no rows\.npy/],
  [
    'other rows',
    withFile(NPZ, encodeNpz({ rows: { data: rowsAt([0, 10, 20], 9), shape: [3, COLUMNS.width] } })),
    /rows do not agree with their digest/,
  ],
  [
    'rows of another shape',
    withFile(NPZ, encodeNpz({ rows: { data: rowsAt([0, 10]), shape: [2, COLUMNS.width] } })),
    /have the shape \(2, \d+\); \(3, \d+\) is expected/,
  ],
  [
    'whole numbers as rows',
    withFile(NPZ, encodeNpz({ rows: { data: new Int32Array(3 * COLUMNS.width), shape: [3, COLUMNS.width] } })),
    /header .*<i4.*float64/,
  ],
  ['a run twice', withManifest(m => m.entries.push(m.entries[0] as Json)), /“run 1” stands in the file twice/],
  [
    'rows that go back',
    writeKept(
      [
        aRun(1, {
          arms: [
            { id: 'sgd', rows: rowsAt([0, 10, 5]), divergence: null },
            { id: 'gd', rows: rowsAt([0]), divergence: null },
          ],
        }),
      ],
      '',
    ),
    /row 3 has step 5; integers that ascend up to 20/,
  ],
  ['rows beyond its step', writeKept([aRun(1, { step: 15 })], ''), /row 3 has step 20; integers that ascend up to 15/],
])('refuses %s, with the place', (_, file, why) => {
  expect(() => readKept(file)).toThrow(why)
  expect(() => readKept(file)).toThrow(Fault)
})

it('refuses an archive that claims to be larger than it is, before memory is asked for', () => {
  const file = FILE.slice()
  const view = new DataView(file.buffer)
  const directory = view.getUint32(file.length - 6, true)
  view.setUint32(directory + 24, 0x1f000000, true)
  expect(() => readKept(file)).toThrow(/claims to unpack to more/)
  const many = zipSync(Object.fromEntries(Array.from({ length: 4002 }, (_, i) => [`f${i}`, new Uint8Array()])))
  expect(() => readKept(many)).toThrow(/more than the 4.001 files/)
})

it('reads rows of other columns in those of today: what is missing is NaN, what nobody knows is left out', () => {
  const names = ['step', 'loss', 'an_old_one', 'lambda_1', 'lambda_2', 'g_1', 'g_2']
  const columns = { ...COLUMNS, names, width: names.length }
  const arms = ['sgd', 'gd'].map(id => ({ id, rows: Float64Array.of(0, 3, 9, 5, 4, 1.5, 0.5), divergence: null }))
  const [run] = readKept(writeKept([aRun(1, { columns, arms })], '0.0.9')) as KeptRun[]
  const value = (name: string) => run?.arms[0]?.rows[run.columns.names.indexOf(name)]
  expect(run?.columns).toEqual(COLUMNS)
  expect([...['step', 'loss', 'lambda_2', 'g_1', 'mu'].map(value)]).toEqual([0, 3, 4, 1.5, Number.NaN])
})

/** A small one, so that thousands of mutations of it take seconds. */
const SMALL = (() => {
  const columns = { ...COLUMNS, names: ['step', 'loss'], width: 2 }
  return writeKept(
    [aRun(1, { columns, arms: ['sgd', 'gd'].map(id => ({ id, rows: Float64Array.of(0, 3, 5, 2), divergence: null })) })],
    '0.1.0',
  )
})()

it('whatever bytes are changed, cut or doubled: a sentence, or the runs as they were', () => {
  const { bytes } = mutations(11)
  const messages = new Set<string>()
  const asIs = JSON.stringify(readKept(SMALL))
  let whole = 0
  for (let trial = 0; trial < trials(20_000, 2000); trial++) {
    try {
      expect(JSON.stringify(readKept(bytes(SMALL)))).toBe(asIs)
      whole++
    } catch (error) {
      expect(error).toBeInstanceOf(Fault)
      messages.add((error as Fault).message)
    }
  }
  expect(messages.size).toBeGreaterThan(20)
  expect(whole).toBeGreaterThan(0)
})

it('whatever is odd in a manifest: a sentence', () => {
  const { json } = mutations(12)
  const messages = new Set<string>()
  for (let trial = 0; trial < trials(10_000, 1000); trial++) {
    const changed = withManifest(
      m => {
        m.entries = json(m.entries) as Json[]
      },
      false,
      SMALL,
    )
    try {
      readKept(changed)
    } catch (error) {
      expect(error).toBeInstanceOf(Fault)
      messages.add((error as Fault).message)
    }
  }
  expect(messages.size).toBeGreaterThan(50)
})

const python = (() => {
  try {
    execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
if (!python) console.log('skipped: no python3 with numpy here to read the rows of a kept run')

it.skipIf(!python)('numpy reads manifest and rows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'noisescope-kept-'))
  try {
    writeFileSync(join(folder, 'runs.noisescope.zip'), FILE)
    const code = [
      'import io, json, sys, zipfile, numpy as np',
      "z = zipfile.ZipFile('runs.noisescope.zip')",
      "for e in json.loads(z.read('manifest.json'))['entries']:",
      "  for a in e['arms']:",
      "    rows = np.load(io.BytesIO(z.read(a['file'])))['rows']",
      "    print(e['name'], a['id'], rows.shape, [float(x) for x in rows[:, e['columns'].index('step')]], repr(float(rows[-1, 2])))",
    ]
    const out = execFileSync('python3', ['-c', code.join('\n')], { cwd: folder, encoding: 'utf8' })
    const wanted = RUNS.flatMap(({ name, arms }) =>
      arms.map(({ id, rows }) => {
        const steps = Array.from({ length: rows.length / COLUMNS.width }, (_, row) => `${rows[row * COLUMNS.width]}.0`)
        return `${name} ${id} (${steps.length}, ${COLUMNS.width}) [${steps.join(', ')}] ${rows.at(2 - COLUMNS.width)}`
      }),
    )
    expect(out.trim().split('\n')).toEqual(wanted)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
