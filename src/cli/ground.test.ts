import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { decodeLink } from '../scenario'
import { NODE_DISK } from './disk'
import { bytesDrawn } from './draws'
import { dataOf, readCsv } from './reading.fixture'
import { call } from './testing'

const folder = mkdtempSync(join(tmpdir(), 'noisescope-ground-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function run(name: string, ...argv: string[]): Promise<string> {
  const dir = join(folder, name)
  const { code, err } = await call(['run', ...argv, '--out', dir])
  expect([code, err]).toEqual([0, ''])
  return dir
}

type Vector = ArrayLike<number>
const dot = (a: Vector, b: Vector) => Array.from(a).reduce((s, v, i) => s + v * b[i], 0)
const rowsOf = (A: Vector, d: number) => Array.from({ length: A.length / d }, (_, i) => Array.from(A).slice(i * d, (i + 1) * d))
const near = (a: number, b: number, digits: number) =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(10 ** -digits * Math.max(1e-300, Math.abs(b)))

/** L, μ, g_1 and λ_1 of a linear model from the dense matrices, λ_1 by power iteration. */
function measured(X: number[][], y: Vector, theta: Vector) {
  const [n, d] = [X.length, theta.length]
  const r = X.map((x, i) => dot(x, theta) - y[i])
  const gradient = Array.from({ length: d }, (_, a) => X.reduce((s, x, i) => s + (x[a] * r[i]) / n, 0))
  const square = (f: (x: number[], i: number, a: number, b: number) => number) =>
    Array.from({ length: d }, (_, a) => Array.from({ length: d }, (_, b) => X.reduce((s, x, i) => s + f(x, i, a, b) / n, 0)))
  const G = square((x, _, a, b) => x[a] * x[b])
  const S = square((x, i, a, b) => x[a] * x[b] * r[i] * r[i] - gradient[a] * gradient[b])
  const times = (A: number[][], v: Vector) => A.map(row => dot(row, v))
  let v = Array.from({ length: d }, () => 1)
  for (let k = 0; k < 3000; k++) {
    const w = times(G, v)
    v = w.map(c => c / Math.sqrt(dot(w, w)))
  }
  const lambda = dot(v, times(G, v))
  const L = dot(r, r) / (2 * n)
  const product = G.reduce((s, row, a) => s + dot(row, S[a]), 0)
  const frob2 = G.reduce((s, row) => s + dot(row, row), 0)
  return { L, gradient, mu: product / (2 * L * frob2), g_1: dot(v, times(S, v)) / (2 * L * lambda), lambda_1: lambda }
}

describe('from the files of a run alone', () => {
  it('every step, and loss, μ, g and the point on the plane at each, can be computed anew', async () => {
    const link =
      's=linear-label-noise&n=20&d=4&arms=sgd&steps=60&B=3&every=1&sampling=reshuffled&schedule=triangular&period=20&momentum=0.5&at=25:B:5,40:eta:0.05'
    const dir = await run('path', link, '--draws')
    const { X: flat, y, theta_0, theta: last, plane_origin, plane_x, plane_y, J: _, ...state } = dataOf(dir)
    const { batches, batch_start, lr } = dataOf(dir, 'draws.npz')
    expect(bytesDrawn(decodeLink(link), 0, 20, 4)).toBe(batches.byteLength)
    const X = rowsOf(flat, 4)
    const metrics = readCsv(dir)
    let theta = Array.from(theta_0)
    let velocity = theta.map(() => 0)
    expect(lr).toHaveLength(60)
    for (let t = 0; t <= 60; t++) {
      const now = measured(X, y, theta)
      near(metrics.column('loss')[t], now.L, 11)
      near(metrics.column('mu')[t], now.mu, 8)
      near(metrics.column('g_1')[t], now.g_1, 6)
      near(metrics.column('lambda_1')[t], now.lambda_1, 10)
      const off = theta.map((v, j) => v - plane_origin[j])
      for (const [name, axis] of [
        ['path_x', plane_x],
        ['path_y', plane_y],
      ] as const)
        expect(metrics.column(name)[t]).toBeCloseTo(dot(off, axis), 11)
      if (t === 60) break
      const batch = Array.from(batches.slice(batch_start[t], batch_start[t + 1]))
      expect(batch).toHaveLength(metrics.column('batch_size')[t])
      const g = theta.map((_, a) => batch.reduce((s, i) => s + (X[i][a] * (dot(X[i], theta) - y[i])) / batch.length, 0))
      velocity = velocity.map((v, a) => 0.5 * v + g[a])
      theta = theta.map((v, a) => v - lr[t] * velocity[a])
    }
    for (let a = 0; a < 4; a++) expect(last[a]).toBeCloseTo(theta[a], 12)
    expect(Array.from(state.batch)).toEqual(Array.from(batches.slice(batch_start[59])))
    expect(Array.from(state.measured)).toEqual(Array.from({ length: 20 }, (_, i) => i))
  })

  it('steps with synthetic noise too, and the displacement from a planted minimum', async () => {
    const link = 's=escape-controls&n=20&d=4&arms=sgd,g:sgd&g.xi=g-shaped&steps=30&every=1'
    const dir = await run('noise', link, '--draws')
    const { X: flat, y, theta_0, theta_star, anchor, anchor_step, theta: last } = dataOf(join(dir, 'g'))
    const { xi, xi_step, lr, batches } = dataOf(join(dir, 'g'), 'draws.npz')
    expect(Array.from(xi_step)).toEqual(Array.from({ length: 30 }, (_, t) => t))
    expect(batches).toHaveLength(0)
    expect(bytesDrawn(decodeLink(link), 1, 20, 4)).toBe(xi.byteLength)
    expect(anchor).toEqual(theta_star)
    expect([anchor_step[0], dataOf(join(dir, 'sgd'), 'draws.npz').xi]).toEqual([0, undefined])
    const X = rowsOf(flat, 4)
    let theta = Array.from(theta_0)
    for (let t = 0; t < 30; t++) {
      const { gradient } = measured(X, y, theta)
      theta = theta.map((v, a) => v - lr[t] * (gradient[a] + xi[4 * t + a]))
      const off = theta.map((v, a) => v - anchor[a])
      expect(readCsv(join(dir, 'g')).column('moved')[t + 1] / Math.sqrt(dot(off, off))).toBeCloseTo(1, 7)
    }
    for (let a = 0; a < 4; a++) expect(Math.abs(last[a] - theta[a])).toBeLessThan(1e-12)
  })

  it.each([
    ['minibatches', 's=linear-isotropic&arms=sgd&n=20000&d=2&B=20000&steps=14000'],
    ['ξ, of a network whose layers tell how long it is', 's=cnn-mnist&arms=sgd&n=10&pixels=7&filters=2&xi=isotropic&B=2&steps=100000000'],
  ])('draws beyond what a file of them may take are refused before the first step: %s', async (_, link) => {
    const dir = mkdtempSync(join(folder, 'large-'))
    const controller = new AbortController()
    // Where metrics.csv is opened the run begins.
    const open = (path: string) => {
      controller.abort()
      return NODE_DISK.open(path)
    }
    const { code, err } = await call(['run', link, '--draws', '--out', dir], controller.signal, { ...NODE_DISK, open })
    expect([code, err]).toEqual([2, 'noisescope: draws.npz would take more than 1 GB; take fewer steps or leave out --draws\n'])
    expect(readdirSync(dir)).toEqual([])
  })

  it('training and test set of one’s own data, from the rows of the file and what was done to them', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => [i % 7, ((i * i) % 11) + 0.5 * i, Math.sin(i), 0.3 * i + Math.cos(3 * i)])
    const path = join(folder, 't.csv')
    writeFileSync(path, lines.map(l => l.join()).join('\n'))
    for (const input of ['whitened', 'white', 'standardized', 'centred', 'raw']) {
      const dir = await run(
        input,
        's=linear-isotropic&arms=sgd',
        '--data',
        path,
        '--set',
        `input=${input}`,
        '--steps',
        '20',
        '--set',
        'eta=0.01',
      )
      const { X, y, X_test, y_test, rows, rows_test, input_offset, input_matrix, theta } = dataOf(dir)
      expect(new Set([...rows, ...rows_test]).size).toBe(rows.length + rows_test.length)
      expect(input_matrix === undefined).toBe(input === 'centred' || input === 'raw')
      for (const [places, inputs, targets] of [
        [rows, X, y],
        [rows_test, X_test, y_test],
      ] as const)
        for (const [k, row] of Array.from(places).entries()) {
          const raw = lines[row].slice(0, 3)
          const expected = raw.map((v, j) => (input_matrix ? dot(input_matrix.slice(3 * j, 3 * j + 3), raw) : v) + input_offset[j])
          for (let j = 0; j < 3; j++) expect(inputs[3 * k + j]).toBeCloseTo(expected[j], 10)
          expect(targets[k]).toBe(lines[row][3])
        }
      const tested = rowsOf(X_test, 3).reduce((s, x, i) => s + (dot(x, theta) - y_test[i]) ** 2 / (2 * y_test.length), 0)
      near(readCsv(dir).column('test_loss').at(-1)!, tested, 12)
    }
  })

  it('with an intercept every sample of one’s own has a last entry of one, and the model finds the mean of the targets there', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => [i % 7, 1000 * Math.sin(i), 40.5 + 2 * (i % 7)])
    const path = join(folder, 'intercept.csv')
    writeFileSync(path, lines.map(l => l.join()).join('\n'))
    const set = (...settings: string[]) => settings.flatMap(setting => ['--set', setting])
    const dir = await run('intercept', 's=linear-isotropic&arms=gd', '--data', path, ...set('intercept=on', 'eta=0.5', 'steps=400'))
    const { X, y, X_test, input_offset, input_matrix, theta, rows } = dataOf(dir)
    expect([theta.length, input_offset.length, input_matrix.length]).toEqual([3, 2, 4])
    for (const inputs of [X, X_test]) expect(rowsOf(inputs, 3).every(x => x[2] === 1)).toBe(true)
    // Standardized inputs have mean zero: the constant's least-squares weight is the mean of the targets that train.
    expect(theta[2]).toBeCloseTo(Array.from(y).reduce((s, v) => s + v, 0) / y.length, 8)
    expect(y[0]).toBe(lines[rows[0]][2])
  })

  it('μ of a net on the samples that were measured', async () => {
    const dir = await run('subset', 's=two-layer&n=30&d=3&m=4&arms=sgd&steps=10&of=8')
    const { J, r, measured: chosen, mu } = dataOf(dir)
    expect(chosen).toHaveLength(8)
    const p = J.length / 30
    const X = Array.from(chosen, i => Array.from(J.slice(i * p, (i + 1) * p)))
    // J of the chosen rows as a linear model at zero whose residuals are theirs.
    const found = measured(
      X,
      Array.from(chosen, i => -r[i]),
      new Float64Array(p),
    )
    near(mu[0], found.mu, 9)
    expect(JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8')).files).toEqual(['metrics.csv', 'run.json', 'state.npz'])
  })
})
