import type { SliderScale } from './sliderScale'
import { spreadLabels } from './spreadLabels'

export interface Tick {
  readonly value: number
  readonly label: string
  /** What the threshold is, for the tooltip. */
  readonly title: string
}

interface Props {
  readonly ticks: readonly Tick[]
  readonly scale: SliderScale
}

/** Thresholds on a slider's track, each with a mark and a label; labels that would touch make room for each other. */
export function Ticks({ ticks, scale }: Props) {
  const placed = ticks
    .map(tick => ({ ...tick, at: scale.fractionOf(tick.value) }))
    .filter(({ at }) => !Number.isNaN(at))
    .sort((a, b) => a.at - b.at)
  if (!placed.length) return null
  const centres = spreadLabels(placed)
  return (
    <span className="ticks">
      {placed.map(({ label, title, at }, i) => (
        <span key={title.slice(0, 5)}>
          <span className="tick" style={{ left: `${at * 100}%` }} />
          <span className="tick-label" title={title} style={{ left: `${centres[i]! * 100}%` }}>
            {label}
          </span>
        </span>
      ))}
    </span>
  )
}
