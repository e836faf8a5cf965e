import { noNoise } from '../reading/noise'
import { number, percent } from '../reading/numbers'
import { scalarOf, type View } from '../reading/view'
import { sharpnessEdges } from './edges'

/** Within this share of an edge, and twice the standard error, an arm is at it. */
const NEAR = 0.05

/** Where the arms stand to their edges, the first two that have one. */
export function sharpnessSentence(view: View): string {
  const said = view.arms.flatMap(arm => {
    const value = scalarOf(view, arm, 'batch_sharpness')
    const [edge] = sharpnessEdges(view, arm)
    if (!edge || !Number.isFinite(value)) return []
    const { limit, formula } = edge
    const margin = NEAR * limit + 2 * scalarOf(view, arm, 'batch_sharpness_se')
    if (Math.abs(value - limit) <= margin) return [`${arm.label} is at its edge ${formula} = ${number(limit)}`]
    if (value > limit) return [`${arm.label} is ${number(value / limit, 2)} times beyond ${formula} = ${number(limit)}`]
    return [`${arm.label} is at ${percent(value / limit)} of ${formula} = ${number(limit)}`]
  })
  return said.length > 0 ? `${said.slice(0, 2).join('; ')}.` : noNoise(view)
}
