/** Fills a row's columns of H. */

import type { Columns, Filled, Filler, Scenario, VariantWithH } from '../../scenario'
import { type Program, program } from '../backends/machine/program'
import { alignment, type NoiseMoments } from '../metrics/noise'
import { fill, revise } from '../reading'
import { hessianForms } from './alignment'
import type { Curvatures } from './curvatures'
import { leadingEigenvalues } from './leading'
import { traceOfHessian } from './trace'

/** Products per row at most; what they reach is shown with its error. */
const PRODUCTS = 400
/** ‖Hv − λv‖ over ‖H‖ that is aimed at: λ itself is then right to about its square. */
const TOLERANCE = 1e-7

/** What is read with G at the same θ. */
export interface WithG {
  readonly moments: NoiseMoments
  readonly traceG: number
}

/** Eigenvalues of H that rows have columns for: with H in place of G every direction is one of H. */
export const hessianColumns = ({ measure }: Scenario) =>
  measure.curvature === 'H' ? Math.max(measure.hessian, measure.k) : measure.hessian

/** Fills a row's columns of H, and with curvature 'H' puts μ, its companions and g_k with H in the place of those with G. */
export function readHessian(row: Float64Array, columns: Columns, scenario: Scenario, curvatures: Curvatures, withG: WithG): void {
  hessianReading(columns, scenario, curvatures, withG)(row)
}

/** Computes what `readHessian` fills in, for the rows of all arms that are at this θ. */
export const hessianReading = program(function* (
  columns: Columns,
  { measure, seed }: Scenario,
  curvatures: Curvatures,
  { moments, traceG }: WithG,
): Program<(row: Float64Array) => void> {
  const { hessian } = columns
  if (hessian === 0 || !Number.isFinite(moments.twoL)) return () => {}
  const { p } = curvatures
  if (measure.curvature === 'G') {
    const { values, errors } = yield* leadingEigenvalues.steps(curvatures.H, p, hessian, { tolerance: TOLERANCE, limit: PRODUCTS })
    const { value, se } = yield* traceOfHessian.steps(curvatures, traceG, seed)
    const found = {
      lambda_H: values,
      lambda_H_error: worstOf(errors, values, curvatures),
      trace_H: value,
      trace_H_se: se,
      frob_H: Number.NaN,
    }
    return row => fill<'hessian'>(row, columns, found)
  }
  const centred = measure.sigma === 'centred'
  const { traceH, frobH2, moments: withH, lambda, errors, g } = yield* hessianForms.steps(curvatures, moments, hessian, centred)
  const a = alignment(withH, traceH, frobH2, p, centred)
  return row => {
    fill<'hessian'>(row, columns, {
      trace_H: traceH,
      trace_H_se: 0,
      frob_H: Math.sqrt(frobH2),
      lambda_H: lambda,
      lambda_H_error: worstOf(errors, lambda, curvatures),
    })
    const withHessian: Pick<Filled<Filler>, VariantWithH> = {
      mu: a.mu,
      alpha: a.alpha,
      beta: a.beta,
      rel_dist: a.relDist,
      mu_isotropic: a.muIsotropic,
      mu_proportional: a.muProportional,
      g,
    }
    revise(row, columns, withHessian)
  }
})

/** The largest error of the eigenvalues, and of what the products are rounded to. */
const worstOf = (errors: Float64Array, values: Float64Array, { rounding = 0 }: Curvatures) =>
  Math.max(...errors, rounding * Math.abs(values[0]))
