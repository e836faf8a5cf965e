import { describe, expect, it } from 'vitest'
import { type Eigen, eigh } from './eigen'
import { oneSided } from './eigen.fixture'
import { dot, scaled, times, transposedTimes } from './matrix'
import { STREAM } from './philox'
import { normals } from './random'
import { refineSteps } from './refine'

const n = 24
/** B, n×n: random columns of sizes that fall from 1 by ten decades in all, some of them twice. */
const sizes = (twice: boolean) => Float64Array.from({ length: n }, (_, j) => 10 ** (-5 * ((twice ? j - (j % 2) : j) / (n - 1))))

/** Q diag(sizes), Q orthogonal: the eigenvalues of BBᵀ are the squares of the sizes. */
function factor(twice: boolean): Float64Array {
  const X = normals(new Float64Array(n * n), 5, STREAM.probe)
  const { vectors } = eigh(
    X.map((v, at) => v + X[(at % n) * n + Math.floor(at / n)]),
    n,
  )
  const own = sizes(twice)
  return Float64Array.from({ length: n * n }, (_, at) => vectors[(at % n) * n + Math.floor(at / n)] * own[at % n])
}

const gramOf = (B: Float64Array) =>
  Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    return dot(B.subarray(i * n, (i + 1) * n), B.subarray(j * n, (j + 1) * n))
  })

function refined(B: Float64Array, found: Eigen, from: number, to: number): Eigen {
  const steps = refineSteps<never>(found, n, [from, to], function* (us) {
    return us.map(u => times(B, transposedTimes(B, u, n, n), n, n))
  })
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

describe('refineSteps', () => {
  it('gives eigenvalues and directions of BBᵀ down to 1e-10 of the largest nine digits, where its own numbers leave them fewer', () => {
    const B = factor(false)
    const found = eigh(gramOf(B), n)
    const { values, vectors } = refined(B, found, 8, n)
    const wanted = oneSided(Array.from({ length: n }, (_, i) => B.subarray(i * n, (i + 1) * n)))
    const worst = (of: (k: number) => number) => Math.max(...Array.from({ length: n - 8 }, (_, l) => of(l + 8)))
    const off = (values: Float64Array) => worst(k => Math.abs(values[k] / wanted[k].sigma / wanted[k].sigma - 1))
    const turn = (vectors: Float64Array) =>
      worst(k => Math.max(...wanted.map(({ u }, j) => (j === k ? 0 : Math.abs(dot(u, vectors.subarray(k * n, (k + 1) * n)))))))
    expect(off(found.values)).toBeGreaterThan(1e-8)
    expect(turn(found.vectors)).toBeGreaterThan(1e-8)
    expect(off(values)).toBeLessThan(1e-9)
    expect(turn(vectors)).toBeLessThan(1e-9)
    expect(values.subarray(0, 8)).toEqual(found.values.subarray(0, 8))
    expect(vectors.subarray(0, 8 * n)).toEqual(found.vectors.subarray(0, 8 * n))
  })

  it.each([
    [7, n],
    [8, 21],
  ])('finds the spaces of equal eigenvalues, also where %i to %i divides them', (from, to) => {
    const B = factor(true)
    const { values, vectors } = refined(B, eigh(gramOf(B), n), from, to)
    const v = (k: number) => vectors.subarray(k * n, (k + 1) * n)
    const own = sizes(true)
    for (let k = from; k < to; k++) {
      expect(Math.abs(values[k] / own[k] / own[k] - 1)).toBeLessThan(1e-9)
      for (let l = 0; l < n; l++) expect(Math.abs(dot(v(k), v(l)) - (k === l ? 1 : 0))).toBeLessThan(l < to ? 1e-7 : 1e-4)
      // Bᵀv of what is found, over √λ, is a direction of BᵀB of length one in the space of the two.
      const direction = scaled(transposedTimes(B, v(k), n, n), 1 / own[k])
      const inside = direction.reduce((s, x, j) => s + (j - (j % 2) === k - (k % 2) ? x * x : 0), 0)
      expect(Math.abs(inside - 1)).toBeLessThan(1e-9)
    }
  })

  it('leaves all as it is where a product is not finite', () => {
    const found = eigh(gramOf(factor(false)), n)
    const steps = refineSteps<never>(found, n, [3, 5], function* (us) {
      return us.map(u => u.map(() => Number.NaN))
    })
    expect(steps.next().value).toBe(found)
  })
})
