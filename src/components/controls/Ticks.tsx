/** Marks on a slider’s track at the values where the run changes its nature. */
import type { SliderScale } from './sliderScale'
import { spreadLabels } from './spreadLabels'

export interface Threshold {
  readonly value: number
  readonly label: string
  /** What the threshold is, for the tooltip. */
  readonly title: string
}

interface Props {
  readonly ticks: readonly Threshold[]
  readonly scale: SliderScale
}

/** Thresholds on a slider's track, each with a mark and a label; labels that would touch make room for each other. */
export function Ticks({ ticks, scale }: Props) {
  const placed = ticks
    .map(tick => ({ ...tick, at: scale.fractionOf(tick.value) }))
    .filter(({ at }) => !Number.isNaN(at))
    .sort((a, b) => a.at - b.at)
  if (!placed.length) return null
  return (
    <span className="ticks">
      {spreadLabels(placed).map(({ label, title, at, centre }) => (
        <span key={title.slice(0, 5)}>
          <span className="tick" style={{ left: `${at * 100}%` }} />
          <span className="tick-label" title={title} style={{ left: `${centre * 100}%` }}>
            {label}
          </span>
        </span>
      ))}
    </span>
  )
}
