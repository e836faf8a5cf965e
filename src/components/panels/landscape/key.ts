import type { KeyItem } from '../frame/spec'
import type { View } from '../reading/view'
import { ellipseLabel } from './ellipses'
import { plantedShown, trainedLabel, trainedOf } from './minima'

/** What the marks of a landscape are, for pictures in files; `ellipses` says whether there are any. */
export function landscapeKey(view: View, ellipses: boolean): KeyItem[] {
  const trained = trainedOf(view)
  const noise = ellipses ? ellipseLabel(view) : ''
  return [
    ...(noise
      ? ([
          { sample: 'ellipse', label: noise },
          { sample: 'dashed-ellipse', label: 'the same with 2L·G' },
        ] as const)
      : []),
    ...(isBanded(view) ? ([{ sample: 'band', label: 'band: distance from the plane' }] as const) : []),
    ...(plantedShown(view) ? [{ label: '+ planted minimum' }] : []),
    ...(trained.length > 0 ? [{ label: `◇ ${trainedLabel(trained)}` }] : []),
  ]
}

/** Whether the newest point of a path is seen to lie off the plane. */
export const isBanded = (view: View): boolean =>
  view.arms.some(({ trace: { path } }) => {
    const last = path.length - 1
    return path.value(last, 3) > 0.01 * Math.hypot(path.value(last, 1), path.value(last, 2))
  })
