import type { NumberTable } from '../reading/readout'
import { stepTable } from '../reading/tables'
import type { View } from '../reading/view'

/** μ and what it is made of and compared with, and the ends of the certificate where there is one. */
export function alignmentTable(view: View): NumberTable {
  const { header, rows } = stepTable(view, [
    'mu',
    'mu_acting',
    'alpha',
    'beta',
    'rel_dist',
    'mu_isotropic',
    'mu_proportional',
    'mu_gaussian',
    'trace_sigma',
    'd_eff',
  ])
  const { mu } = view.traces.certificate ?? {}
  return mu ? { header: [...header, 'mu_inf', 'mu_sup'], rows: rows.map(row => [...row, ...mu]) } : { header, rows }
}
