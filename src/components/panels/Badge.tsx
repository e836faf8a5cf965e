import { useScopeState } from '../scope'
import { sampleWords } from './sample'
import { useLive } from './stage'

const TIPS = {
  exact: 'Computed from the whole data set in double precision: nothing is sampled or fitted, and every machine gets the same bits.',
  rounded: 'Computed from the whole data set, but the graphics processor computes in single precision: expect about 5 digits.',
}

const SUBSET = {
  exact: 'On these it is exact, in double precision.',
  rounded: 'The graphics processor computes in single precision: expect about 5 digits.',
}

interface Props {
  readonly sampled?: boolean | undefined
  /** Where its numbers are estimates: from what. */
  readonly estimated?: string | undefined
}

/** How far the numbers of a panel can be trusted: by what computed them and, where `sampled`, on how many samples. */
export function Badge({ sampled = false, estimated }: Props) {
  const precision = useScopeState(s => s.backend?.precision)
  const measured = useLive(view => view.arms.some(arm => arm.row >= 0))
  const subset = useLive(view => (sampled ? sampleWords(view) : ''))
  if (!measured || !precision) return <span className="panel-badge">waiting</span>
  if (estimated)
    return (
      <button type="button" className="panel-badge" data-kind="subset" aria-label={`estimated: ${estimated}`} data-hint={estimated}>
        estimated
      </button>
    )
  const kind = precision === 'f64' ? 'exact' : 'rounded'
  const text = subset ? `on ${subset}` : kind === 'exact' ? 'exact' : 'f32, rounding'
  const tip = subset ? `Measured on ${subset} samples, a fixed subset. ${SUBSET[kind]}` : TIPS[kind]
  return (
    <button type="button" className="panel-badge" data-kind={subset ? 'subset' : kind} aria-label={`${text}: ${tip}`} data-hint={tip}>
      {text}
    </button>
  )
}
