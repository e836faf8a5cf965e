import { beforeAll, describe, expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { NO_TICK } from '../../lib/tick'
import type { Columns } from '../../scenario'
import { createBackend } from '../backends/create'
import type { Backend } from '../backends/types'
import { fileOf } from '../files/testing'
import { combine, flat, flip, form, frob, inner, jacobi, type Matrix, multiply, outer, rowsOf, trace } from '../testing/linalg.fixture'
import { scenarioOf } from '../testing/scenario.fixture'
import { columnsOfCheckpoints, type MeasuringSettings, measureCheckpoint } from './measure'
import { type Given, npzOf } from './npz.fixture'
import { openMeasurements } from './open'

let wasm: Backend
beforeAll(async () => {
  wasm = await createBackend('wasm')
})

const draw = (count: number, seed: number) => normals(new Float64Array(count), seed, STREAM.probe, 0)
const [arm] = scenarioOf({ arms: [{ id: 'sgd', kind: 'sgd', eta: 0.1, B: 2 }] }).arms
const settings: MeasuringSettings = {
  ...{ arm, given: { eta: true, B: true }, k: 4, sigma: 'centred', batches: 500, edge: 'on', seed: 1 },
}

async function measured(arrays: Readonly<Record<string, Given>>, more: Partial<MeasuringSettings> = {}, packed = false) {
  const { checkpoints } = await openMeasurements([fileOf('m.npz', npzOf(arrays, packed))])
  const asked = { ...settings, ...more }
  const columns = columnsOfCheckpoints(checkpoints, asked.k)
  const found = await Promise.all(checkpoints.map(checkpoint => measureCheckpoint(checkpoint, columns, asked, wasm, NO_TICK)))
  return { columns, found, rows: found.map(({ row }) => row) }
}

const named = ({ at, first, k }: Columns, row: Float64Array) => ({
  of: (name: keyof Columns['at']) => row[at[name]],
  group: (name: keyof Columns['first'], count = k) => Array.from(row.subarray(first[name], first[name] + count)),
})

/** THEORY.md §1, §2 and §8 from dense p×p matrices, sample by sample. */
function dense(J: Matrix, r: ArrayLike<number>, n: number, C: number, L?: number) {
  const p = J[0].length
  const g = Array.from({ length: n }, (_, i) =>
    Array.from({ length: p }, (_, a) => {
      let s = 0
      for (let c = 0; c < C; c++) s += J[i * C + c][a] * r[i * C + c]
      return s
    }),
  )
  const G = multiply(flip(J), J).map(row => row.map(v => v / n))
  const gradient = flip(g).map(column => column.reduce((s, v) => s + v, 0) / n)
  const second = multiply(flip(g), g).map(row => row.map(v => v / n))
  const sigma = combine(second, outer(gradient, gradient), 1, -1)
  const twoL = L === undefined ? inner(r, r) / n : 2 * L
  const { values, vectors } = jacobi(G)
  const [F, S] = [frob(G), frob(sigma)]
  // Every minibatch of two, with replacement.
  const sharp: number[] = []
  let gni = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const rows = [i, j]
      const gB = gradient.map((_, a) => (g[i][a] + g[j][a]) / 2)
      const own = rows.flatMap(k => J.slice(k * C, (k + 1) * C)).reduce((s, row) => s + inner(row, gB) * inner(row, gB), 0) / 2
      sharp.push(own / inner(gB, gB))
      gni += form(G, gB) / inner(gradient, gradient) / n / n
    }
  return {
    G,
    mu: trace(multiply(sigma, G)) / (twoL * F * F),
    alpha: trace(multiply(sigma, G)) / (S * F),
    beta: S / (twoL * F),
    rel_dist: frob(combine(sigma, G, 1, -twoL)) / (twoL * F),
    loss: twoL / 2,
    grad_norm: Math.sqrt(inner(gradient, gradient)),
    trace_G: trace(G),
    frob_G: F,
    trace_sigma: trace(sigma),
    b_simple: trace(sigma) / inner(gradient, gradient),
    mu_isotropic: (trace(sigma) * trace(G)) / (p * twoL * F * F),
    gni,
    batch_sharpness_gn: sharp.reduce((s, v) => s + v, 0) / sharp.length,
    lambda: values,
    g: values.map((value, k) => form(sigma, vectors[k]) / (twoL * value)),
    energy: values.map((value, k) => (inner(vectors[k], gradient) * inner(vectors[k], gradient)) / value),
  }
}

