import type { ViewSettings } from './types'

/** Whether the plane of the landscape moves on with the arms. */
export const followsArms = ({ plane, laid }: Pick<ViewSettings, 'plane' | 'laid'>): boolean =>
  plane !== 'steps' && (laid === 'now' || (laid === 'usual' && (plane === 'arms' || plane === 'path')))

/** The steps that the plane of the landscape is laid at or through. */
export const stepsOfPlane = ({
  plane,
  laid,
  laidat,
  through,
}: Pick<ViewSettings, 'plane' | 'laid' | 'laidat' | 'through'>): readonly number[] => [
  ...(laid === 'step' ? [laidat] : []),
  ...(plane === 'steps' ? through : []),
]
