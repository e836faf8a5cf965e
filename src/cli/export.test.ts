import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCsv } from './reading.fixture'
import { call } from './testing'

/** Debian's Python, where its package python3-torch lies; or the one in PYTHON. */
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3'
const python = (...args: string[]) => spawnSync(PYTHON, args, { encoding: 'utf8' })
const has = (module: string) => python('-c', `import ${module}`).status === 0
const torch = has('torch')
if (!torch) console.warn(`noisescope_export.py is not tested: ${PYTHON} has no torch (Debian's package python3-torch)`)

const folder = mkdtempSync(join(tmpdir(), 'noisescope-export-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** By the name of a file, what dense autograd gives at its checkpoints. */
type Wanted = Record<string, readonly Record<string, number>[]>

const NETS = [
  'mlp-mse',
  'mlp-half',
  'mlp-gram',
  'mlp-plain',
  'mlp-huber',
  'cnn-entropy',
  'cnn-smooth',
  'cnn-left-out',
  'tied-gram',
  'dropout-half',
]
const EXACT = ['cnn-weighted', 'cnn-weighted-mean', 'cnn-weighted-smooth', 'docs']

describe.skipIf(!torch)('noisescope_export.py', () => {
  let wanted: Wanted = {}
  beforeAll(async () => {
    await call(['run', 's=linear-isotropic&n=12&d=5&arms=sgd&B=2&steps=5', '--out', join(folder, 'run')])
    const { status, stderr } = python('python/check_export.py', folder)
    expect([status, stderr]).toEqual([0, ''])
    wanted = JSON.parse(readFileSync(join(folder, 'wanted.json'), 'utf8')) as Wanted
  })

  it.each([...NETS.flatMap(name => [`${name}-f64`, `${name}-f32`]), ...EXACT.map(name => `${name}-f64`)])(
    'μ, g, λ of %s are those of dense autograd',
    async name => {
      const out = join(folder, `out-${name}`)
      const { code, err } = await call(['run', '--measurements', join(folder, `${name}.npz`), '--out', out])
      expect([code, err]).toEqual([0, ''])
      const { column } = readCsv(out)
      const rows = wanted[name] ?? []
      expect(column('step')).toEqual(name === 'docs-f64' ? [3] : [0, 10])
      for (const [at, row] of rows.entries())
        for (const [key, value] of Object.entries(row))
          expect(Math.abs((column(key)[at] ?? Number.NaN) / value - 1), `${key} of checkpoint ${at}`).toBeLessThan(
            name.endsWith('f64') ? (key.startsWith('lambda_H') ? 1e-8 : 1e-9) : key.startsWith('lambda_H') ? 1e-5 : 1e-6,
          )
    },
  )

  it('reads state.npz of a run', () => {
    const [{ mu = Number.NaN, told = Number.NaN } = {}] = wanted.state ?? []
    expect(Math.abs(mu / told - 1)).toBeLessThan(1e-12)
  })

  it('keeps the checkpoints before one that fails, and writes numbers that numpy does not know as float32', async () => {
    const path = join(folder, 'kept.npz')
    const script = `
import sys; sys.path.insert(0, 'python')
import torch
from noisescope_export import Measurements
class Failing(torch.nn.Linear):
    calls = 0
    def forward(self, x):
        Failing.calls += 1
        if Failing.calls == 12: raise RuntimeError('out of memory')
        return super().forward(x)
pair = (torch.randn(3, 2), torch.randn(3, 1))
half = torch.nn.Linear(2, 1).bfloat16()
with Measurements('${path}') as measured:
    model = Failing(2, 1)
    for step in (0, 1):
        try:
            measured.add(model, 'squared', pair, step=step, vectorized=False, chunk=1)
        except RuntimeError as error:
            print(error)
    measured.add(half, 'squared', tuple(part.bfloat16() for part in pair), step=2, vectorized=False)
`
    const { stdout, stderr } = python('-c', script)
    expect([stdout, stderr]).toEqual(['out of memory\n', ''])
    const { code, err } = await call(['run', '--measurements', path, '--out', join(folder, 'kept')])
    expect([code, err]).toEqual([0, ''])
    expect(readCsv(join(folder, 'kept')).column('step')).toEqual([0, 2])
  })

  it('refuses a loss whose G has no root, in words', () => {
    const script = `
import sys; sys.path.insert(0, 'python')
import torch
from noisescope_export import Measurements
model = torch.nn.Linear(2, 1)
pair = (torch.randn(3, 2), torch.randn(3, 1))
for loss in (torch.nn.L1Loss(), lambda f, y: torch.cos(f).sum()):
    try:
        with Measurements('${join(folder, 'never.npz')}') as measured:
            measured.add(model, loss, pair)
    except ValueError as error:
        print(error)
`
    const { stdout } = python('-c', script)
    const [slope, bent] = stdout.trim().split('\n')
    expect(slope).toContain('this loss has a slope where it has no curvature')
    expect(bent).toContain('this loss is not convex in the outputs')
  })
})
