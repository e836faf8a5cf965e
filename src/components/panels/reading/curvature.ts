import type { PanelSpec } from '../frame/spec'
import { type ArmView, entryOf, type VectorName, type View, vectorOf } from './view'

/** Whether μ and g are read with the Hessian in place of G. */
export const withHessian = (view: View) => view.scenario.measure.curvature === 'H'

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

/** Words and formulas written for G, for the curvature in use: G where it stands for the matrix becomes H. */
export function named(view: View, text: string): string {
  return withHessian(view) ? text.replace(/G(?!D|a|P|r)/g, 'H') : text
}

/** Columns of an export whose numbers depend on the switch. */
const READ_WITH = new Set(['mu', 'alpha', 'beta', 'rel_dist', 'mu_isotropic', 'mu_proportional', 'lambda', 'g'])

/** A panel of what is read with the curvature in use: its words, formulas and exported columns name that curvature. */
export function curved(spec: PanelSpec): PanelSpec {
  return {
    ...spec,
    curved: true,
    subtitle: view => named(view, spec.subtitle(view)),
    sentence: view => named(view, spec.sentence(view)),
    summary: view => named(view, spec.summary(view)),
    explain(view) {
      const { text, formulas } = spec.explain(view)
      return {
        text: text.map(t => named(view, t)),
        formulas: formulas.map(f => ({ tex: named(view, f.tex), ...(f.says === undefined ? {} : { says: named(view, f.says) }) })),
      }
    },
    readout(view, at, layout) {
      const { title, rows } = spec.readout(view, at, layout)
      return { title, rows: rows.map(row => ({ ...row, label: named(view, row.label) })) }
    },
    table(view) {
      const { header, rows } = spec.table(view)
      if (!withHessian(view)) return { header, rows }
      return { header: header.map(name => (READ_WITH.has(name) ? `${name}_H` : name.replace('vGv', 'vHv'))), rows }
    },
  }
}