const CASES = [
  { title: 'more parameters than samples', n: 7, C: 1, p: 30 },
  { title: 'fewer parameters than samples', n: 9, C: 1, p: 5 },
  { title: 'three outputs, more parameters', n: 6, C: 3, p: 40 },
  { title: 'three outputs, fewer parameters', n: 6, C: 3, p: 8 },
] as const

describe.each(CASES)('$title', ({ n, C, p }) => {
  const J = draw(n * C * p, 3)
  const r = draw(n * C, 5)
  const rows = rowsOf(J, n * C, p)
  const residuals = { shape: C > 1 ? [n, C] : [n], values: r }
  const jacobian = { shape: C > 1 ? [n, C, p] : [n, p], values: J }
  const K = { shape: [n * C, n * C], values: flat(multiply(rows, flip(rows))) }
  const checks = ['mu', 'alpha', 'beta', 'rel_dist', 'loss', 'grad_norm', 'trace_G', 'frob_G', 'trace_sigma', 'b_simple'] as const

  function expectDense(columns: Columns, row: Float64Array, L?: number, digits = 1e-10) {
    const wanted = dense(rows, r, n, C, L)
    const { of, group } = named(columns, row)
    for (const name of [...checks, 'gni', 'batch_sharpness_gn'] as const)
      expect(Math.abs(of(name) / wanted[name] - 1), name).toBeLessThan(digits)
    for (const name of ['lambda', 'g', 'energy'] as const)
      group(name).forEach((value, k) => {
        expect(Math.abs(value / wanted[name][k] - 1), `${name}_${k + 1}`).toBeLessThan(10 * digits)
      })
    return wanted
  }

  it('reads what dense p×p matrices give, from J, from K, and from either as column-major', async () => {
    const {
      columns,
      rows: [fromJ],
      found,
    } = await measured({ residuals, jacobian })
    const { mu_isotropic } = expectDense(columns, fromJ)
    expect(fromJ[columns.at.mu_isotropic]).toBeCloseTo(mu_isotropic, 10)
    expect(found[0].spectrum.length).toBe(Math.min(n * C, p))
    const {
      rows: [fromK],
    } = await measured({ residuals, gram: K, parameters: { shape: [], values: [p] } })
    expectDense(columns, fromK)
    for (const name of ['mu_isotropic', 'eta_star', 'commutator', 'd_eff', 'batch_sharpness_gn_se'] as const)
      expect(fromK[columns.at[name]], name).toBeCloseTo(fromJ[columns.at[name]], 9)
    expect(fromK[columns.at.eta_star]).toBeGreaterThan(0)
    const axes = jacobian.shape
    const turned = Float64Array.from({ length: J.length }, (_, at) => {
      // Place of this entry in row-major order, from its column-major index.
      let [rest, place] = [at, 0]
      const index = axes.map(side => {
        const own = rest % side
        rest = Math.floor(rest / side)
        return own
      })
      for (const [axis, side] of axes.entries()) place = place * side + index[axis]
      return J[place]
    })
    const {
      rows: [again],
    } = await measured({ residuals, jacobian: { ...jacobian, values: turned, fortran: true } }, {}, true)
    expect(again).toEqual(fromJ)
  })

  it('reads float32 to float32’s digits, and takes a loss of its own as L', async () => {
    const loss = 0.4 * (inner(r, r) / n)
    const {
      columns,
      rows: [row],
    } = await measured({
      residuals: { ...residuals, type: 'f4' },
      jacobian: { ...jacobian, type: 'f4' },
      loss: { shape: [1], values: [loss] },
    })
    expectDense(columns, row, loss, 3e-6)
    expect([row[columns.at.eta_star], row[columns.at.commutator]]).toEqual([Number.NaN, Number.NaN])
  })
})

