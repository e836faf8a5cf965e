import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/**
 * The seams of the source: what is said in one table alone must be refused by the type checker wherever else it has to be
 * answered. Each case changes one file of a copy of the source and names files in which the checker must find fault.
 */
interface Seam {
  readonly name: string
  readonly file: string
  readonly replace: string
  readonly with: string
  readonly refusedIn: readonly string[]
}

const SEAMS: readonly Seam[] = [
  {
    name: 'a model is renamed',
    file: 'src/scenario/modelFields.ts',
    replace: "'random-features'",
    with: "'fixed-features'",
    refusedIn: ['src/scenario/model.ts', 'src/sim/model.ts', 'src/sim/network.ts', 'src/components/controls/labels.ts'],
  },
  {
    name: 'a model is added',
    file: 'src/scenario/modelFields.ts',
    replace: "'transformer',",
    with: "'transformer', 'recurrent',",
    refusedIn: ['src/scenario/model.ts', 'src/sim/model.ts', 'src/components/controls/labels.ts'],
  },
  {
    name: 'a teacher is added',
    file: 'src/scenario/dataFields.ts',
    replace: "'multi-index']",
    with: "'multi-index', 'tree']",
    refusedIn: ['src/sim/teacher.ts', 'src/components/controls/labels.ts', 'src/components/controls/DataControls.tsx'],
  },
  {
    name: 'a start stands at a choice that does not exist',
    file: 'src/scenario/problemFields.ts',
    replace: "initial: 'gaussian'",
    with: "initial: 'normal'",
    refusedIn: ['src/scenario/presets/loaded.ts'],
  },
  {
    name: 'a sampling is renamed',
    file: 'src/scenario/armFields.ts',
    replace: "'reshuffled'",
    with: "'shuffled'",
    refusedIn: ['src/sim/sampler.ts', 'src/workers/studies/curves.ts', 'src/components/controls/labels.ts'],
  },
  {
    name: 'a noise is renamed',
    file: 'src/scenario/armFields.ts',
    replace: "'g-shaped'",
    with: "'curvature-shaped'",
    refusedIn: [
      'src/sim/noise/control.ts',
      'src/sim/planar/success.ts',
      'src/workers/studies/curves.ts',
      'src/components/controls/labels.ts',
    ],
  },
  {
    name: 'a noise is added',
    file: 'src/scenario/armFields.ts',
    replace: "'top-eigenvector', 'label']",
    with: "'top-eigenvector', 'label', 'cauchy']",
    refusedIn: ['src/sim/noise/control.ts', 'src/workers/studies/curves.ts', 'src/components/controls/labels.ts'],
  },
  {
    name: 'a schedule is added',
    file: 'src/scenario/armFields.ts',
    replace: "'warm-up', 'drawn']",
    with: "'warm-up', 'polynomial', 'drawn']",
    refusedIn: ['src/scenario/schedule.ts', 'src/scenario/course.ts', 'src/components/controls/labels.ts'],
  },
  {
    name: 'a study is added',
    file: 'src/scenario/runFields.ts',
    replace: "'temperature', 'margin', 'sections']",
    with: "'temperature', 'margin', 'sections', 'power']",
    refusedIn: [
      'src/workers/studies/kinds.ts',
      'src/store/studyPlans/index.ts',
      'src/components/panels/registry.ts',
      'src/components/panels/chosen.tsx',
      'src/components/controls/labels.ts',
    ],
  },
  {
    name: 'a rule of an optimizer is added',
    file: 'src/lib/optimizers.ts',
    replace: 'nesterov: { velocity: each },',
    with: 'nesterov: { velocity: each }, lion: { mean: each },',
    refusedIn: ['src/lib/updates.ts', 'src/sim/backends/tfjs/updates.ts', 'src/sim/backends/wasm/machineRules.ts'],
  },
  {
    name: 'an optimizer is added whose rule nobody has written',
    file: 'src/scenario/optimizers.ts',
    replace: "rule: 'rmsprop',",
    with: "rule: 'lion',",
    refusedIn: ['src/scenario/optimizers.ts'],
  },
  {
    name: 'a column is added',
    file: 'src/scenario/columns.ts',
    replace: '  frob_G: {',
    with: "  psi: { filledBy: 'state', checkedBy: 'matrices' }, frob_G: {",
    refusedIn: ['src/scenario/columnTexts.ts', 'src/sim/row.ts'],
  },
  {
    name: 'a column has no second derivation',
    file: 'src/scenario/columns.ts',
    replace: "trace_G: { filledBy: 'state', checkedBy: 'matrices' }",
    with: "trace_G: { filledBy: 'state' }",
    refusedIn: ['src/scenario/columns.ts'],
  },
]

const root = join(import.meta.dirname, '..')
const WORLDS = ['lib', 'scenario', 'sim', 'backends', 'workers', 'dom']
/** Bounds a checker that hangs; nothing here is measured in time. */
const PATIENCE = 2_400_000

let copy: string
const inCopy = (path: string) => join(copy, path)

/** The files in which the type checker finds fault with the copy as it stands. */
function faults(): Promise<string[]> {
  const tsc = inCopy('node_modules/typescript/bin/tsc')
  return new Promise((resolve, reject) =>
    execFile(process.execPath, [tsc, '--build', '--pretty', 'false'], { cwd: copy, maxBuffer: 1 << 26 }, (ended, said, complaint) => {
      const files = [...said.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, file = '']) => file)
      // A checker that ends badly without finding fault has not checked.
      if (ended && files.length === 0) reject(new Error(`the type checker could not run: ${said}${complaint}`, { cause: ended }))
      else resolve([...new Set(files)])
    }),
  )
}

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'noisescope-seams-'))
  cpSync(join(root, 'src'), inCopy('src'), { recursive: true })
  for (const name of ['package.json', ...['base', ...WORLDS].map(world => `tsconfig.${world}.json`)]) cpSync(join(root, name), inCopy(name))
  const references = WORLDS.map(world => ({ path: `./tsconfig.${world}.json` }))
  writeFileSync(inCopy('tsconfig.json'), JSON.stringify({ files: [], references }))
  symlinkSync(join(root, 'node_modules'), inCopy('node_modules'), 'junction')
  expect(await faults()).toEqual([])
}, PATIENCE)
afterAll(() => rmSync(copy, { recursive: true, force: true }))

describe('the type checker refuses', () => {
  it.each(SEAMS)('$name in $file alone', { timeout: PATIENCE }, async ({ file, replace, with: by, refusedIn }) => {
    const source = readFileSync(inCopy(file), 'utf8')
    expect(source.split(replace)).toHaveLength(2)
    writeFileSync(inCopy(file), source.replace(replace, by))
    const found = await faults()
    writeFileSync(inCopy(file), source)
    expect(found).toEqual(expect.arrayContaining([...refusedIn]))
  })
})
