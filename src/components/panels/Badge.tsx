import { Tooltip } from '@base-ui/react/tooltip'
import { useScopeState } from '../scope'
import { useLive } from './stage'

/** How far the numbers of a panel can be trusted: by what computed them. */
export function Badge() {
  const precision = useScopeState(s => s.backend?.precision)
  const measured = useLive(view => view.arms.some(arm => arm.row >= 0))
  if (!measured || !precision) return <span className="panel-badge">waiting</span>
  if (precision === 'f64')
    return (
      <BadgeWithTip
        kind="exact"
        text="exact"
        tip="Computed from the whole data set in double precision: nothing is sampled or fitted, and every machine gets the same bits."
      />
    )
  return (
    <BadgeWithTip
      kind="rounded"
      text="f32, rounding"
      tip="Computed from the whole data set, but the graphics processor computes in single precision: expect about 5 digits."
    />
  )
}

function BadgeWithTip({ kind, text, tip }: { kind: string; text: string; tip: string }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger className="panel-badge" data-kind={kind} aria-label={`${text}: ${tip}`}>
        {text}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6}>
          <Tooltip.Popup className="panel-hint">{tip}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
