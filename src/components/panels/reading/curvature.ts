import type { Scalar, Vector } from '../../../scenario'
import { type ArmView, entryOf, type View, vectorOf } from './view'

/** Whether μ and g are read with the Hessian in place of G. */
export const withHessian = (view: View) => view.scenario.measure.curvature === 'H'

/** The matrix that μ and g are read with, as texts and formulas write it. */
export const symbolOf = (view: View) => (withHessian(view) ? 'H' : 'G')

/** The group that holds the eigenvalues of the curvature that g is read with. */
const groupOf = (view: View): Vector => (withHessian(view) ? 'lambda_H' : 'lambda')

/** v_kᵀGv_k, or v_kᵀHv_k, by direction; of H only as far as it is positive. */
export function curvatures(view: View, arm: ArmView): Float64Array {
  const all = vectorOf(view, arm, groupOf(view))
  const end = all.findIndex((v, k) => !(v > 0) || k >= (view.columns?.k ?? 0))
  return end < 0 ? all : all.subarray(0, end)
}

/** The same for direction k, from 1. */
export const curvatureAt = (view: View, arm: ArmView, k: number, row = arm.row) => entryOf(view, arm, groupOf(view), k, row)

/** A column as exports call it: `mu_H` where the run reads `mu` with H. */
export const exportedName = (view: View, name: Scalar | Vector) =>
  withHessian(view) && view.columns?.withH.includes(name) ? `${name}_H` : name
