import { isSgd, mapSizes } from '../../../scenario'
import { entryOf, type View } from '../reading/view'

/** What a sweep asks for, as the fields of a link. */
export interface GridTexts {
  readonly grid: string
  readonly seeds: number
  readonly shows: string
}

const short = (value: number) => String(Number(value.toPrecision(2)))

/** Learning rates about the threshold 2/λ₁ of the run's start, from a hundredth of it to twice it; about η where it is not known. */
function rates(view: View): readonly [number, number] {
  const arm = view.selected
  const lambda = arm ? entryOf(view, arm, 'lambda', 1, 0) : Number.NaN
  const eta = view.scenario.arms[0]?.eta ?? 0.1
  const top = lambda > 0 && Number.isFinite(lambda) ? 4 / lambda : 10 * eta
  return [Math.max(1e-6, top / 200), Math.min(1000, top)]
}

/** How far learning rates can be raised: the loss at the end over η, from far below the threshold to beyond it. */
export function rangeTest(view: View): GridTexts {
  const [lo, hi] = rates(view)
  return { grid: `eta=${short(lo)}:${short(hi)}:log:24`, seeds: 3, shows: 'loss@end' }
}

/** The loss at the end over learning rate and batch size; null without an arm that draws minibatches. */
export function etaTimesB(view: View): GridTexts | null {
  const { scenario } = view
  if (!scenario.arms.some(isSgd)) return null
  const [lo, hi] = rates(view)
  const sizes = mapSizes(Math.min(scenario.data.n, 1024))
  return { grid: `eta=${short(lo)}:${short(hi)}:log:12;B=${sizes.join(',')}`, seeds: 1, shows: 'loss@end' }
}
