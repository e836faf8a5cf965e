import carefulExp from '@stdlib/math-base-special-exp'
import { describe, expect, it } from 'vitest'
import { exp, normalCdf, sigmoid, softplus, tanh } from './special'

/** z, Φ(z), tanh z, ln(1 + e^z) to 40 digits, rounded. */
const TABLE = [
  [-12, 1.776482112077679e-33, -0.9999999999244973, 6.144193477732806e-6],
  [-6, 9.86587645037698e-10, -0.9999877116507956, 0.0024756851377304495],
  [-3, 0.0013498980316300946, -0.9950547536867305, 0.04858735157374206],
  [-1.5, 0.06680720126885807, -0.9051482536448664, 0.2014132779827524],
  [-0.4, 0.3445782583896758, -0.3799489622552249, 0.5130152523999526],
  [-0.01, 0.4960106436853684, -0.00999966667999946, 0.6881596805078624],
  [0, 0.5, 0, Math.LN2],
  [0.3, 0.6179114221889527, 0.2913126124515909, 0.8543552444685271],
  [1, 0.8413447460685429, 0.7615941559557649, 1.3132616875182228],
  [2.5, 0.9937903346742238, 0.9866142981514303, 2.5788897342925496],
  [7, 0.9999999999987201, 0.9999983369439447, 7.000911466453775],
] as const

describe('special functions', () => {
  it('e^x has the bits of the careful one everywhere', () => {
    for (const x of [0, -0, 1e-9, -1e-9, 3e-9, 700, -700, 710, -745.2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect(Object.is(exp(x), carefulExp(x))).toBe(true)
    let differ = 0
    for (let i = 0; i < 40_000; i++) {
      const x = (i % 2 ? 1 : -1) * 720 * ((i / 40_000) * ((i * 0.618034) % 1))
      if (exp(x) !== carefulExp(x)) differ++
    }
    expect(differ).toBe(0)
  })

  it('agree with 40-digit values', () => {
    for (const [z, cdf, hyperbolic, plus] of TABLE) {
      expect(Math.abs(normalCdf(z) - cdf)).toBeLessThanOrEqual((z < -4 ? 2e-14 : 1e-15) * cdf)
      expect(Math.abs(tanh(z) - hyperbolic)).toBeLessThanOrEqual(4e-16 * Math.abs(hyperbolic))
      expect(Math.abs(softplus(z) - plus)).toBeLessThanOrEqual(4e-16 * plus)
    }
  })

  it('agree with the engine to a few units in the last place, also where tanh changes its formula', () => {
    for (let z = -9; z <= 9; z += 0.0137) {
      expect(Math.abs(tanh(z) - Math.tanh(z))).toBeLessThanOrEqual(5e-16 * Math.abs(Math.tanh(z)))
      expect(Math.abs(sigmoid(z) - 1 / (1 + Math.exp(-z)))).toBeLessThanOrEqual(5e-16)
      expect(Math.abs(normalCdf(z) + normalCdf(-z) - 1)).toBeLessThanOrEqual(3e-16)
    }
  })

  it('stay finite for large arguments', () => {
    for (const z of [800, 1e6]) {
      expect([softplus(z), softplus(-z), tanh(z), tanh(-z), sigmoid(z), sigmoid(-z), normalCdf(z), normalCdf(-z)]).toEqual([
        z,
        0,
        1,
        -1,
        1,
        0,
        1,
        0,
      ])
    }
  })
})
