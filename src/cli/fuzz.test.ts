import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { Fault } from '../lib/fault'
import { mutations, notFinite, trials } from '../lib/mutation.fixture'
import { FIELDS, PATH_BY_NAME } from '../scenario'
import { main } from './cli'
import { NODE_DISK } from './disk'
import { STUDIES } from './study/kinds'

const folder = mkdtempSync(join(tmpdir(), 'noisescope-fuzz-'))
afterAll(() => rmSync(folder, { recursive: true }))
const { below, one, text, json } = mutations(11)

const inFolder = (name: string) => join(folder, name)
const file = (name: string, content: string) => {
  writeFileSync(inFolder(name), content)
  return inFolder(name)
}
const csv = file('t.csv', Array.from({ length: 30 }, (_, i) => `${i % 7},${(i * i) % 11},${i % 2 ? 'a' : 'b'}`).join('\n'))
mkdirSync(inFolder('folder'))

const SMALL = [
  ...['s=escape&n=12&d=3', 's=linear-label-noise&n=10&d=4&arms=sgd,a:adam', 's=two-layer&n=8&d=3&m=3', 's=olm-diagonal&n=8&d=3'],
  ...['s=zhu-2d&n=10', 's=deff-sweep&n=12&d=3&points=8,10', 's=escape-ensemble&n=10&d=3&R=20', 's=cnn-mnist&n=10&pixels=7&filters=2'],
]
const VALUES = [
  '0',
  '1',
  '3',
  '8',
  '-1',
  '0.5',
  '1e-7',
  '1e400',
  'nan',
  '',
  '007',
  '0x10',
  '1,2',
  '٣',
  '1e9',
  ' 2',
  'sgd',
  'wasm',
  'reference',
  'H',
  'é'.repeat(50),
]
const ALPHABET = '0123456789.,:;&=#%-_ abez"\'<>/\\\n'
const FIELD_NAMES = [...PATH_BY_NAME.keys()]

function scenario(): string {
  const link = one(SMALL)
  const kinds = [
    () => `${link}&${one(FIELD_NAMES)}=${value()}`,
    () => text(link, ALPHABET),
    () => one(['', '#', 'nope', 'x.json', csv, inFolder('folder'), 'https://a.example/', '__proto__', 'toString', '-', '.'.repeat(5000)]),
    () =>
      file('s.json', text(JSON.stringify({ version: 1, data: { n: 8, d: 3 }, arms: [{ id: 'sgd', kind: 'sgd' }], steps: 5 }), ALPHABET)),
    () =>
      file(
        's.json',
        JSON.stringify(json({ version: 1, data: { n: 8, d: 3 }, arms: [{ id: 'sgd', kind: 'sgd' }], steps: 5, events: [] })) ?? '',
      ),
  ]
  return below(4) ? link : one(kinds)()
}

const value = (): string => (below(4) ? one(VALUES) : text(one(VALUES), ALPHABET))

function choice(name: string): string {
  const path = PATH_BY_NAME.get(name)
  const [group, key] = (path ?? 'run.seed').split('.') as [keyof typeof FIELDS, string]
  const field = (FIELDS[group] as Record<string, { initial: unknown; choices?: readonly string[] }>)[key]
  const kinds = [() => one(field?.choices ?? ['2']), () => String(field?.initial), value]
  return one(kinds)()
}

function option(): string[] {
  const name = one(FIELD_NAMES)
  const kinds = [
    () => ['--steps', one(['1', '3', '20', '1e9', value()])],
    () => ['--every', one(['1', '7', value()])],
    () => ['--set', `${below(5) ? '' : 'sgd.'}${name}=${choice(name)}`],
    () => [`--set=${name}=${choice(name)}`],
    () => ['--data', one([csv, csv, inFolder('none'), inFolder('folder'), file('bad.csv', text(readFileSync(csv, 'utf8'), ALPHABET))])],
    () => ['--backend', one(['wasm', 'reference', 'auto', one(['webgpu', value()])])],
    () => [
      `--${one(['target', 'drop', 'task', 'header', 'decimal'])}`,
      one(['1', '1,3', 'a', 'classes', 'numbers', 'yes', 'no', 'comma', '.', value()]),
    ],
    () => ['--draws'],
    () => ['--measurements', one([csv, inFolder('none'), inFolder('folder'), value()])],
    () => ['--grid', `${name}=${one([choice(name), '0.1:1:log:3', '1:3:lin:3', '1,2', value()])}`],
    () => [
      one(['--seeds', '--columns', '--at', '--until', '--shard', '--workers']),
      one(['2', 'loss,mu', 'start,end', 'loss<0.1', '1/2', value()]),
    ],
    () => [one(['--x', '-s', '--', '--out', '--set', '-v', '--help', '--json', '--steps=', value()])],
  ]
  return one(kinds)()
}

