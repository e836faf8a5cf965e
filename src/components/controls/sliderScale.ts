import type { NumberField } from '../../scenario'

/** How a slider's whole positions 0 … `count` stand for a field's values. */
export interface SliderScale {
  readonly count: number
  /** Positions of a large step: Page Up, Page Down. */
  readonly large: number
  valueAt(position: number): number
  positionOf(value: number): number
  /** Where a value stands on the track, 0 … 1; NaN where it is beyond the ends. */
  fractionOf(value: number): number
}

const LOG_POSITIONS = 400

/** The scale of a number field between its slider's ends (or others, where the scenario narrows them). */
export function sliderScale(field: NumberField, ends: readonly [number, number] = sliderEnds(field)): SliderScale {
  const [lo, hi] = ends
  const log = field.scale === 'log' && lo > 0
  const whole = field.kind === 'integer'
  const span = log ? Math.log(hi / lo) : hi - lo
  const grain = whole ? Math.max(1, niceBelow(span / 400)) : niceBelow(span / 200)
  const count = log ? LOG_POSITIONS : Math.max(1, Math.ceil(span / grain - 1e-9))
  const round = (v: number) => (whole ? Math.round(v) : Number(v.toPrecision(log ? 3 : 12)))
  const fraction = (v: number) => (log ? Math.log(v / lo) / span : (v - lo) / span)
  return {
    count,
    large: Math.max(1, Math.round(count / 10)),
    valueAt(position) {
      if (position <= 0) return lo
      if (position >= count) return hi
      return round(log ? lo * Math.exp((position / count) * span) : lo + position * grain)
    },
    positionOf(value) {
      const at = log ? fraction(value) * count : (value - lo) / grain
      return Math.max(0, Math.min(count, Math.round(at) || 0))
    },
    fractionOf(value) {
      const at = fraction(value)
      return at >= -1e-9 && at <= 1 + 1e-9 ? Math.max(0, Math.min(1, at)) : Number.NaN
    },
  }
}

export const sliderEnds = (field: NumberField): readonly [number, number] => field.slider ?? [field.min, field.max]

/** The value one key press away: where positions are finer than values, the next value. */
export function stepped(scale: SliderScale, from: number, position: number, whole: boolean): number {
  const value = scale.valueAt(position)
  const direction = Math.sign(position - scale.positionOf(from))
  if (direction === 0 || (value - from) * direction > 0) return value
  const next = whole ? from + direction : Number((from * (1 + 0.005 * direction)).toPrecision(3))
  return Math.max(scale.valueAt(0), Math.min(scale.valueAt(scale.count), next))
}

/** The largest of 1, 2, 5 times a power of ten that is at most `size`. */
function niceBelow(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size) + 1e-9)
  const lead = size / power
  return Number((power * (lead >= 4.999 ? 5 : lead >= 1.999 ? 2 : 1)).toPrecision(3))
}
