/** Functions built on + − × ÷ √ and stdlib's pure exp and ln, so that every engine gives the same bits. */

import carefulExp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'

/** 2^k for |k| ≤ 1020. */
const POWERS_OF_TWO = new Float64Array(2041)
POWERS_OF_TWO[1020] = 1
for (let k = 1; k <= 1020; k++) {
  POWERS_OF_TWO[1020 + k] = 2 * POWERS_OF_TWO[1019 + k]
  POWERS_OF_TWO[1020 - k] = POWERS_OF_TWO[1021 - k] / 2
}

/** e^x with the bits of stdlib's (FreeBSD's e_exp.c), without its slow scaling by 2^k. */
export function exp(x: number): number {
  if (!(x > -700 && x < 700)) return carefulExp(x)
  if (x > -3.725290298461914e-9 && x < 3.725290298461914e-9) return 1 + x
  const k = Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5))
  const hi = x - k * 0.6931471803691238
  const lo = k * 1.9082149292705877e-10
  const r = hi - lo
  const t = r * r
  const p = 0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8)
  const c = r - t * (0.16666666666666602 + t * (-0.0027777777777015593 + t * p))
  return (1 - (lo - (r * c) / (2 - c) - hi)) * POWERS_OF_TWO[1020 + k]
}

/** tanh z, to a few units in the last place: continued fraction near 0, exponentials beyond. */
export function tanh(z: number): number {
  const size = Math.abs(z)
  if (size < 0.5) {
    const s = z * z
    return (z * (2027025 + s * (270270 + s * (6930 + s * 36)))) / (2027025 + s * (945945 + s * (51975 + s * (630 + s))))
  }
  const t = exp(-2 * size)
  const value = (1 - t) / (1 + t)
  return z < 0 ? -value : value
}

/** 1/(1 + e^−z). */
export function sigmoid(z: number): number {
  const t = exp(-Math.abs(z))
  return (z < 0 ? t : 1) / (1 + t)
}

/** ln(1 + e^z) without overflow or cancellation. */
export function softplus(z: number): number {
  return Math.max(z, 0) + log1p(exp(-Math.abs(z)))
}

/** ln(1 + t) for t ≥ 0; the quotient undoes the rounding of 1 + t. */
export function log1p(t: number): number {
  const u = 1 + t
  return u === 1 ? t : (ln(u) * t) / (u - 1)
}

/** The density of the standard normal distribution. */
export const normalDensity = (z: number) => 0.3989422804014327 * exp(-0.5 * z * z)

/**
 * Φ(z) = erfc(−z/√2)/2, with relative accuracy in the lower tail: erfc(x) = e^(−x²)·t·h(t), t = 4/(4 + x), where h is the
 * Chebyshev series of e^(x²)·erfc(x)/t on t ∈ [0, 1], cut where its terms fall below 1e-17.
 */
export function normalCdf(z: number): number {
  const t = 4 / (4 + Math.abs(z) * Math.SQRT1_2)
  const u = 4 * t - 2
  let b1 = 0
  let b2 = 0
  for (let j = SERIES.length - 1; j > 0; j--) {
    const b = u * b1 - b2 + SERIES[j]
    b2 = b1
    b1 = b
  }
  const tail = 0.5 * exp(-0.5 * z * z) * t * (0.5 * (u * b1 + SERIES[0]) - b2)
  return z < 0 ? tail : 1 - tail
}

const SERIES = [
  0.8160489390982629, 0.37635823567636745, 0.14758035457222363, 0.049571317930027586, 0.014227107557117175, 0.003443493262717524,
  0.000682254183283808, 0.00010340451975756189, 9.728545951990151e-6, -1.198871375841219e-7, -2.1747767703449407e-7, -3.029176773599242e-8,
  9.479917565205342e-10, 8.633411694999944e-10, 6.872156425802938e-11, -1.703489843680389e-11, -3.392130687699649e-12,
  2.6158087658240987e-13, 1.212767590589414e-13, -2.1146910690726485e-15, -4.117339537584291e-15, -6.328782253402399e-17,
  1.4393082516699158e-16, 4.562635161648609e-18, -5.3406159129172215e-18,
]
