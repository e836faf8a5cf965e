import type { SliderScale } from './sliderScale'

export interface Tick {
  readonly value: number
  readonly label: string
  /** What the threshold is, for screen readers. */
  readonly title: string
}

interface Props {
  readonly ticks: readonly Tick[]
  readonly scale: SliderScale
}

/** Share of the track that a label of ordinary length takes. */
const ROOM = 0.3

/** Thresholds on a slider's track, each with a mark and a label; neighbours lean away from each other. */
export function Ticks({ ticks, scale }: Props) {
  const placed = ticks
    .map(tick => ({ ...tick, at: scale.fractionOf(tick.value) }))
    .filter(({ at }) => !Number.isNaN(at))
    .sort((a, b) => a.at - b.at)
  if (!placed.length) return null
  return (
    <span className="ticks">
      {placed.map(({ label, title, at }, i) => {
        const near = (other: { at: number } | undefined) => other !== undefined && Math.abs(other.at - at) < ROOM
        const lean = at > 0.86 || near(placed[i + 1]) ? 'left' : at < 0.14 || near(placed[i - 1]) ? 'right' : 'middle'
        return (
          <span key={label} className="tick" data-lean={lean} style={{ left: `${at * 100}%` }}>
            <span className="tick-label" title={title}>
              {label}
            </span>
          </span>
        )
      })}
    </span>
  )
}
