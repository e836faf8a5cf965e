import { CircleQuestionMark } from 'lucide-react'
import { LazyPopover } from '../../ui/LazyPopover'
import { Explain } from './Explain'
import type { AnyPanel } from './spec'

/** "What am I seeing?": opens the explanation with the formulas' values of the moment. */
export function ExplainButton({ title, spec }: { title: string; spec: AnyPanel }) {
  return (
    <LazyPopover
      className="panel-button"
      aria-label={`What am I seeing? ${title}`}
      data-hint="What am I seeing?"
      title={`${title}: what am I seeing?`}
      popup="panel-popup panel-explain"
      beside=".panel"
      face={<CircleQuestionMark size={15} aria-hidden />}
    >
      <Explain spec={spec} />
    </LazyPopover>
  )
}
