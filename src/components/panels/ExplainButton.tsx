import { Popover } from '@base-ui/react/popover'
import { CircleQuestionMark } from 'lucide-react'
import { Explain } from './Explain'
import type { PanelSpec } from './spec'

/** "What am I seeing?": opens the explanation with the formulas' values of the moment. */
export function ExplainButton({ spec }: { spec: PanelSpec }) {
  return (
    <Popover.Root>
      <Popover.Trigger className="panel-button" aria-label={`What am I seeing? ${spec.title}`} title="What am I seeing?">
        <CircleQuestionMark size={15} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="panel-layer" sideOffset={8} align="end" collisionPadding={12}>
          <Popover.Popup className="panel-popup panel-explain">
            <Popover.Title className="panel-popup-title">{spec.title}: what am I seeing?</Popover.Title>
            <Explain spec={spec} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