it('takes features as those of a linear last layer: J is the same for every output', async () => {
  const [n, C, m] = [5, 3, 4]
  const [phi, r] = [draw(n * m, 8), draw(n * C, 9)]
  const J = new Float64Array(n * C * m * C)
  for (let i = 0; i < n; i++) for (let c = 0; c < C; c++) J.set(phi.subarray(i * m, (i + 1) * m), (i * C + c) * m * C + c * m)
  const residuals = { shape: [n, C], values: r }
  const a = await measured({ residuals, features: { shape: [n, m], values: phi } })
  const b = await measured({ residuals, jacobian: { shape: [n, C, m * C], values: J } })
  const { columns } = a
  for (const name of ['mu', 'alpha', 'beta', 'trace_G', 'mu_isotropic', 'gni', 'batch_sharpness_gn'] as const)
    expect(a.rows[0][columns.at[name]], name).toBeCloseTo(b.rows[0][columns.at[name]], 10)
})

it('reads several checkpoints, each with its own numbers; what nobody said is NaN', async () => {
  const part = (seed: number) => ({
    residuals: { shape: [4], values: draw(4, seed) },
    jacobian: { shape: [4, 6], values: draw(24, seed + 1) },
  })
  const [a, b] = [part(1), part(3)]
  const { columns, rows } = await measured(
    {
      ...{ residuals_0: a.residuals, jacobian_0: a.jacobian, residuals_10: b.residuals, jacobian_10: b.jacobian },
      step: { shape: [2], values: [5, 70] },
      lr_10: { shape: [], values: [0.25] },
      hessian_eigenvalues_10: { shape: [6], values: [-1, 3, 0.5, 2, 0, 1] },
      batch_size: { shape: [], values: [3] },
    },
    { given: { eta: false, B: false } },
  )
  const { at, first } = columns
  expect(rows.map(row => [row[at.step], row[at.lr], row[at.batch_size]])).toEqual([
    [5, Number.NaN, 3],
    [70, 0.25, 3],
  ])
  expect(rows.map(row => Number.isNaN(row[at.noise_share]))).toEqual([true, false])
  expect(Array.from(rows[1].subarray(first.lambda_H, first.lambda_H + 6))).toEqual([3, 2, 1, 0.5, 0, -1])
  expect([rows[1][at.trace_H], rows[1][at.lambda_min_H], rows[1][at.frob_H]]).toEqual([5.5, -1, Math.sqrt(15.25)])
  expect(rows[0][at.trace_H]).toBeNaN()
  const none = await measured({ residuals: a.residuals, jacobian: a.jacobian }, { given: { eta: true, B: false } })
  const row = none.rows[0]
  expect([row[at.gni], row[at.batch_size], row[at.batch_sharpness_gn], row[at.eta_star]]).toEqual(Array(4).fill(Number.NaN))
  expect(row[at.lr]).toBe(0.1)
})

