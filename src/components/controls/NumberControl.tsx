/** The control of a number: typed exactly, or moved on a slider that shows the thresholds it crosses. It needs the field’s path. */
import { useId, useMemo, useRef, useState } from 'react'
import type { NumberField, NumberPath } from '../../scenario'
import { KEY_PAUSE } from '../ui/keyPause'
import { LazySlider } from '../ui/LazySlider'
import { FieldHead } from './FieldHead'
import { FieldProblem } from './FieldProblem'
import { sliderEnds, sliderScale, stepped } from './sliderScale'
import { type Threshold, Ticks } from './Ticks'
import { useField } from './useField'
import { useLinked } from './useLinked'
import { ValueInput } from './ValueInput'

interface Props {
  readonly path: NumberPath
  readonly arm?: string
  /** The largest value that this scenario allows. */
  readonly max?: number
  /** The slider's upper end where it is not the field's. */
  readonly sliderMax?: number
  readonly ticks?: readonly Threshold[]
  /** What the number means here, where the field's own words are too general. */
  readonly words?: { readonly label: string; readonly help: string } | undefined
}

/** A number: its label, its exact value, and a slider with the thresholds that it crosses. */
export function NumberControl({ path, arm = '', max, sliderMax = max, ticks = [], words }: Props) {
  const handle = useField(path, arm)
  const { value } = handle
  const field: NumberField = handle.field
  const named = words ? { ...field, label: words.label } : field
  const id = useId()
  const [problem, setProblem] = useState<string | null>(null)
  const [lo, hi] = sliderEnds(field)
  const top = sliderMax === undefined ? hi : Math.min(field.max, Math.max(lo, sliderMax))
  const scale = useMemo(() => sliderScale(field, [lo, Math.max(top, lo)]), [field, lo, top])
  const last = useRef(value)
  const timer = useRef(0)
  const { lit, linked, links } = useLinked(path)
  const text = handle.mixed ? `the arms differ; the first has ${value}` : `${value}${field.unit ? ` ${field.unit}` : ''}`
  const finish = () => {
    clearTimeout(timer.current)
    handle.set(last.current, true)
  }
  return (
    <div className="field" {...links}>
      <FieldHead field={named} help={words?.help} id={id} max={max} linked={linked} lit={lit}>
        {field.unit ? <span className="unit">{field.unit}</span> : null}
        <ValueInput id={id} handle={handle} problem={problem} problemId={`${id}-problem`} onProblem={setProblem} max={max} />
      </FieldHead>
      {top > lo ? (
        <LazySlider
          max={scale.count}
          largeStep={scale.large}
          value={scale.positionOf(value)}
          label={field.symbol ? `${named.label} ${field.symbol}` : named.label}
          text={text}
          onChange={(position, byKeyboard) => {
            setProblem(null)
            last.current = byKeyboard ? stepped(scale, value, position, field.kind === 'integer') : scale.valueAt(position)
            handle.set(last.current, false)
          }}
          onCommit={byKeyboard => {
            clearTimeout(timer.current)
            if (byKeyboard) timer.current = window.setTimeout(finish, KEY_PAUSE)
            else finish()
          }}
        >
          <Ticks ticks={ticks} scale={scale} />
        </LazySlider>
      ) : null}
      <FieldProblem id={`${id}-problem`} text={problem} />
    </div>
  )
}