function commandLine(): string[] {
  const command = one([
    ['run'],
    ['run'],
    ['run'],
    ['study', one([...Object.keys(STUDIES), 'x'])],
    ['sweep'],
    ['merge'],
    ['open'],
    ['link'],
    ['presets'],
    below(3) ? ['run'] : [value()],
  ])
  const places = [inFolder('out'), inFolder('other/deep'), inFolder('folder'), one([csv, join(csv, 'sub'), ''])]
  const out = ['run', 'sweep', 'merge', 'study'].includes(command[0] ?? '') && below(12) ? ['--out', one(places)] : []
  const wanted = ['run', 'sweep', 'study'].includes(command[0] ?? '') ? below(4) : below(6) ? 0 : 1
  const grid = command[0] === 'sweep' && below(8) ? ['--grid', one(['eta=0.1,0.2', 'B=1,2', 'seed=1:3:lin:3', 'n=5:9:lin:3'])] : []
  const given = command[0] === 'presets' && below(4) ? [] : [scenario()]
  const line = [...command, ...given, ...grid, ...Array.from({ length: wanted }, option).flat(), ...out]
  if (below(12) === 0) line.splice(below(line.length + 1), below(2), value())
  // Nothing is written elsewhere.
  return line.map((word, i) => (line[i - 1] === '--out' && word && !word.startsWith(folder) ? inFolder(word) : word))
}

/** Calls the command line; what it computes is interrupted after some turns, so that a long run is none here. */
async function call(argv: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const controller = new AbortController()
  let left = 3000
  const turn = () => {
    if (--left < 0) controller.abort()
    else immediate = setImmediate(turn)
  }
  let immediate = setImmediate(turn)
  const open = (path: string) => {
    left = Math.min(left, 20)
    return NODE_DISK.open(path)
  }
  const thread = () => {
    throw new Fault('There are no threads here', 'go elsewhere')
  }
  const io = {
    out: (t: string) => out.push(t),
    err: (t: string) => err.push(t),
    watched: false,
    interrupt: controller.signal,
    disk: { ...NODE_DISK, open },
    env: {},
    thread,
  }
  const code = await main(argv, io)
  clearImmediate(immediate)
  return { code, out: out.join(''), err: err.join('') }
}

it('command lines end with an exit code and a message, whatever is asked', async () => {
  const codes = [0, 0, 0]
  for (let trial = trials(1000, 60); trial > 0; trial--) {
    const argv = commandLine()
    const { code, out, err } = await call(argv)
    const said = `${JSON.stringify(argv)} → ${code}: ${err}`
    codes[code]++
    expect(code === 0 ? out : err, said).not.toBe('')
    if (code > 0) expect(err, said).toMatch(/^(noisescope: .{10,}\n|noisescope \d.*Usage.*\n)$/s)
    // Words of the program's own errors, which nobody is to meet.
    expect(err.replaceAll(/“.*?”/gs, ''), said).not.toMatch(
      /undefined|\bNaN\b|\[object|is not a function|Cannot read prop|not iterable|out of memory|\n {4}at /,
    )
    if (code === 0 && argv[0] === 'open' && out.startsWith('{')) expect(notFinite(JSON.parse(out)), said).toEqual([])
  }
  const left = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  expect(left.filter(name => name.includes('.noisescope') || name.endsWith('.tmp'))).toEqual([])
  expect(Math.min(...codes)).toBeGreaterThan(0)
  if (process.env.EVERYTHING === '1') console.log(`exit codes ${codes.join(', ')}`)
})
