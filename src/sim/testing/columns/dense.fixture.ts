import exp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'
import { eigh } from '../../../lib/eigen'
import { forward } from '../../net/derivatives'
import type { Simulation } from '../../simulation'
import { samplesMeasured } from '../../subset'
import { predict } from '../dense.fixture'
import { apply, combine, flat, flip, inner, jacobi, type Matrix, rowsOf, zeros } from '../linalg.fixture'

export interface Samples {
  readonly n: number
  readonly X: Float64Array
  readonly y: Float64Array
}

/** f(x; θ) of all samples, n×C. */
export function outputsOf({ model, data: { d } }: Simulation, theta: Float64Array, { n, X }: Samples): Float64Array {
  if (model.kind === 'planar') return model.outputs(theta)
  if (model.kind === 'network') return forward(model.net, theta, X)
  return Float64Array.from(rowsOf(X, n, d), x => predict(model, theta, x))
}

/** Which entries of θ move. */
export function trainedEntries({ model }: Simulation, size: number): boolean[] {
  if (model.kind !== 'network') return new Array(size).fill(true)
  const trained = new Array<boolean>(size).fill(false)
  for (const layer of model.net.layers)
    if (layer.trained)
      trained.fill(true, layer.weightAt, layer.weightAt + layer.weights).fill(true, layer.biasAt, layer.biasAt + layer.biases)
  return trained
}

/** The entries of θ that each trained layer has by itself. */
export const ownEntries = ({ net }: Extract<Simulation['model'], { kind: 'network' }>): number[][] =>
  net.layers
    .filter(layer => layer.trained)
    .map(({ weightAt, weights, biasAt, biases }) => [
      ...Array.from({ length: weights }, (_, i) => weightAt + i),
      ...Array.from({ length: biases }, (_, i) => biasAt + i),
    ])

/** The rows and columns of A that are named. */
export const blockOf = (A: Matrix, entries: readonly number[]): Matrix => entries.map(i => entries.map(j => A[i][j]))

/** df/dt of a vector f at t = 0, from four values: the error is of order h⁴. */
export function slope(f: (t: number) => ArrayLike<number>, h: number): number[] {
  const [a, b, c, e] = [f(2 * h), f(h), f(-h), f(-2 * h)]
  return Array.from(a, (_, i) => (8 * (b[i] - c[i]) - (a[i] - e[i])) / (12 * h))
}

const isSoftmax = ({ scenario }: Simulation) => scenario.model.loss === 'cross-entropy'

/** Residuals by sample and output, and L. */
export function residualsOf(sim: Simulation, theta: Float64Array, samples: Samples): { r: Matrix; P: Matrix; L: number } {
  const C = sim.data.outputs
  const [f, y] = [outputsOf(sim, theta, samples), samples.y].map(v => rowsOf(v, samples.n, C))
  if (!isSoftmax(sim)) {
    const r = f.map((row, i) => row.map((v, c) => v - y[i][c]))
    return { r, P: [], L: r.reduce((s, row) => s + inner(row, row), 0) / (2 * samples.n) }
  }
  const P = f.map(row => {
    const whole = row.reduce((s, v) => s + exp(v), 0)
    return row.map(v => exp(v) / whole)
  })
  const L = -P.reduce((s, row, i) => s + row.reduce((t, p, c) => t + y[i][c] * ln(p), 0), 0) / samples.n
  return { r: P.map((row, i) => row.map((p, c) => p - y[i][c])), P, L }
}

/** J_i (C×p) of every sample by differences of f, one parameter at a time. */
export function jacobianOf(sim: Simulation, theta: Float64Array, samples: Samples): Matrix[] {
  const C = sim.data.outputs
  const trained = trainedEntries(sim, theta.length)
  const columns = trained.map((moves, j) =>
    moves
      ? slope(t => {
          const moved = theta.slice()
          moved[j] += t
          return outputsOf(sim, moved, samples)
        }, 1e-3)
      : new Array<number>(samples.n * C).fill(0),
  )
  return Array.from({ length: samples.n }, (_, i) => Array.from({ length: C }, (_c, c) => columns.map(column => column[i * C + c])))
}

