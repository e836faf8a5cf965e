import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Given, npzOf } from '../sim/measured/npz.fixture'
import { dataOf, readCsv, readNpz } from './reading.fixture'
import { call } from './testing'

const folder = mkdtempSync(join(tmpdir(), 'noisescope-measured-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, arrays: Readonly<Record<string, Given>> | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, arrays instanceof Uint8Array ? arrays : npzOf(arrays))
  return path
}
const out = (name: string) => ['--out', join(folder, name)]
const facts = (name: string) => JSON.parse(readFileSync(join(folder, name, 'run.json'), 'utf8'))
const of = (shape: readonly number[], values?: readonly number[]): Given => ({
  shape,
  values: values ?? Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.fround(((i * 37) % 11) - 4.5)),
})
const good = { residuals: of([3]), jacobian: of([3, 4]) }

it('measures what a run has written of itself, and gives the run’s own row', async () => {
  const link = 's=two-layer&arms=sgd&n=12&m=4&B=3&eta=0.2&batches=500&edge=on&steps=30'
  expect(await call(['run', link, ...out('run')])).toMatchObject({ code: 0 })
  const state = readNpz(join(folder, 'run'))
  const given = ({ r, J, K }: typeof state) => ({
    r: { shape: r!.shape, values: r!.data },
    J: { shape: J!.shape, values: J!.data },
    K: { shape: K!.shape, values: K!.data },
  })
  const { r, J, K } = given(state)
  const more = { step: of([], [30]), lr: of([], [0.2]), batch_size: of([], [3]) }
  const sampling = ['--set', `sampling=${facts('run').scenario.arms[0].sampling}`]
  const read = ['--set', 'batches=500', '--set', 'edge=on', ...sampling]
  const run = readCsv(join(folder, 'run'))
  const last = (name: string) => run.column(name).at(-1)!
  for (const [name, arrays] of [
    ['from-j', { residuals: r, jacobian: J, ...more }],
    ['from-k', { residuals: r, gram: K, parameters: of([], [facts('run').p]), ...more }],
  ] as const) {
    const { code, err, out: said } = await call(['run', '--measurements', file(`${name}.npz`, arrays), ...read, ...out(name)])
    expect([code, err]).toEqual([0, ''])
    const { names, column } = readCsv(join(folder, name))
    expect(names).toEqual(run.names.filter(column => !/^(layer_|lambda_H_\d)/.test(column)))
    for (const column_ of [
      'step',
      'lr',
      'batch_size',
      'loss',
      'mu',
      'alpha',
      'beta',
      'rel_dist',
      'trace_G',
      'frob_G',
      'trace_sigma',
      'noise_share',
      'gni',
      'b_simple',
      'b_noise',
      'mu_isotropic',
      'batch_sharpness_gn',
      'eta_star',
      'commutator',
      'lambda_1',
      'lambda_3',
      'g_1',
      'g_3',
      'chi_2',
      'D_2',
      'energy_1',
    ])
      expect(Math.abs((column(column_)[0] ?? Number.NaN) / last(column_) - 1), `${name} ${column_}`).toBeLessThan(1e-7)
    expect(said.trimEnd().split('\n').at(-1)).toBe(facts(name).fingerprint)
    expect(facts(name).measurements.checkpoints).toEqual([
      { step: 30, n: 12, outputs: 1, p: facts('run').p, of: name === 'from-j' ? 'jacobian' : 'gram' },
    ])
    const { eigenvalues, energy } = dataOf(join(folder, name), 'spectra.npz')
    expect([eigenvalues!.length, energy!.length]).toEqual([10, 10])
    expect(eigenvalues![0]).toBe(column('lambda_1')[0])
  }
})

it('puts the checkpoints of several files in order, and its files in the place of an earlier run', async () => {
  const [a, b] = [10, 2].map(step => file(`at-${step}.npz`, { ...good, step: of([], [step]), theta: of([5]) }))
  expect(await call(['run', 's=linear-isotropic&steps=2', ...out('both')])).toMatchObject({ code: 0 })
  const { code, err } = await call(['run', '--measurements', a!, '--measurements', b!, ...out('both')])
  expect([code, err]).toEqual([0, 'noisescope: --measurements: not used: “theta”\n'])
  expect(readCsv(join(folder, 'both')).column('step')).toEqual([2, 10])
  expect(facts('both').files).toEqual(['metrics.csv', 'run.json', 'spectra.npz'])
  const turned = await call(['run', '--measurements', b!, '--measurements', a!, ...out('turned')])
  expect(turned.code).toBe(0)
  expect(facts('turned').measurements.digest).toBe(facts('both').measurements.digest)
})

it('says where a loss is twice the half mean square, which is right of cross-entropy near interpolation', async () => {
  const given = { residuals: of([2], [3, 1]), jacobian: of([2, 3]), loss: of([], [5]) }
  const { code, err } = await call(['run', '--measurements', file('twice.npz', given), ...out('twice')])
  expect([code, err]).toEqual([0, expect.stringMatching(/^noisescope: --measurements: twice\.npz: loss is 5, twice the half mean square /)])
  expect(readCsv(join(folder, 'twice')).column('loss')).toEqual([5])
})

it('an interrupt ends the measuring, and nothing is written', async () => {
  const controller = new AbortController()
  controller.abort()
  const { code, err } = await call(['run', '--measurements', file('ended.npz', good), ...out('ended')], controller.signal)
  expect([code, err, existsSync(join(folder, 'ended'))]).toEqual([1, 'noisescope: interrupted; nothing was written\n', false])
})