describe('a Jacobian that is not read in one piece', () => {
  const [n, p] = [6, 5000]
  const [r, J] = [draw(n, 1), draw(n * p, 2)]
  const bytes = npzOf({ residuals: { shape: [n], values: r }, jacobian: { shape: [n, p], values: J } })

  /** The row of the file, and how large the pieces are that were read of it. */
  async function inPieces(file: Uint8Array, columnsAtOnce = 1500) {
    const pieces: number[] = []
    const { slice, ...rest } = fileOf('m.npz', file)
    const watched = {
      ...rest,
      slice(from: number, to: number) {
        pieces.push(to - from)
        return slice(from, to)
      },
    }
    const { checkpoints } = await openMeasurements([watched], { whole: 1000, strip: 8 * n * columnsAtOnce })
    pieces.length = 0
    const columns = columnsOfCheckpoints(checkpoints, 4)
    const { row } = await measureCheckpoint(checkpoints[0], columns, settings, wasm, NO_TICK)
    return { row, columns, pieces }
  }

  it('comes in strips, every byte once, and is never held whole', async () => {
    const { row, pieces, columns } = await inPieces(bytes)
    const strips = pieces.filter(size => size >= 8 * 900)
    expect(strips.length).toBe(3 * n)
    expect(strips.reduce((sum, size) => sum + size, 0)).toBe(8 * n * p)
    expect(Math.max(...pieces)).toBeLessThanOrEqual(8 * 2048)
    const whole = await measured({ residuals: { shape: [n], values: r }, jacobian: { shape: [n, p], values: J } })
    expect(row).toEqual(whole.rows[0])
    const K = multiply(rowsOf(J, n, p), flip(rowsOf(J, n, p)))
    expect(row[columns.at.trace_G]).toBeCloseTo(trace(K) / n, 8)
    expect(row[columns.at.frob_G]).toBeCloseTo(frob(K) / n, 8)
  })

  const N = 40
  const tall = draw(N * 5, 4)
  const K = flat(multiply(rowsOf(tall, N, 5), flip(rowsOf(tall, N, 5))))
  const large = (values: ArrayLike<number>, shape: readonly number[], fortran = false) => ({ shape, values, fortran })
  it.each([
    ['in strips', bytes],
    ['in strips of columns', npzOf({ residuals: large(r, [n]), jacobian: large(J, [n, p], true) })],
    ['in one strip', npzOf({ residuals: large(r, [n]), jacobian: large(J.subarray(0, n * 1400), [n, 1400]) })],
    ['at once, with fewer parameters than rows', npzOf({ residuals: large(tall.subarray(0, N), [N]), jacobian: large(tall, [N, 5]) })],
    ['as K', npzOf({ residuals: large(tall.subarray(0, N), [N]), gram: large(K, [N, N]) })],
  ])('%s is refused where a byte of it has changed', async (_, file) => {
    await inPieces(file)
    for (const at of [0.4, 0.6, 0.9]) {
      const damaged = file.slice()
      // The lowest byte of a number: nothing else would tell.
      damaged[8 * Math.floor((at * file.length) / 8)] ^= 1
      // Pieces that are no whole number of the strips asked for, too.
      for (const columns of [1500, 3000, 4700])
        await expect(inPieces(damaged, columns)).rejects.toThrow(
          /array (jacobian|gram): the check sum 0x[0-9A-F]{8} found, allowed is 0x[0-9A-F]{8}, as the archive says/,
        )
    }
  })
})

