import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { makeData } from '../makeData'
import { layNet } from '../net/layout'
import { twoLayer } from '../net/spec'
import { apply, combine, flip, jacobi, type Matrix, outer, rowsOf, zeros } from '../testing/linalg.fixture'
import { scenarioOf } from '../testing/scenario.fixture'
import { factoredLocal } from './factored'
import type { Local } from './local'
import { networkLocal } from './network'

/** A model at one θ, and its dense matrices from a Jacobian written out by hand. */
export interface Sampled {
  readonly local: Local
  readonly sigma: Matrix
  readonly G: Matrix
  readonly trained: readonly boolean[]
  /** Eigenpairs, largest first. */
  eigen(A: Matrix): { value: number; vector: number[] }[]
}

const SCENARIO = scenarioOf({ seed: 4, data: { n: 7, d: 4, spectrum: 'power-law', exponent: 1, labelNoise: 0.3 } })

function sampled(local: Local, J: Matrix, r: readonly number[], trained: readonly boolean[]): Sampled {
  const n = J.length
  const p = J[0].length
  const gradient = apply(flip(J), [...r]).map(v => v / n)
  let sigma = zeros(p, p)
  let G = zeros(p, p)
  J.forEach((row, i) => {
    const own = row.map((v, a) => v * r[i] - gradient[a])
    sigma = combine(sigma, outer(own, own), 1, 1 / n)
    G = combine(G, outer(row, row), 1, 1 / n)
  })
  return {
    local,
    sigma,
    G,
    trained,
    eigen(A) {
      const { values, vectors } = jacobi(A)
      return values.map((value, k) => ({ value, vector: [...vectors[k]] }))
    },
  }
}

/** n = 7, p = 4, label noise. */
export function linearOfTest(): Sampled {
  const data = makeData(SCENARIO.data, SCENARIO.seed)
  const theta = Float64Array.of(0.4, -0.2, 0.9, 0.1)
  const J = rowsOf(data.X, data.n, data.d).map(row => [...row])
  const r = J.map((x, i) => x.reduce((s, v, j) => s + v * theta[j], 0) - data.y[i])
  return sampled(factoredLocal({ kind: 'linear' }, data)(theta), J, r, [true, true, true, true])
}

/** f = Σ_k a_k b_k·x squared, quadratic units, two of them on two inputs; a is fixed. */
export function networkOfTest(): Sampled {
  const data = makeData({ ...SCENARIO.data, n: 6, d: 2 }, SCENARIO.seed)
  const net = layNet(twoLayer({ d: 2, m: 2, activation: 'quadratic', slope: 0.1, scaling: 'standard', bias: false, outer: 'fixed' }))
  const theta = normals(new Float64Array(6), 8, STREAM.init)
  const [b, a] = [theta.subarray(0, 4), theta.subarray(4)]
  const z = (x: ArrayLike<number>, k: number) => b[2 * k] * x[0] + b[2 * k + 1] * x[1]
  const rows = rowsOf(data.X, data.n, data.d)
  const J = rows.map(x => [...[0, 1].flatMap(k => [0, 1].map(j => 2 * a[k] * z(x, k) * x[j])), 0, 0])
  const r = rows.map((x, i) => a[0] * z(x, 0) * z(x, 0) + a[1] * z(x, 1) * z(x, 1) - data.y[i])
  return sampled(networkLocal(net, data.X, data.y)(theta), J, r, [true, true, true, true, false, false])
}
