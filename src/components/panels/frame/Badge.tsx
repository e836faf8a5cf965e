import { onGpu } from '../../onGpu'
import { useScopeState } from '../../scope'
import { probeWords, sampleWords } from '../reading/sample'
import type { PanelSpec, Trust } from './spec'
import { useLive } from './stage'

const TIPS = {
  exact: 'Computed from the whole data set in double precision: nothing is sampled or fitted, and every machine gets the same bits.',
  rounded: 'Computed from the whole data set, in single precision: expect about 5 digits, the same on every machine.',
  gpu: 'Computed from the whole data set, but the graphics processor computes in single precision: expect about 5 digits.',
}

const SUBSET = {
  exact: 'On these it is exact, in double precision.',
  rounded: 'They are computed in single precision: expect about 5 digits.',
  gpu: 'The graphics processor computes in single precision: expect about 5 digits.',
}

interface Props {
  readonly sampled?: boolean | undefined
  /** Where its numbers are estimates: from what. */
  readonly estimated?: string | undefined
  readonly trust?: PanelSpec['trust'] | undefined
}

/** How far the numbers of a panel can be trusted: by what computed them and, where `sampled`, on how many samples; or by its own `trust`. */
export function Badge({ sampled = false, estimated, trust }: Props) {
  const precision = useScopeState(s => s.backend?.precision)
  const gpu = useScopeState(onGpu)
  const measured = useLive(view => view.arms.some(arm => arm.row >= 0))
  const subset = useLive(view => (sampled ? sampleWords(view) : ''))
  const probed = useLive(view => (sampled ? probeWords(view) : ''))
  const own = useLive(view => (trust ? JSON.stringify(trust(view) ?? null) : ''))
  if (own) {
    const known = JSON.parse(own) as Trust | null
    return known ? <Face kind={known.kind} text={known.text} tip={known.tip} /> : <span className="panel-badge">none yet</span>
  }
  if (!measured || !precision) return <span className="panel-badge">waiting</span>
  const guess = estimated ?? (probed && `${probed}${subset ? ` On ${subset} samples.` : ''}`)
  if (guess) return <Face kind="estimate" text="estimated" tip={guess} />
  const kind = precision === 'f64' ? 'exact' : 'rounded'
  const how = kind === 'rounded' && gpu ? 'gpu' : kind
  const text = subset ? `on ${subset}` : kind === 'exact' ? 'exact' : 'f32, rounding'
  const tip = subset ? `Measured on ${subset} samples, a fixed subset. ${SUBSET[how]}` : TIPS[how]
  return <Face kind={subset ? 'subset' : kind} text={text} tip={tip} />
}

function Face({ kind, text, tip }: { kind: string; text: string; tip: string }) {
  return (
    <button type="button" className="panel-badge" data-kind={kind} aria-label={`${text}: ${tip}`} data-hint={tip}>
      {text}
    </button>
  )
}
