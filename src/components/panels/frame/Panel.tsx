import './panel.css'
import './popups.css'
import { type ReactNode, useCallback, useId, useRef } from 'react'
import { formatValue } from '../../../charts'
import { deferred } from '../../ui/deferred'
import type { View } from '../reading/view'
import { Badge } from './Badge'
import type { PanelPlace } from './place'
import { ReadAt } from './ReadAt'
import { Symbols } from './Symbols'
import type { AnyPanel } from './spec'
import { useReading } from './stage'
import { inSymbols } from './symbolText'
import { useChart } from './useChart'
import { useKept } from './useKept'
import { wordsOf } from './words'

const PanelButtons = deferred(() => import('./PanelButtons'))

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
const attributesOf = ({ name, maximised, behind }: PanelPlace) => ({
  className: 'panel',
  'data-testid': `panel-${name}`,
  'data-panel': name,
  'data-maximised': maximised || undefined,
  'data-behind': behind || undefined,
})

/** Puts another panel in front, and the focus on its button: this one is hidden. */
function flipTo(name: string, onFront: PanelPlace['onFront']): void {
  onFront(name)
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-panel=${name}] [data-flip]`)?.focus())
}

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

const NO_SYMBOLS: readonly string[] = []

/** One panel: header, chart, and the sentence of what it shows. */
export function Panel({ spec: given, choice, tools, legend, overlay, note, ...place }: Props) {
  const { title, other, onFront } = place
  const { spec, choice: keptChoice } = useKept(given, place)
  const id = useId()
  const host = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const tip = useRef<HTMLDivElement>(null)
  const voice = useRef<HTMLSpanElement>(null)
  const chart = useChart(spec, { host, canvas, tip, voice }, place.behind)
  const read = useCallback((view: View) => wordsOf(spec, title, view), [spec, title])
  const { heading, subtitle, sentence, summary, missing, evidence, step } = useReading(read)
  const { symbols = NO_SYMBOLS } = spec
  return (
    <article {...attributesOf(place)} aria-labelledby={`${id}-title`}>
      <header className="panel-head">
        <h2 id={`${id}-title`}>{heading}</h2>
        {other && (
          <button
            type="button"
            className="panel-button"
            aria-label={`Show ${other.title} here`}
            data-flip
            data-hint={`Show ${other.title} here (V)`}
            onClick={() => flipTo(other.name, onFront)}
          >
            ⇄
          </button>
        )}
        {choice}
        {keptChoice}
        <span className="panel-value" data-hint-cut>
          <Symbols text={subtitle} symbols={symbols} first />
        </span>
        <span className="panel-tools">
          <span className="panel-buttons">
            {tools}
            <PanelButtons {...place} {...{ spec, chart }} before={undefined} />
          </span>
          <Badge spec={spec} evidence={evidence} />
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
            {step !== undefined && <ReadAt step={step} />}
            <Symbols text={sentence} symbols={symbols} first={inSymbols(subtitle, symbols).length === 1} />{' '}
            {note && <span className="panel-note">{note}</span>}
          </>
        )}
      </p>
      <p id={`${id}-summary`} className="visually-hidden">
        {step !== undefined && `At step ${formatValue(step)}: `}
        {summary} {spec.keys ?? `Left and right arrow keys read values${spec.gestures ? '; plus, minus and 0 zoom' : ''}.`}
      </p>
      <span ref={voice} className="visually-hidden" aria-live="polite" />
    </article>
  )
}
