import type { ChartLayout } from '../../../../charts'
import type { Scheduled } from '../../../../scenario'

/** A drawn curve under the hand: how the course would be from a step on. */
export interface Draft {
  readonly arms: readonly string[]
  readonly of: Scheduled
  readonly from: number
  readonly curve: readonly number[]
}

/** Where the strip was drawn, in pixels of a chart of this size. */
export interface StripPlace extends Pick<ChartLayout, 'plot' | 'x' | 'y'> {
  readonly width: number
  readonly height: number
}
