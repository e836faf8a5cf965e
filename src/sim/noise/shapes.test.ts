import { describe, expect, it } from 'vitest'
import { DEFAULTS } from '../../lib/optimizers'
import type { Arm, NoiseKind } from '../../scenario'
import { shapeOf, sigmaShare, traceOf } from './control'
import { linearOfTest, networkOfTest, type Sampled } from './testing.fixture'

const DRAWS = 100_000
const B = 3
const arm = (noise: NoiseKind, own: Partial<Arm> = {}): Arm => ({
  id: 'sgd',
  kind: 'sgd',
  eta: 0.2,
  B,
  draws: 0,
  refresh: 1,
  ...DEFAULTS,
  sampling: 'with-replacement',
  noise,
  rank: 2,
  trace: 0,
  schedule: 'constant',
  period: 1,
  floor: 1,
  curve: [0, 1],
  bschedule: 'constant',
  bperiod: 1,
  bfloor: 1,
  bcurve: [0, 1],
  ...own,
})

const KINDS = ['isotropic', 'diagonal', 'gaussian', 'top-k', 'g-shaped', 'top-eigenvector', 'label'] as const

/** The covariance that a control claims, Tr Σ/B included, from dense matrices. */
function claimed(kind: (typeof KINDS)[number], { sigma, G, trained, eigen }: Sampled): number[][] {
  const p = sigma.length
  const trace = (A: number[][]) => A.reduce((s, row, a) => s + row[a], 0)
  const total = trace(sigma) / B
  const zeros = () => sigma.map(row => row.map(() => 0))
  const scaled = (A: number[][]) => A.map(row => row.map(v => (v * total) / trace(A)))
  const outerSum = (pairs: readonly { value: number; vector: number[] }[]) =>
    pairs.reduce((A, { value, vector }) => A.map((row, a) => row.map((v, b) => v + value * vector[a] * vector[b])), zeros())
  switch (kind) {
    case 'isotropic':
      return scaled(zeros().map((row, a) => row.map((_, b) => (a === b && trained[a] ? 1 / p : 0))))
    case 'diagonal':
      return scaled(sigma.map((row, a) => row.map((v, b) => (a === b ? v : 0))))
    case 'gaussian':
      return scaled(sigma)
    case 'top-k':
      return scaled(outerSum(eigen(sigma).slice(0, 2)))
    case 'top-eigenvector':
      return scaled(outerSum([{ ...eigen(G)[0], value: 1 }]))
    default:
      return scaled(G)
  }
}

describe.each([
  ['a linear model', linearOfTest()],
  ['a two-layer net with its outer layer fixed', networkOfTest()],
] as const)('synthetic noise of %s', (_, model) => {
  const { local } = model
  const size = local.size

  it.each(KINDS)('%s has the covariance and the trace it claims over 100,000 draws', kind => {
    const settings = arm(kind)
    const shape = shapeOf(settings, 0, local)!
    const trace = traceOf(settings, 0, local)
    const C = claimed(kind, model)
    const sum = new Float64Array(size * size)
    const squares = new Float64Array(size * size)
    const mean = new Float64Array(size)
    const length = { sum: 0, squares: 0 }
    for (let step = 0; step < DRAWS; step++) {
      const xi = shape.draw({ seed: 3, step })
      let l2 = 0
      for (let a = 0; a < size; a++) {
        mean[a] += (Math.sqrt(trace) * xi[a]) / DRAWS
        l2 += trace * xi[a] * xi[a]
        for (let b = 0; b <= a; b++) {
          const product = trace * xi[a] * xi[b]
          sum[a * size + b] += product
          squares[a * size + b] += product * product
        }
      }
      length.sum += l2
      length.squares += l2 * l2
    }
    const error = (s: number, q: number) => Math.sqrt(Math.max(0, q / DRAWS - (s / DRAWS) * (s / DRAWS)) / DRAWS)
    const total = C.reduce((s, row, a) => s + row[a], 0)
    expect(trace).toBeCloseTo(total, 12)
    expect(Math.abs(length.sum / DRAWS - total)).toBeLessThanOrEqual(5 * error(length.sum, length.squares) + 1e-12)
    for (let a = 0; a < size; a++) {
      expect(Math.abs(mean[a])).toBeLessThanOrEqual(5 * Math.sqrt(C[a][a] / DRAWS) + 1e-12)
      for (let b = 0; b <= a; b++) {
        const at = a * size + b
        expect(Math.abs(sum[at] / DRAWS - C[a][b]), `${kind} ${a},${b}`).toBeLessThanOrEqual(5 * error(sum[at], squares[at]) + 1e-12)
      }
    }
  })

  it.each(KINDS)('%s reads its own covariance as it is drawn: forms and Tr(CG)', kind => {
    const settings = arm(kind)
    const shape = shapeOf(settings, 0, local)!
    const trace = traceOf(settings, 0, local)
    const C = claimed(kind, model)
    const axis = (j: number) => Float64Array.from({ length: size }, (_, i) => (i === j ? 1 : 0))
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++) {
        if (!model.trained[a] || !model.trained[b]) continue
        expect(trace * shape.form(axis(a), axis(b))).toBeCloseTo(C[a][b], 10)
      }
    const against = C.reduce((s, row, a) => s + row.reduce((t, v, b) => t + v * model.G[a][b], 0), 0)
    const frobG2 = model.G.flat().reduce((s, v) => s + v * v, 0)
    const read = shape.againstG(frobG2)
    if (kind === 'gaussian') expect(read).toBeNull()
    else expect(trace * read!).toBeCloseTo(against, 10)
  })

  it('has the trace of the minibatches of its arm, or what the arm fixes for the weights', () => {
    const total = model.sigma.reduce((s, row, a) => s + row[a], 0)
    expect(traceOf(arm('isotropic', { sampling: 'without-replacement' }), 0, local)).toBeCloseTo(
      ((total / B) * (local.n - B)) / (local.n - 1),
      12,
    )
    expect(sigmaShare(arm('isotropic', { B: local.n, sampling: 'without-replacement' }), 0, local.n)).toBe(0)
    expect(sigmaShare(arm('isotropic', { bschedule: 'drawn', bcurve: [0, 1, 4, 2] }), 4, local.n)).toBe(1 / 6)
    expect(traceOf(arm('isotropic', { trace: 0.01 }), 0, local) * 0.2 * 0.2).toBeCloseTo(0.01, 15)
  })
})
