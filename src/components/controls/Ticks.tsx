/** Marks on a slider’s track at the values where the run changes its nature. */
import { useContext, useSyncExternalStore } from 'react'
import { related } from '../../charts'
import { StageContext } from '../panels/frame/stage'
import type { SliderScale } from './sliderScale'
import { spreadLabels } from './spreadLabels'

export interface Threshold {
  readonly value: number
  readonly label: string
  /** What the threshold is, for the tooltip. */
  readonly title: string
  /** The mark on charts that it is about. */
  readonly symbol?: string
}

interface Props {
  readonly ticks: readonly Threshold[]
  readonly scale: SliderScale
}

const never = () => () => {}

/** Thresholds on a slider's track, each with a mark and a label; labels that would touch make room for each other. */
export function Ticks({ ticks, scale }: Props) {
  const stage = useContext(StageContext)
  const pointed = useSyncExternalStore(stage?.watch ?? never, () => stage?.lit ?? '')
  const placed = ticks
    .map(tick => ({ ...tick, at: scale.fractionOf(tick.value) }))
    .filter(({ at }) => !Number.isNaN(at))
    .sort((a, b) => a.at - b.at)
  if (!placed.length) return null
  return (
    <span className="ticks">
      {spreadLabels(placed).map(({ label, title, symbol, at, centre }) => (
        <span key={title.slice(0, 5)} data-symbol={symbol}>
          <span className="tick" style={{ left: `${at * 100}%` }} />
          <span
            className="tick-label"
            data-lit={related(symbol ?? '', pointed) || undefined}
            title={title}
            style={{ left: `${centre * 100}%` }}
          >
            {label}
          </span>
        </span>
      ))}
    </span>
  )
}