describe('what a training says of itself', () => {
  const n = 6
  const good = { residuals: { shape: [n], values: draw(n, 1) }, jacobian: { shape: [n, 9], values: draw(n * 9, 2) } }
  const of = (value: number): Given => ({ shape: [], values: [value] })
  const read = async (more: Readonly<Record<string, Given>>, sampling: 'with-replacement' | 'without-replacement') => {
    const { columns, rows } = await measured({ ...good, lr: of(0.1), ...more }, { arm: { ...arm, sampling } })
    return (name: keyof Columns['at']) => rows[0][columns.at[name]]
  }

  it('draws minibatches from n_train samples, and with replacement from fewer than B', async () => {
    const J = rowsOf(good.jacobian.values as Float64Array, n, 9)
    const { gni: ofTwo } = dense(J, good.residuals.values, n, 1)
    const row = await read({ batch_size: of(2) }, 'with-replacement')
    expect(row('gni')).toBeCloseTo(ofTwo, 10)
    // gni = a + share·b: from one batch of all samples, and from two of them.
    const a = (await read({ batch_size: of(n) }, 'without-replacement'))('gni')
    const b = (ofTwo - a) * 2
    expect((await read({ batch_size: of(10) }, 'with-replacement'))('gni')).toBeCloseTo(a + b / 10, 10)
    const ofMany = await read({ batch_size: of(10), n_train: of(31) }, 'without-replacement')
    expect(ofMany('gni')).toBeCloseTo(a + (b / 10) * (21 / 30), 10)
    expect([ofMany('batch_size'), ofMany('measured_on')]).toEqual([10, n])
    expect(ofMany('batch_sharpness_gn')).toBeNaN()
    const unknown = await read({ batch_size: of(10) }, 'without-replacement')
    expect([unknown('gni'), unknown('noise_share'), unknown('eta_star'), unknown('batch_size')]).toEqual([NaN, NaN, NaN, 10])
  })

  it('may stand still, and have no loss', async () => {
    const row = await read({ lr: of(0), loss: of(0), batch_size: of(2) }, 'with-replacement')
    expect([row('lr'), row('loss'), row('mu'), row('beta'), row('rel_dist')]).toEqual([0, 0, NaN, NaN, NaN])
    expect(row('trace_G')).toBeGreaterThan(0)
  })
})

it('takes a loss of twice the half mean square, with a note: that of cross-entropy near interpolation', async () => {
  // Cross-entropy of two classes with p = (1 − ε, ε), the first being right: ρ = (−ε/√(1 − ε), √ε).
  const e = 1e-6
  const rho = [-e / Math.sqrt(1 - e), Math.sqrt(e)]
  const { found, columns } = await measured({
    residuals: { shape: [2, 2], values: [...rho, ...rho] },
    jacobian: { shape: [2, 2, 3], values: draw(12, 1) },
    loss: { shape: [], values: [-Math.log1p(-e)] },
  })
  expect(found[0].row[columns.at.loss]).toBeCloseTo(e, 10)
  expect(found[0].notes).toEqual([expect.stringContaining('right of cross-entropy near interpolation')])
})

it('takes as many features of one output as parameters of a jacobian', async () => {
  const [n, m] = [8200, 2]
  const [r, phi] = [draw(n, 1), draw(n * m, 2)]
  const shaped = { residuals: { shape: [n], values: r } }
  const a = await measured({ ...shaped, features: { shape: [n, m], values: phi } }, { batches: 0, edge: 'off' })
  const b = await measured({ ...shaped, jacobian: { shape: [n, m], values: phi } }, { batches: 0, edge: 'off' })
  expect(a.rows).toEqual(b.rows)
})

it('keeps its digits at any size of residuals and curvature', async () => {
  const [r, J] = [draw(6, 1), draw(60, 2)]
  const at = async (a: number, b: number) => {
    const { columns, rows } = await measured({
      residuals: { shape: [6], values: r.map(v => v * a) },
      jacobian: { shape: [6, 10], values: J.map(v => v * b) },
    })
    return ['mu', 'alpha', 'beta', 'rel_dist'].map(name => rows[0][columns.at[name as 'mu']])
  }
  const [plain, small, large] = [await at(1, 1), await at(1e-90, 1e-60), await at(1e60, 1e60)]
  plain.forEach((value, i) => {
    expect(small[i]).toBeCloseTo(value, 12)
    expect(large[i]).toBeCloseTo(value, 12)
  })
})

it('leaves η* out where G has too many directions for it, as a run does', async () => {
  const [n, p] = [330, 400]
  const given = { residuals: { shape: [n], values: draw(n, 1) }, jacobian: { shape: [n, p], values: draw(n * p, 2) } }
  const { columns, rows } = await measured(given, { batches: 0 })
  expect([rows[0][columns.at.eta_star], rows[0][columns.at.commutator]]).toEqual([NaN, NaN])
  expect(rows[0][columns.at.mu]).toBeGreaterThan(0)
})
