import { Tooltip } from '@base-ui/react/tooltip'
import { hintHandle } from './hintHandle'

/** Where the page's tooltip appears. */
export function HintLayer() {
  return (
    <Tooltip.Root handle={hintHandle}>
      {({ payload }) => (
        <Tooltip.Portal>
          <Tooltip.Positioner side={payload?.side ?? 'bottom'} sideOffset={8} collisionPadding={8} className="hint-place">
            <Tooltip.Popup className="hint" role="tooltip">
              {payload?.text}
            </Tooltip.Popup>
          </Tooltip.Positioner>
        </Tooltip.Portal>
      )}
    </Tooltip.Root>
  )
}
