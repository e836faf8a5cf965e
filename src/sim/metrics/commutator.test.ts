import { describe, expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { combine, frob, type Matrix, multiply, rowsOf, zeros } from '../testing/linalg.fixture'
import { commutatorOf } from './commutator'
import { columnFeatures } from './features'

const diagonal = (values: readonly number[]): Matrix => values.map((v, k) => values.map((_, l) => (k === l ? v : 0)))

/** Samples whose G has the given eigenvalues, on the axes, and residuals that give Σ. */
function sceneOf(s: number, n: number, seed: number) {
  const J = normals(new Float64Array(n * s), seed, STREAM.data).map((v, at) => v / (1 + (at % s)))
  const r = normals(new Float64Array(n), seed, STREAM.init)
  const found = commutatorOf(columnFeatures(J, n, 1, s), r)
  const rows = rowsOf(J, n, s)
  const [G, S] = [zeros(s, s), zeros(s, s)]
  const mean = G.map((_, k) => rows.reduce((sum, row, i) => sum + (row[k] * r[i]) / n, 0))
  rows.forEach((row, i) => {
    for (let k = 0; k < s; k++)
      for (let l = 0; l < s; l++) {
        G[k][l] += (row[k] * row[l]) / n
        S[k][l] += ((row[k] * r[i] - mean[k]) * (row[l] * r[i] - mean[l])) / n
      }
  })
  return { found, G, S }
}

const relative = (S: Matrix, G: Matrix) => frob(combine(multiply(S, G), multiply(G, S), 1, -1)) / (frob(S) * frob(G))

describe('the commutator of Σ and G', () => {
  it.each([2, 3, 6])('is that of dense matrices of %i directions', s => {
    const { found, G, S } = sceneOf(s, 9, s)
    expect(Math.abs(found.value - relative(S, G))).toBeLessThan(1e-12)
  })

  it('is zero of gradients that differ along one axis each', () => {
    const J = Float64Array.from([2, 0, 0, 1, -2, 0, 0, -1])
    expect(commutatorOf(columnFeatures(J, 4, 1, 2), Float64Array.from([1, 1, 1, 1])).value).toBeLessThan(1e-15)
  })

  it('of two directions is by chance the mean over all angles, exactly', () => {
    const { found, G, S } = sceneOf(2, 7, 4)
    let mean = 0
    for (let a = 0; a < 16; a++) {
      const [c, s] = [Math.cos((2 * Math.PI * a) / 16), Math.sin((2 * Math.PI * a) / 16)]
      const Q = [
        [c, -s],
        [s, c],
      ]
      const T = [
        [c, s],
        [-s, c],
      ]
      mean += relative(multiply(multiply(Q, S), T), G) ** 2 / 16
    }
    expect(Math.abs(found.baseline - Math.sqrt(mean))).toBeLessThan(1e-12)
  })

  it('of three is the mean over Euler angles, exactly', () => {
    const { found, G, S } = sceneOf(3, 8, 5)
    const turn = (axis: number, angle: number): Matrix => {
      const Q = diagonal([1, 1, 1])
      const [i, j] = axis === 2 ? [0, 1] : [0, 2]
      Q[i][i] = Q[j][j] = Math.cos(angle)
      Q[i][j] = -Math.sin(angle)
      Q[j][i] = Math.sin(angle)
      return Q
    }
    // Gauss–Legendre in cos of the middle angle: of polynomials up to degree nine exact.
    const nodes = [0, 0.5384693101056831, -0.5384693101056831, 0.906179845938664, -0.906179845938664]
    const weights = [0.5688888888888889, 0.47862867049936647, 0.47862867049936647, 0.23692688505618908, 0.23692688505618908]
    let mean = 0
    nodes.forEach((x, at) => {
      for (let a = 0; a < 12; a++)
        for (let b = 0; b < 12; b++) {
          const Q = multiply(multiply(turn(2, (Math.PI * a) / 6), turn(1, Math.acos(x))), turn(2, (Math.PI * b) / 6))
          const back = Q.map((_, k) => Q.map(row => row[k]))
          mean += (relative(multiply(multiply(Q, S), back), G) ** 2 * weights[at]) / 2 / 144
        }
    })
    expect(Math.abs(found.baseline - Math.sqrt(mean))).toBeLessThan(1e-12)
  })
})
