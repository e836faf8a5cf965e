import './panel.css'
import './popups.css'
import { type ReactNode, useId, useRef } from 'react'
import { Badge } from './Badge'
import { ExplainButton } from './ExplainButton'
import { ExportMenu } from './ExportMenu'
import { MaximiseButton } from './MaximiseButton'
import type { PanelPlace } from './place'
import { Rich } from './Rich'
import { type AnyPanel, headingOf } from './spec'
import { useLive } from './stage'
import { useChart } from './useChart'

interface Props extends PanelPlace {
  readonly spec: AnyPanel
  /** What is shown, chosen beside the title. */
  readonly choice?: ReactNode
  /** Controls of this panel's own, before the common buttons. */
  readonly tools?: ReactNode
  /** A line between header and chart. */
  readonly legend?: ReactNode
  /** Lies over the chart. */
  readonly overlay?: ReactNode
  /** What is always true of the picture, after the sentence of the moment. */
  readonly note?: string
}

/** The attributes by which the grid and the tests know a panel. */
const attributesOf = ({ name, size, maximised }: PanelPlace) => ({
  className: 'panel',
  'data-testid': `panel-${name}`,
  'data-panel': name,
  'data-size': size,
  'data-maximised': maximised || undefined,
})

/** A panel's title in its place, until its code is there. */
export function PanelFace(place: PanelPlace) {
  return (
    <article {...attributesOf(place)}>
      <header className="panel-head">
        <h2>{place.title}</h2>
      </header>
    </article>
  )
}

/** One panel: header, chart, and the sentence of what it shows. */
export function Panel({ spec, choice, tools, legend, overlay, note, ...place }: Props) {
  const { name, title, maximised, onMaximise } = place
  const id = useId()
  const host = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const tip = useRef<HTMLDivElement>(null)
  const voice = useRef<HTMLSpanElement>(null)
  const chart = useChart(spec, { host, canvas, tip, voice })
  const heading = useLive(view => headingOf(title, spec, view))
  const subtitle = useLive(view => spec.subtitle(view))
  const sentence = useLive(view => spec.sentence(view))
  const summary = useLive(view => spec.summary(view), 'calm')
  const missing = useLive(view => spec.missing?.(view) ?? '')
  return (
    <article {...attributesOf(place)} aria-labelledby={`${id}-title`}>
      <header className="panel-head">
        <h2 id={`${id}-title`}>{heading}</h2>
        {choice}
        <span className="panel-value">
          <Rich text={subtitle} />
        </span>
        <span className="panel-tools">
          <span className="panel-buttons">
            {tools}
            <ExplainButton title={title} spec={spec} />
            <ExportMenu name={name} title={title} spec={spec} chart={chart} />
            <MaximiseButton title={title} maximised={maximised} onChange={on => onMaximise(on ? name : null)} />
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
          aria-label={`${title} chart`}
          aria-describedby={`${id}-summary`}
          hidden={missing !== ''}
        />
        {!missing && overlay}
        {missing && <p className="panel-missing">{missing}</p>}
        <div className="panel-tip" ref={tip} hidden aria-hidden="true" />
      </div>
      <p className="panel-sentence" data-hint-cut>
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
