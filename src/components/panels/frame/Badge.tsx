import { onGpu } from '../../onGpu'
import { useScopeState } from '../../scope'
import { probeWords, roundingWords, sampleWords } from '../reading/sample'
import type { View } from '../reading/view'
import type { AnyPanel, Trust } from './spec'

const TIPS = {
  exact: 'Computed from the whole data set in double precision: nothing is sampled or fitted, and every machine gets the same bits.',
  rounded: 'Computed from the whole data set, in single precision: expect about 5 digits, the same on every machine.',
  gpu: 'Computed from the whole data set, but the graphics processor computes in single precision: expect about 5 digits.',
}

/** Numbers of the processor in the run of a GPU. */
const ELSEWHERE = {
  kind: 'exact',
  text: 'float64, processor',
  tip: 'Computed on the processor, in double precision unless the scenario asks for f32, and not by the graphics processor that computes the run.',
}

const SUBSET = {
  exact: 'On these it is exact, in double precision.',
  rounded: 'They are computed in single precision: expect about 5 digits.',
  gpu: 'The graphics processor computes in single precision: expect about 5 digits.',
}

const ROUNDING =
  'The residuals are down to the last digits of the labels. The bound holds for all that rounding may have done; what it exceeds half of has no digits and is not drawn.'

/** What a badge says of a view. */
export interface Evidence {
  readonly measured: boolean
  readonly subset: string
  readonly probed: string
  readonly rounding: string
  /** The panel's own; null while there is nothing to trust. */
  readonly own?: Trust | null
}

/** What there is to say of how far the numbers of a panel can be trusted. */
export function evidenceOf({ sampled = false, curvatureAlone = false, trust }: AnyPanel, view: View): Evidence {
  return {
    measured: view.arms.some(arm => arm.row >= 0),
    subset: sampled ? sampleWords(view) : '',
    probed: sampled ? probeWords(view) : '',
    rounding: sampled && !curvatureAlone ? roundingWords(view) : '',
    ...(trust && { own: trust(view) ?? null }),
  }
}

interface Props {
  readonly spec: AnyPanel
  readonly evidence: Evidence
}

/** How far the numbers of a panel can be trusted: by what computed them and, where `sampled`, on how many samples; or by its own `trust`. */
export function Badge({ spec: { processor = false, estimated }, evidence }: Props) {
  const precision = useScopeState(s => s.backend?.precision)
  const asked = useScopeState(s => s.scenario.precision)
  const gpu = useScopeState(onGpu)
  const { measured, subset, probed, rounding, own } = evidence
  if (own) return <Face kind={own.kind} text={own.text} tip={own.tip} />
  if (own === null) return <span className="panel-badge">none yet</span>
  if (!measured || !precision) return <span className="panel-badge">waiting</span>
  const guess = estimated ?? (probed && `${probed}${subset ? ` On ${subset} samples.` : ''}`)
  if (guess) return <Face kind="estimate" text="estimated" tip={guess} />
  if (rounding) return <Face kind="rounded" text={`rounding: ${rounding}`} tip={ROUNDING} />
  if (processor && gpu) return asked === 'f64' ? <Face {...ELSEWHERE} /> : <Face {...ELSEWHERE} text="processor" />
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
