/** The models with two parameters, in closed form: residuals, derivatives, second derivatives. */

import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import type { PlanarKind, Scenario } from '../../scenario'
import type { DataSet } from '../data'

/** A model of two parameters θ = (u, v) with C residuals per sample, each in closed form. */
export interface PlanarModel {
  readonly kind: PlanarKind
  readonly C: number
  /** Writes the residuals of sample i (C) and their derivatives by u and v (C×2). */
  sample(i: number, u: number, v: number, r: Float64Array, J: Float64Array): void
  /** Adds Σ_c r_c ∇²r_c of sample i to H: uu, uv, vv. */
  bend(i: number, u: number, v: number, r: Float64Array, H: Float64Array): void
  /** Roundings of a derivative, those of constants included. */
  readonly roundings: number
  /**
   * Writes what sample i's r_c is added up from and rounded to on the way, in all (C), the sizes of what its J is (C×2), and ‖∇²r_c‖_F (C).
   */
  sizes(i: number, u: number, v: number, r: Float64Array, J: Float64Array, bend: Float64Array): void
  /** A minimum where labels are exact; of several the sharpest. */
  readonly minimum: readonly [number, number]
}

const { abs } = Math

/** What they take of a data set. */
type Planar = Pick<DataSet, 'X' | 'y' | 'teacher'>

/** The model of a kind on its data (n×2 inputs). */
export function planarModel(kind: PlanarKind, data: Planar): PlanarModel {
  switch (kind) {
    case 'valley':
      return valley(data)
    case 'two-basins':
      return twoBasins(data)
    case 'zhu-2d':
      return zhu(data)
  }
}

/** θ_0: equal entries, Gaussian ones, or a minimum with a Gaussian offset. */
export function startOf({ minimum }: PlanarModel, { init, seed }: Pick<Scenario, 'init' | 'seed'>): Float64Array {
  const offset = () => normals(new Float64Array(2), seed, STREAM.init).map(z => init.scale * z)
  switch (init.kind) {
    case 'constant':
      return new Float64Array(2).fill(init.scale)
    case 'gaussian':
      return offset()
    case 'near-minimum':
      return offset().map((v, j) => minimum[j] + v)
  }
}

/** f = u·x₁ + u·v·x₂: the weights (u, uv) of a linear model. */
function valley({ X, y, teacher }: Planar): PlanarModel {
  return {
    kind: 'valley',
    C: 1,
    roundings: 2,
    sample(i, u, v, r, J) {
      const slope = X[2 * i] + v * X[2 * i + 1]
      r[0] = u * slope - y[i]
      J[0] = slope
      J[1] = u * X[2 * i + 1]
    },
    bend(i, _u, _v, r, H) {
      H[1] += r[0] * X[2 * i + 1]
    },
    sizes(i, u, v, r, J, bend) {
      const [a, b] = [X[2 * i], v * X[2 * i + 1]]
      r[0] = abs(u) * (abs(b) + 2 * abs(a + b)) + abs(u * (a + b) - y[i])
      J[0] = abs(a) + abs(b)
      J[1] = abs(u * X[2 * i + 1])
      bend[0] = Math.SQRT2 * abs(X[2 * i + 1])
    },
    minimum: [teacher[0], teacher[0] === 0 ? 0 : teacher[1] / teacher[0]],
  }
}

/** φ(u) = ½(u² − 1)(u² + 2u + 2): zero at ±1 alone, with slopes 5 and −1. */
export const phi = (u: number) => 0.5 * (u * u - 1) * (u * u + 2 * u + 2)

/** f = φ(u)·x₁ + v·x₂ with labels 0: a sharp minimum at (1, 0), where ∂²L/∂u² is 25 times that at the flat one, (−1, 0). */
function twoBasins({ X, y }: Planar): PlanarModel {
  return {
    kind: 'two-basins',
    C: 1,
    roundings: 7,
    sample(i, u, v, r, J) {
      r[0] = phi(u) * X[2 * i] + v * X[2 * i + 1] - y[i]
      J[0] = (2 * u * u * u + 3 * u * u + u - 1) * X[2 * i]
      J[1] = X[2 * i + 1]
    },
    bend(i, u, _v, r, H) {
      H[0] += r[0] * (6 * u * u + 6 * u + 1) * X[2 * i]
    },
    sizes(i, u, v, r, J, bend) {
      const [a, b] = [abs(X[2 * i]), abs(X[2 * i + 1])]
      const w = abs(u)
      r[0] = (0.5 * w * w * (w * w + 2 * w + 2) + 7 * abs(phi(u))) * a + 3 * abs(v) * b + abs(y[i])
      J[0] = (2 * w * w * w + 3 * w * w + w + 1) * a
      J[1] = b
      bend[0] = (6 * w * w + 6 * w + 1) * a
    },
    minimum: [1, 0],
  }
}

/** R turns by π/4: (u, v) = R w. */
const Q = Math.SQRT1_2
const [A, B] = [Math.sqrt(20), Math.sqrt(200)]

/**
 * The two-dimensional case of Zhu et al. (arXiv 1803.00195; THEORY.md §5): ℓ = min(10a² + 100b², ‖w − x + 1‖²) with
 * (a, b) = R(w − x − 1). Half the squared length of two residuals: (√20 a, √200 b), or √2 (w − x + 1), whichever is smaller.
 */
function zhu({ X }: Planar): PlanarModel {
  return {
    kind: 'zhu-2d',
    C: 2,
    roundings: 2,
    sample(i, u, v, r, J) {
      const [s, t] = [u - X[2 * i], v - X[2 * i + 1]]
      const [a, b] = [Q * (s - 1 - (t - 1)), Q * (s - 1 + (t - 1))]
      if (10 * a * a + 100 * b * b <= (s + 1) * (s + 1) + (t + 1) * (t + 1)) {
        r[0] = A * a
        r[1] = B * b
        J[0] = A * Q
        J[1] = -A * Q
        J[2] = B * Q
        J[3] = B * Q
      } else {
        r[0] = Math.SQRT2 * (s + 1)
        r[1] = Math.SQRT2 * (t + 1)
        J[0] = Math.SQRT2
        J[1] = 0
        J[2] = 0
        J[3] = Math.SQRT2
      }
    },
    sizes(i, u, v, r, J, bend) {
      this.sample(i, u, v, r, J)
      const [s, t] = [u - X[2 * i], v - X[2 * i + 1]]
      const sharp = abs(s) + abs(s - 1) + abs(t) + abs(t - 1)
      const [first, second] =
        J[1] === 0 ? [Math.SQRT2 * (abs(s) + abs(s + 1)), Math.SQRT2 * (abs(t) + abs(t + 1))] : [A * Q * sharp, B * Q * sharp]
      r[0] = first + 5 * abs(r[0])
      r[1] = second + 5 * abs(r[1])
      for (let at = 0; at < 4; at++) J[at] = abs(J[at])
      bend.fill(0)
    },
    // Quadratic on either side of the kink.
    bend() {},
    minimum: [1, 1],
  }
}
