import { useScopeState } from '../scope'
import { useLive } from './stage'

const TIPS = {
  exact: 'Computed from the whole data set in double precision: nothing is sampled or fitted, and every machine gets the same bits.',
  rounded: 'Computed from the whole data set, but the graphics processor computes in single precision: expect about 5 digits.',
}

/** How far the numbers of a panel can be trusted: by what computed them. */
export function Badge() {
  const precision = useScopeState(s => s.backend?.precision)
  const measured = useLive(view => view.arms.some(arm => arm.row >= 0))
  if (!measured || !precision) return <span className="panel-badge">waiting</span>
  const kind = precision === 'f64' ? 'exact' : 'rounded'
  const text = kind === 'exact' ? 'exact' : 'f32, rounding'
  return (
    <button type="button" className="panel-badge" data-kind={kind} aria-label={`${text}: ${TIPS[kind]}`} data-hint={TIPS[kind]}>
      {text}
    </button>
  )
}
