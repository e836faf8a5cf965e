/** The ends of the spectrum of H or of G. */

import { type LanczosOptions, type Leading, lanczosSteps } from '../../lib/lanczos'
import { type Program, program } from '../backends/machine/program'
import { type SteppedProduct, stepsOf } from './curvatures'

/** Numbers that the vectors of a search or of a probe may hold: 64 MiB. */
export const BASIS_NUMBERS = 8_388_608

/**
 * The k algebraically largest eigenpairs of H or G, equal ones as often as they occur. A product is a pass over the data, so
 * that the search looks at its Ritz values often and ends after 2,000 of them; it holds 64 + 2k vectors of length p, and no
 * more than 64 MiB (but k + 8 in any case).
 */
export const leadingEigenvalues = program(function* (
  product: SteppedProduct,
  p: number,
  k: number,
  options: LanczosOptions = {},
): Program<Leading> {
  const basis = Math.min(options.basis ?? 64 + 2 * k, Math.floor(BASIS_NUMBERS / p))
  return yield* lanczosSteps(stepsOf(product), p, k, { tolerance: 1e-9, limit: 2000, every: 4, copies: true, ...options, basis })
})

/** The smallest eigenvalue, with its error. */
export const smallestEigenvalue = program(function* (
  product: SteppedProduct,
  p: number,
  options: LanczosOptions = {},
): Program<{ readonly value: number; readonly error: number }> {
  const negative = function* (v: Float64Array): Program<Float64Array> {
    return (yield* stepsOf(product)(v)).map(x => -x)
  }
  const basis = Math.min(options.basis ?? 66, Math.floor(BASIS_NUMBERS / p))
  const { values, errors } = yield* lanczosSteps(negative, p, 1, { tolerance: 1e-9, limit: 2000, every: 4, ...options, basis })
  return { value: -values[0], error: errors[0] }
})
