import { noNoise } from '../reading/noise'
import { number, percent } from '../reading/numbers'
import { scalarOf, type View } from '../reading/view'
import { sharpnessEdges, sharpnessOf, thresholdsAt } from './edges'

/** Within this share of an edge, and twice the standard error, an arm is at it. */
const NEAR = 0.05

/** Where the arms stand to their edges, the first two that have one. */
export function sharpnessSentence(view: View): string {
  const name = sharpnessOf(view)
  const said = view.arms.flatMap(arm => {
    const value = scalarOf(view, arm, name)
    const [edge] = sharpnessEdges(view, arm)
    if (!edge || !Number.isFinite(value)) return []
    const { limit, formula } = edge
    const margin = NEAR * limit + 2 * scalarOf(view, arm, `${name}_se`)
    if (Math.abs(value - limit) <= margin) return [`${arm.label} is at its edge ${formula} = ${number(limit)}`]
    if (value > limit) return [`${arm.label} is ${number(value / limit, 2)} times beyond ${formula} = ${number(limit)}`]
    return [`${arm.label} is at ${percent(value / limit)} of ${formula} = ${number(limit)}`]
  })
  const all = [...said.slice(0, 2), ...thresholdSaid(view)]
  return all.length > 0 ? `${all.join('; ')}.` : noNoise(view)
}

/** Where η of the selected arm stands to its η*, if it has one. */
function thresholdSaid(view: View): string[] {
  const arm = view.selected
  if (!arm) return []
  const { eta } = thresholdsAt(view, arm)
  const share = scalarOf(view, arm, 'lr') / eta
  if (!Number.isFinite(share)) return []
  const place = share > 1 ? `${number(share, 2)} times beyond` : `at ${percent(share)} of`
  return [`η of ${arm.label} is ${place} the mean-square threshold η* = ${number(eta)}`]
}
