import { type ReactNode, useId, useRef } from 'react'
import { Badge } from './Badge'
import { titleOf } from './curvature'
import { ExplainButton } from './ExplainButton'
import { ExportMenu } from './ExportMenu'
import { MaximiseButton } from './MaximiseButton'
import { Rich } from './Rich'
import type { PanelSpec } from './spec'
import { useLive } from './stage'
import { useChart } from './useChart'

export interface PanelProps {
  spec: PanelSpec
  /** What is shown, chosen beside the title. */
  choice?: ReactNode
  /** Controls of this panel's own, before the common buttons. */
  tools?: ReactNode
  /** A line between header and chart. */
  legend?: ReactNode
  /** Lies over the chart. */
  overlay?: ReactNode
  /** What is always true of the picture, after the sentence of the moment. */
  note?: string
  wide?: boolean
  tall?: boolean
  maximised: boolean
  onMaximise: (name: string | null) => void
}

/** One panel: header, chart, and the sentence of what is to be seen now. */
export function Panel({ spec, choice, tools, legend, overlay, note, wide, tall, maximised, onMaximise }: PanelProps) {
  const id = useId()
  const host = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const tip = useRef<HTMLDivElement>(null)
  const voice = useRef<HTMLSpanElement>(null)
  const chart = useChart(spec, { host, canvas, tip, voice })
  const title = useLive(view => titleOf(spec, view))
  const subtitle = useLive(view => spec.subtitle(view))
  const sentence = useLive(view => spec.sentence(view))
  const summary = useLive(view => spec.summary(view), 'calm')
  const missing = useLive(view => spec.missing?.(view) ?? '')
  const hidden = useLive(view => spec.hidden?.(view) ?? false)
  return (
    <article
      hidden={hidden}
      className="panel"
      data-testid={`panel-${spec.name}`}
      data-panel={spec.name}
      data-maximised={maximised || undefined}
      data-wide={wide || undefined}
      data-tall={tall || undefined}
      aria-labelledby={`${id}-title`}
    >
      <header className="panel-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {choice}
        <span className="panel-value">
          <Rich text={subtitle} />
        </span>
        <span className="panel-tools">
          <span className="panel-buttons">
            {tools}
            <ExplainButton spec={spec} />
            <ExportMenu spec={spec} chart={chart} />
            <MaximiseButton title={spec.title} maximised={maximised} onChange={on => onMaximise(on ? spec.name : null)} />
          </span>
          <Badge sampled={spec.sampled} estimated={spec.estimated} trust={spec.trust} />
        </span>
      </header>
      {!missing && legend}
      <div className="panel-chart" ref={host} data-moves={spec.gestures ? '' : undefined}>
        <canvas
          ref={canvas}
          tabIndex={0}
          role="img"
          aria-label={`${spec.title} chart`}
          aria-describedby={`${id}-summary`}
          hidden={missing !== ''}
        />
        {!missing && overlay}
        {missing && <p className="panel-missing">{missing}</p>}
        <div className="panel-tip" ref={tip} hidden aria-hidden="true" />
      </div>
      <p className="panel-sentence">
        {!missing && (
          <>
            <Rich text={sentence} /> {note && <span className="panel-note">{note}</span>}
          </>
        )}
      </p>
      <p id={`${id}-summary`} className="visually-hidden">
        {summary} Left and right arrow keys read values{spec.gestures ? '; plus, minus and 0 zoom' : ''}.
      </p>
      <span ref={voice} className="visually-hidden" aria-live="polite" />
    </article>
  )
}
