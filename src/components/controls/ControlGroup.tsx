/** The frame of a group of controls: its heading says what a change in it does to the run. */
import { RefreshCw, Zap } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import type { Field } from '../../scenario'
import { EFFECT } from './labels'

interface Props {
  readonly title: string
  /** What a change in this group does to the run; left out where there is none. */
  readonly effect?: Field['effect']
  readonly children: ReactNode
}

/** A group of controls under a heading that says what a change does to the run. */
export function ControlGroup({ title, effect, children }: Props) {
  const id = useId()
  return (
    <section className="group" aria-labelledby={id}>
      <div className="group-head">
        <h2 id={id}>{title}</h2>
        {effect ? (
          <span className="effect">
            {effect === 'restart' ? <RefreshCw size={11} aria-hidden="true" /> : null}
            {effect === 'live' ? <Zap size={11} aria-hidden="true" /> : null}
            {EFFECT[effect]}
          </span>
        ) : null}
      </div>
      {children}
    </section>
  )
}