it('are no data, though they would pass for some', async () => {
  const { code, err } = await call(['run', 's=linear-isotropic&arms=sgd', '--data', file('data.npz', good), ...out('never')])
  expect([code, err]).toEqual([
    2,
    expect.stringContaining('archive holds residuals and jacobian: measurements of a model, which noisescope run --measurements reads'),
  ])
})

const nan = of([3, 4], [1, 2, 3, 4, 5, Number.NaN, 7, 8, 9, 10, 11, 12])
const K = of([3, 3], [2, 1, 0, 1, 2, 1, 0, 1, 2])

describe('what a file must not hold is said in one sentence, with what is allowed', () => {
  it.each<[string, Record<string, Given> | Uint8Array, string]>([
    ['text', new TextEncoder().encode('a,b\n1,2\n'), 'file is no NPZ archive, as numpy.savez writes it'],
    ['empty', new Uint8Array(0), 'file is no NPZ archive'],
    ['cut', npzOf(good).subarray(0, 300), 'archive ends at byte 300 without a directory'],
    ['other', { weights: of([3]) }, 'archive: “weights” found, allowed is residuals with one of jacobian, gram and features'],
    [
      'alone',
      { residuals: of([3]) },
      'checkpoint of residuals: residuals alone found, allowed is one of jacobian, gram, features beside them',
    ],
    ['both', { ...good, gram: K }, 'jacobian and gram found, allowed is one of jacobian, gram, features'],
    ['mixed', { ...good, residuals_1: of([3]) }, 'residuals and residuals_… at once found'],
    [
      'stray',
      { residuals_0: of([3]), jacobian_0: of([3, 4]), jacobian_1: of([3, 4]) },
      'array jacobian_1: no residuals of its number found, allowed is residuals_1',
    ],
    ['rows', { residuals: of([3]), jacobian: of([4, 3]) }, 'array jacobian: shape (4, 3) found, allowed is (3, p)'],
    [
      'outputs',
      { residuals: of([3, 2]), jacobian: of([3, 4]) },
      'array jacobian: shape (3, 4) found, allowed is (3, 2, p), as residuals are (3, 2)',
    ],
    ['axes', { residuals: of([3, 2, 2]), jacobian: of([3, 4]) }, 'array residuals: shape (3, 2, 2) found, allowed is (n,) or (n, C)'],
    ['features', { residuals: of([3]), features: of([2, 4]) }, 'array features: shape (2, 4) found, allowed is (3, m)'],
    ['square', { residuals: of([3]), gram: of([3, 4]) }, 'array gram: shape (3, 4) found, allowed is (3, 3)'],
    ['nan', { ...good, jacobian: nan }, 'jacobian[1, 1]: NaN found, a finite number expected'],
    ['infinite', { ...good, residuals: of([3], [1, Number.POSITIVE_INFINITY, 1]) }, 'residuals[1]: Infinity found'],
    [
      'asymmetric',
      { residuals: of([3]), gram: of([3, 3], [2, 1, 0, 1, 2, 1, 0, 0.5, 2]) },
      'array gram: 0.5 at [2, 1] and 1 at [1, 2] found, allowed is a symmetric matrix',
    ],
    [
      'indefinite',
      { residuals: of([3]), gram: of([3, 3], [1, 2, 0, 2, 1, 0, 0, 0, 1]) },
      'array gram: the eigenvalue -1 found, allowed is a matrix without negative eigenvalues',
    ],
    ['rate', { ...good, lr: of([], [-1]) }, 'lr: -1 found, allowed is a number from 0 on'],
    ['batch', { ...good, batch_size: of([], [5]), n_train: of([], [4]) }, 'batch_size: 5 found, allowed is a whole number from 1 to 4'],
    ['train', { ...good, n_train: of([], [0]) }, 'n_train: 0 found, allowed is a whole number from 1 on'],
    ['step', { ...good, step: of([], [0.5]) }, 'step: 0.5 found, allowed is a whole number from 0 on'],
    [
      'order',
      { residuals_0: of([3]), jacobian_0: of([3, 4]), residuals_1: of([3]), jacobian_1: of([3, 4]), step: of([2], [4, 4]) },
      'step: 4, then 4 found',
    ],
    ['count', { ...good, lr: of([2]) }, 'array lr: shape (2,) found, allowed is one number'],
    [
      'mse',
      { residuals: of([2, 4], [3, 1, 0, 0, 0, 0, 0, 0]), jacobian: of([2, 4, 3]), loss: of([], [1.25]) },
      'loss: 1.25, 0.5 times the half mean square (1/2n)Σ‖r_i‖² of the residuals, which is 2.5, found',
    ],
  ])('%s', async (name, arrays, sentence) => {
    const { code, err } = await call(['run', '--measurements', file(`${name}.npz`, arrays), ...out('never')])
    expect(err.replaceAll('\u2009', ' ')).toContain(sentence)
    expect([code, err.trimEnd().split('\n').length, err.startsWith('noisescope: --measurements: ')]).toEqual([2, 1, true])
  })

  it.each([
    [['--measurements', 'nowhere.npz'], '--measurements: nowhere.npz cannot be read (no such file)'],
    [
      ['--measurements', 'GOOD', '--steps', '3'],
      '--steps: it speaks of a run; with --measurements allowed are SCENARIO, --set, --backend and --out',
    ],
    [['--measurements', 'GOOD', '--set', 'n=3'], '--set: found “n”, which speaks of a run; with --measurements allowed is one of eta, B'],
    [['--measurements', 'GOOD', '--set', 'k=0'], 'k'],
    [[], 'SCENARIO is missing'],
  ])('%j', async (args, sentence) => {
    const path = file('good.npz', good)
    const { code, err } = await call(['run', ...args.map(arg => (arg === 'GOOD' ? path : arg)), ...out('never')])
    expect(err).toContain(sentence)
    expect(code).toBe(2)
  })
})
