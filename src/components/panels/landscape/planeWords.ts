import { armName } from '../../../scenario'
import { percent } from '../reading/numbers'
import type { View } from '../reading/view'

type PlaneInfo = NonNullable<View['traces']['plane']>
type Axis = PlaneInfo['axes'][0]

/** The plane on screen; before the first answer the one of two directions that was asked for. */
export function planeOf({
  traces,
  scenario: { view },
}: View): Pick<PlaneInfo, 'kind' | 'axes' | 'anchor' | 'step' | 'shares' | 'compared'> {
  const of = view.plane === 'parameters' ? 'parameter' : 'eigenvector'
  const axis = (index: number): Axis => ({ of, index })
  return traces.plane ?? { kind: view.plane, axes: [axis(view.i), axis(view.j)], anchor: 'minimum', step: 0 }
}

/** The title of an axis, with the charts' sub- and superscripts. */
export function axisTitle(view: View, which: 0 | 1): string {
  const { axes, anchor, step, shares } = planeOf(view)
  const { of, index } = axes[which]
  const across = which === 1 ? 'across, ' : ''
  switch (of) {
    case 'eigenvector':
      return `⟨θ−${anchor === 'minimum' ? 'θ*' : anchor === 'arm' ? `θ_{${step}}` : 'θ_0'}, v_{${index}}⟩`
    case 'parameter':
      if (anchor === 'origin') return `θ_{${index}}`
      return `θ_{${index}}−θ_{${index}}^${anchor === 'minimum' ? '*' : anchor === 'arm' ? `{${step}}` : '0'}`
    case 'arm':
      return `${across}towards ${armName(view.scenario.arms[index]?.id ?? '')}`
    case 'step':
      return `${across}towards step ${index}`
    case 'component':
      return `component ${index}${shares ? `, ${percent(shares[which])} of variance` : ''}`
    case 'random':
      return `random direction ${index}`
    case 'gradient':
      return index === 1 ? `${across}along −∇L` : `${across}along G∇L`
    default:
      return of
  }
}
