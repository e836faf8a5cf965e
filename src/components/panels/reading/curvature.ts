import type { NumberTable } from './readout'
import { type ArmView, entryOf, type VectorName, type View, vectorOf } from './view'

/** Whether μ and g are read with the Hessian in place of G. */
export const withHessian = (view: View) => view.scenario.measure.curvature === 'H'

/** The matrix that μ and g are read with, as texts and formulas write it. */
export const symbolOf = (view: View) => (withHessian(view) ? 'H' : 'G')

/** The group that holds the eigenvalues of the curvature that g is read with. */
const groupOf = (view: View): VectorName => (withHessian(view) ? 'lambda_H' : 'lambda')

/** v_kᵀGv_k, or v_kᵀHv_k, by direction; of H only as far as it is positive. */
export function curvatures(view: View, arm: ArmView): Float64Array {
  const all = vectorOf(view, arm, groupOf(view))
  const end = all.findIndex((v, k) => !(v > 0) || k >= (view.columns?.k ?? 0))
  return end < 0 ? all : all.subarray(0, end)
}

/** The same for direction k, from 1. */
export const curvatureAt = (view: View, arm: ArmView, k: number, row = arm.row) => entryOf(view, arm, groupOf(view), k, row)

/** Columns whose numbers depend on the matrix that they are read with. */
const READ_WITH = new Set(['mu', 'alpha', 'beta', 'rel_dist', 'mu_isotropic', 'mu_proportional', 'lambda', 'g'])

/** A table for export whose columns say so where they are read with H: `mu_H` in place of `mu`. */
export function namedColumns(view: View, { header, rows }: NumberTable): NumberTable {
  return { header: withHessian(view) ? header.map(name => (READ_WITH.has(name) ? `${name}_H` : name)) : header, rows }
}