/** ∇L by the chain rule from J. */
export function gradientOf(sim: Simulation, theta: Float64Array, samples: Samples): number[] {
  const { r } = residualsOf(sim, theta, samples)
  const J = jacobianOf(sim, theta, samples)
  return theta.reduce<number[]>((sum, _, j) => {
    sum.push(J.reduce((s, Ji, i) => s + Ji.reduce((t, row, c) => t + row[j] * r[i][c], 0), 0) / samples.n)
    return sum
  }, [])
}

/** The samples that were measured. */
export function samplesOf({ model, data, scenario }: Simulation): Samples {
  return model.kind === 'network' ? samplesMeasured(model.net, data, scenario.measure.of, scenario.seed) : data
}

/** A += s·abᵀ. */
export function addOuter(A: Matrix, a: readonly number[], b: readonly number[], s: number): void {
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) A[i][j] += s * a[i] * b[j]
}

/** Eigenpairs, largest first, by Jacobi's rotations as far as they are quick. */
export function eigen(A: Matrix): { values: number[]; vectors: Matrix } {
  if (A.length <= 60) return jacobi(A)
  const { values, vectors } = eigh(flat(A), A.length)
  return { values: [...values], vectors: rowsOf(vectors, A.length, A.length) }
}

/** ℓ_i of every sample. */
function lossesOf(sim: Simulation, theta: Float64Array, samples: Samples): number[] {
  const { r, P } = residualsOf(sim, theta, samples)
  const labels = rowsOf(samples.y, samples.n, sim.data.outputs)
  return r.map((row, i) => (P[i] ? -P[i].reduce((s, p, c) => s + labels[i][c] * ln(p), 0) : inner(row, row) / 2))
}

/** vᵀ∇²ℓ_iv of every sample for a unit vector v, from second differences of the losses: the error is of order h⁴. */
export function bendingsAlong(sim: Simulation, theta: Float64Array, v: readonly number[], samples: Samples): number[] {
  const h = 4e-3
  const at = (t: number) =>
    lossesOf(
      sim,
      theta.map((x, j) => x + t * v[j]),
      samples,
    )
  const [a, b, middle, c, e] = [at(-2 * h), at(-h), at(0), at(h), at(2 * h)]
  return middle.map((m, i) => (16 * (b[i] + c[i]) - (a[i] + e[i]) - 30 * m) / (12 * h * h))
}

/** Everything of THEORY.md §1 at one θ, as explicit matrices, from values of f alone. */
export function denseAt(sim: Simulation, theta: Float64Array, samples = samplesOf(sim)) {
  const { n } = samples
  const p = theta.length
  const { r, P, L } = residualsOf(sim, theta, samples)
  const J = jacobianOf(sim, theta, samples)
  const own = J.map((Ji, i) => apply(flip(Ji), r[i]))
  const gradient = own.reduce((s, g) => s.map((v, j) => v + g[j] / n), new Array<number>(p).fill(0))
  const [G, sigma1, sigma] = [zeros(p, p), zeros(p, p), zeros(p, p)]
  J.forEach((Ji, i) => {
    Ji.forEach((a, c) => {
      Ji.forEach((b, e) => {
        const s = P[i] ? (c === e ? P[i][c] : 0) - P[i][c] * P[i][e] : c === e ? 1 : 0
        addOuter(G, a, b, s / n)
      })
    })
    const rest = own[i].map((v, j) => v - gradient[j])
    addOuter(sigma1, own[i], own[i], 1 / n)
    addOuter(sigma, rest, rest, 1 / n)
  })
  /** vᵀG_iv of the sample. */
  const formOf = (i: number, v: readonly number[]) => {
    const image = J[i].map(row => inner(row, v))
    const mean = P[i] ? inner(P[i], image) : 0
    return image.reduce((s, a, c) => s + (P[i] ? P[i][c] * (a - mean) * (a - mean) : a * a), 0)
  }
  return { n, L, gradient, own, formOf, G, sigma1, sigma, trained: trainedEntries(sim, p).filter(Boolean).length }
}

/** H as the slope of ∇L, one column at a time. */
export function hessianAt(sim: Simulation, theta: Float64Array): Matrix {
  const samples = samplesOf(sim)
  const trained = trainedEntries(sim, theta.length)
  const H = trained.map((moves, j) =>
    moves
      ? slope(t => {
          const moved = theta.slice()
          moved[j] += t
          return gradientOf(sim, moved, samples)
        }, 3e-3)
      : new Array<number>(theta.length).fill(0),
  )
  return combine(H, flip(H), 0.5, 0.5)
}
