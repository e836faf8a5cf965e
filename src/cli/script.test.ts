import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { decodeLink, pythonScript } from './library'
import { call } from './testing'

/** Debian's Python, where its package python3-numpy lies; or the one in PYTHON. */
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3'
const python = (args: readonly string[], env: Record<string, string> = {}) =>
  spawnSync(PYTHON, args, { encoding: 'utf8', env: { ...process.env, ...env } })
const numpy = python(['-c', 'import numpy']).status === 0
if (!numpy) console.warn(`skipped: Python scripts are not run, for ${PYTHON} has no numpy (Debian's package python3-numpy)`)

const folder = mkdtempSync(join(tmpdir(), 'noisescope-script-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes the script of a run and gives its text. */
async function scriptOf(name: string, scenario: string, ...more: string[]): Promise<string> {
  const out = join(folder, `${name}.py`)
  const { code, err } = await call(['script', scenario, ...more, '--out', out])
  expect([code, err.replaceAll(/^noisescope: .*\.\n/gm, '')]).toEqual([0, ''])
  return readFileSync(out, 'utf8')
}

interface Line {
  readonly metric: string
  readonly difference: number
  readonly mark: string
}

/** Runs a script: its exit code, and its lines of numbers. */
function ran(name: string, env?: Record<string, string>) {
  const { status, stdout, stderr } = python([join(folder, `${name}.py`)], env)
  const found = [...stdout.matchAll(/^(\w+) +\d+ +\S+ +\S+ +(\S+)(?: {2}(.*))?$/gm)]
  const lines = found.map(([, metric = '', difference, mark = '']): Line => ({ metric, difference: Number(difference), mark }))
  return { status, stderr, lines }
}

/** A table of two classes in four columns and a label. */
const table = Array.from({ length: 60 }, (_, i) => {
  const x = Array.from({ length: 4 }, (_, j) => Math.sin(1 + 7.3 * i + 2.1 * j * j))
  return [...x, x[0] > x[1] ? 'a' : 'b'].join(',')
})
writeFileSync(join(folder, 'own.csv'), `p,q,r,s,label\n${table.join('\n')}\n`)

/** Ten kinds of runs; the smaller n only keeps it short. */
const RUNS: Record<string, readonly string[]> = {
  linear: ['linear-anisotropic'],
  overparametrized: ['olm-diagonal'],
  'two-layer': ['two-layer'],
  deep: ['s=mlp-digits-small&n=60&hessian=0'],
  convolutional: ['s=cnn-mnist&n=50&sgd2.B=16'],
  'cross-entropy': ['s=mlp-mnist-10&n=40&B=8&sgd2.B=20'],
  momentum: ['s=linear-label-noise&arms=sgd,n:nesterov,a:adam,r:rmsprop&sgd.momentum=0.9&n.momentum=0.8&r.momentum=0.5&eta=0.02'],
  'drawn-schedule-with-events': [
    's=two-layer&schedule=drawn&curve=0,1,50,0.2,120,1.5&bschedule=step&bperiod=60&bfloor=0.5&sampling=reshuffled&at=40:sgd.B:8,80:eta:0.05,120:sgd.momentum:0.5',
  ],
  'synthetic-noise': ['escape-controls'],
  'own-data': ['s=mlp-digits-small&hidden=8&B=4&noise=0.1&sampling=without-replacement', '--data', join(folder, 'own.csv')],
}

describe.skipIf(!numpy)('a Python script', () => {
  it.each(Object.entries(RUNS))('%s: same minibatches, same path, same metrics after 200 steps', async (name, [scenario = '', ...more]) => {
    await scriptOf(name, scenario, ...more, '--steps', '200')
    const { status, stderr, lines } = ran(name)
    expect([status, stderr]).toEqual([0, ''])
    // Which directions of rounding count as flat ones is open where the rank is cut off.
    const exact = lines.filter(({ metric, mark }) => !(metric === 'D' && mark === 'within its rounding'))
    expect(exact.filter(({ difference, mark }) => !(difference <= 1e-9) || mark !== '')).toEqual([])
    const metrics = lines.map(line => line.metric)
    expect(metrics).toEqual(
      expect.arrayContaining(['theta', 'theta_norm', 'loss', 'mu', 'rel_dist', 'frob_G', 'lambda', 'g', 'chi', 'gni']),
    )
    expect(metrics).toContain('minibatches')
  })

  it('sorts a list of variances as the run does, and takes full batches where a schedule divides by 0', async () => {
    await scriptOf(
      'edges',
      's=linear-anisotropic&spectrum=explicit&values=1,4,2&arms=sgd&bschedule=cosine&bperiod=30&bfloor=0',
      '--steps',
      '60',
    )
    const { status, stderr, lines } = ran('edges')
    expect([status, stderr]).toEqual([0, ''])
    expect(lines.filter(({ mark }) => mark !== '')).toEqual([])
  })

  it.each([
    ['another learning rate', '"eta": 0.5', '"eta": 0.5000001', ['theta', 'loss']],
    ['another random number', 'np.uint64(0xD2511F53)', 'np.uint64(0xD2511F55)', ['minibatches', 'lambda']],
    ['another batch', 'SEED, n, B, step, drawn', 'SEED, n, B, step + (step == 150), drawn', ['minibatches', 'theta']],
    ['another definition', 'Sigma = Sigma1 - centre', 'Sigma = Sigma1 - 1.00001 * centre', ['mu', 'trace_sigma']],
  ])('says that %s differs, and exits with 1', async (name, from, to, differing) => {
    const text = await scriptOf(name, 's=linear-anisotropic&arms=sgd', '--steps', '200')
    expect(text).toContain(from)
    writeFileSync(join(folder, `${name}.py`), text.replace(from, to))
    const { status, lines } = ran(name)
    expect(status).toBe(1)
    const wrong = lines.filter(line => line.mark === 'DIFFERS').map(line => line.metric)
    expect(wrong).toEqual(expect.arrayContaining(differing))
    expect(wrong).not.toContain('batch_size')
  })

  it('is a notebook too, whose cells one after the other compute the same', async () => {
    const out = join(folder, 'run.ipynb')
    expect(await call(['script', 'escape', '--steps', '20', '--out', out])).toMatchObject({ code: 0, err: '' })
    const { cells, nbformat } = JSON.parse(readFileSync(out, 'utf8')) as {
      nbformat: number
      cells: { cell_type: string; source: string[] }[]
    }
    expect(nbformat).toBe(4)
    const code = cells.filter(cell => cell.cell_type === 'code').map(cell => cell.source.join(''))
    expect(code.at(-1)).toBe('main()')
    writeFileSync(join(folder, 'cells.py'), `${code.slice(0, -1).join('\n\n')}\n\nsys.exit(main())\n`)
    expect(ran('cells')).toMatchObject({ status: 0, stderr: '' })
  })

  it('where a run follows rounding, says so instead of failing', async () => {
    await scriptOf('chaotic', 's=edge-of-stability&arms=gd&gd.eta=0.3&hessian=0&batches=0', '--steps', '200')
    const { status, lines } = ran('chaotic')
    expect(status).toBe(0)
    expect(lines.filter(line => line.mark.startsWith('follows rounding')).length).toBeGreaterThan(3)
  })

  it.each(['Prescott', 'Sandybridge'])('says so with the sums of a %s too, and that a fault is none', async kernels => {
    const text = await scriptOf('chaotic', 's=edge-of-stability&arms=gd&gd.eta=0.3&hessian=0&batches=0', '--steps', '200')
    const env = { OPENBLAS_CORETYPE: kernels }
    expect(ran('chaotic', env)).toMatchObject({ status: 0, stderr: '' })
    expect(text).toContain('"eta": 0.3,')
    writeFileSync(join(folder, 'faulty.py'), text.replace('"eta": 0.3,', '"eta": 0.30000001,'))
    const { status, lines } = ran('faulty', env)
    expect(status).toBe(1)
    expect(lines.filter(line => line.mark === 'DIFFERS').map(line => line.metric)).toEqual(expect.arrayContaining(['theta', 'loss']))
  })
})

describe('noisescope script', () => {
  it('holds what its run uses, and no more', async () => {
    const linear = await scriptOf('plain', 's=linear-anisotropic&arms=sgd', '--steps', '20')
    const names = (text: string) => [...text.matchAll(/^def (\w+)/gm)].map(([, name = '']) => name)
    expect(names(linear)).toEqual(
      expect.arrayContaining(['philox', 'normals', 'with_replacement', 'power_law', 'heavy_ball', 'metrics', 'main']),
    )
    for (const name of names(linear)) expect(linear.match(new RegExp(`\\b${name}\\b`, 'g'))?.length, name).toBeGreaterThan(1)
    for (const absent of ['adam', 'reshuffled', 'cosine', 'forward', 'cross_entropy', 'jacobian'])
      expect(names(linear)).not.toContain(absent)
    expect(linear).toContain('    #v=1&s=linear-anisotropic&arms=sgd')
    expect(linear).not.toMatch(/^from (philox|sampling)/m)
  })

  it('is the same from the library', async () => {
    const link = 's=escape&seed=3'
    expect(await pythonScript(decodeLink(link), { steps: 10 })).toBe(await scriptOf('library', link, '--steps', '10'))
  })

  it.each([
    ['s=valley', 'model: found “valley”; allowed is a linear or over-parametrized linear model, or a network for a Python script'],
    ['s=transformer-hops', 'model: found “transformer”; allowed is a network of dense layers and convolutions for a Python script'],
    ['s=vgg-digits', 'precision: found “f32”; allowed is f64 for a Python script'],
    [
      's=two-layer&of=50&arms=sgd&xi=isotropic',
      'xi: found “isotropic”; allowed is minibatch for a Python script of a run that is measured on 50 of 100 samples',
    ],
    ['s=linear-anisotropic&arms=bulk', 'arms: found “bulk”; allowed is kinds that keep all of their gradient for a Python script'],
    ['s=linear-anisotropic&curvature=H', 'curvature: found “H”; allowed is G for a Python script'],
    ['s=mlp-mnist&probes=10', 'probes: found “10”; allowed is 0 for a Python script'],
    ['s=escape&xi=top-k', 'xi: found “top-k”; allowed is minibatch, none'],
    ['s=two-layer&at=5:sgd.xi:top-eigenvector', 'xi: found “top-eigenvector”; allowed is minibatch, none'],
  ])('refuses %s, by the name of the field', async (scenario, said) => {
    const { code, err } = await call(['script', scenario, '--steps', '2', '--out', join(folder, 'refused.py')])
    expect(code).toBe(2)
    expect(err).toContain(said)
  })

  it('wants the name of a file', async () => {
    mkdirSync(join(folder, 'taken'))
    const missing = await call(['script', 'escape'])
    expect([missing.code, missing.err]).toEqual([2, 'noisescope: --out is missing: give the file to write to\n'])
    const taken = await call(['script', 'escape', '--steps', '2', '--out', join(folder, 'taken')])
    expect(taken.code).toBe(2)
    expect(taken.err).toContain('a folder; allowed is the name of a file')
  })
})
