import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PRESETS } from '../src/scenario'
import { buildCli } from './build-cli.mjs'
import { buildTypes } from './build-types.mjs'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'noisescope-package-'))
const installed = join(folder, 'node_modules/noisescope')
afterAll(() => rmSync(folder, { recursive: true }))

/** The package as `npm pack` makes it of what was built, the page aside, and as `npm install` lays it into a folder with nothing beside it. */
beforeAll(async () => {
  const source = join(folder, 'source')
  mkdirSync(source)
  for (const name of ['package.json', 'README.md', 'LICENSE', 'python']) cpSync(join(root, name), join(source, name), { recursive: true })

  cpSync(join(root, 'public/data'), join(source, 'dist/data'), { recursive: true })
  await buildCli(join(source, 'dist/cli'))
  buildTypes(join(source, 'dist/types'))
  const [{ filename, files }] = JSON.parse(npm(source, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder))
  packed = files.map(({ path }: { path: string }) => path)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }')
  npm(folder, 'install', '--offline', '--no-audit', '--no-fund', join(folder, filename))
})

let packed: string[] = []

function npm(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' })
  if (status !== 0) throw new Error(`npm ${args.join(' ')}: ${stderr}`)
  return stdout
}

function node(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  return { status, out: stdout, err: stderr }
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const LINK = 's=linear-anisotropic&B=1&seed=9&steps=20'
const PROGRAM = `
  import { createSimulation, decodeLink, encodeLink, parseScenario, presets, ScenarioError } from 'noisescope'
  const sim = await createSimulation(decodeLink('${LINK}'))
  await sim.advance(100)
  const [{ arm, row }] = await sim.measure()
  const names = ['step', 'loss', 'mu', 'mu_gaussian']
  const fingerprint = await sim.fingerprint()
  const digits = await createSimulation(decodeLink('s=cnn-mnist'))
  sim.dispose()
  let refused = null
  try { decodeLink('eta=x') } catch (error) { refused = [error instanceof ScenarioError, error.field, error.found] }
  console.log(JSON.stringify({ arm, fingerprint, values: names.map(name => row[sim.columns.at[name]]), step: sim.step, d: digits.data.d,
    refused, link: encodeLink(parseScenario(JSON.parse(JSON.stringify(sim.scenario)))), presets: presets.map(p => p.id) }))
`

it('needs no other package, and what it names is there', () => {
  const { dependencies, bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(dependencies).toBeUndefined()
  for (const path of [bin.noisescope, exports['.'].types, exports['.'].default]) expect(existsSync(join(installed, path)), path).toBe(true)
  const { dependencies: others } = JSON.parse(npm(folder, 'ls', '--all', '--json'))
  expect([Object.keys(others), others.noisescope.dependencies]).toEqual([['noisescope'], undefined])
  // Neither sources nor settings travel along.
  const outside = packed.filter(path => !/^dist\/(cli|types|data)\//.test(path))
  expect(outside.sort()).toEqual(['LICENSE', 'README.md', 'package.json', 'python/noisescope_export.py'])
})

it('runs as a command line and as a library in plain JavaScript: the same numbers', () => {
  const command = spawnSync(join(folder, 'node_modules/.bin/noisescope'), ['--version'], { encoding: 'utf8' })
  expect(command.stdout).toBe(`noisescope ${version}\n`)
  const run = node(join(installed, 'dist/cli/noisescope.js'), 'run', LINK, '--every', '20', '--out', join(folder, 'out'))
  expect([run.status, run.err]).toEqual([0, ''])
  writeFileSync(join(folder, 'program.js'), PROGRAM)
  const { status, out, err } = node('program.js')
  expect([status, err]).toEqual([0, ''])
  const found = JSON.parse(out)
  expect(found).toMatchObject({ step: 20, refused: [true, 'eta', 'x'], presets: [...PRESETS.keys()] })
  expect(found.link).toBe(`v=1&s=linear-anisotropic&B=1&seed=9&steps=20`)
  expect(found.fingerprint).toBe(run.out.trimEnd().split('\n').at(-1))
  const [head = '', , last = ''] = readFileSync(join(folder, 'out', found.arm, 'metrics.csv'), 'utf8').split('\n')
  const at = (name: string) => Number(last.split(',')[head.split(',').indexOf(name)])
  expect(found.values).toEqual(['step', 'loss', 'mu', 'mu_gaussian'].map(at))
})

const TYPED = `
  import { createSimulation, decodeLink, type LibrarySimulation, presets, type Scenario, type ScenarioError } from 'noisescope'
  const scenario: Scenario = decodeLink('${LINK}')
  const sim: LibrarySimulation = await createSimulation(scenario)
  const taken: number = await sim.advance(10)
  const [first] = await sim.measure()
  const mu: number | undefined = first?.row[sim.columns.at.mu]
  const id: string | undefined = presets[0]?.id
  const field = (error: ScenarioError): string => error.field
  const kinds: 'gaussian' | 'mnist' | 'hops' | 'file' = scenario.data.source
  // @ts-expect-error There is no such column.
  sim.columns.at.nope
  // @ts-expect-error It is a number.
  const eta: string = scenario.arms[0]!.eta
  export { taken, mu, id, field, kinds, eta }
`

it.each(['nodenext', 'bundler'])('has types that a strict program finds: moduleResolution %s', resolution => {
  const file = `${resolution}.ts`
  writeFileSync(join(folder, file), TYPED)
  const kind = resolution === 'bundler' ? 'esnext' : resolution
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom', '--types', '', '--module', kind]
  const { status, out } = node(join(root, 'node_modules/typescript/bin/tsc'), ...options, '--moduleResolution', resolution, file)
  expect([status, out]).toEqual([0, ''])
})
