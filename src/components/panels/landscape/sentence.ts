import type { Cov2 } from '../../../charts'
import { usesBatches } from '../../../scenario'
import { noNoise, rawGradients } from '../reading/noise'
import { list, number, percent } from '../reading/numbers'
import { direction } from '../reading/series'
import { hasDiverged, ROUNDING, trend } from '../reading/trend'
import { type ArmView, entryOf, scalarOf, type View } from '../reading/view'
import { ellipsesHere } from './ellipses'
import { planeOf } from './planeWords'

/** Along which directions the arms' losses lie; where that is not known, how large the noise ellipses are. */
export function landscapeSentence(view: View): string {
  // The shares are by direction of G, which no other plane shows.
  const byDirection = planeOf(view).kind === 'eigen'
  const words = [...(byDirection ? view.arms : [])]
    .sort((a, b) => Number(usesBatches(a)) - Number(usesBatches(b)))
    .flatMap(arm => whereabouts(view, arm))
  return words.length > 0 ? words.slice(0, 2).join(' ') : (ellipseSentence(view) ?? noEllipse(view))
}

/** Why there is no ellipse. */
const noEllipse = (view: View): string =>
  view.arms.some(arm => usesBatches(arm) || arm.row < 0) || view.arms.length === 0
    ? noNoise(view)
    : 'No arm draws minibatches: there is no noise, and no ellipse.'

/** Where an arm's loss lies: shares by direction follow from D_k, the energy beyond k over that up to k. */
function whereabouts(view: View, arm: ArmView): string[] {
  if (hasDiverged(view, arm)) return [`${trend(view, arm)}.`]
  let [best, at, before] = [0, 0, 0]
  for (let k = 1; k <= (view.columns?.k ?? 0); k++) {
    const D = entryOf(view, arm, 'D', k)
    if (Number.isNaN(D)) break
    const upTo = 1 / (1 + D)
    if (upTo - before > best) [best, at] = [upTo - before, k]
    before = upTo
  }
  if (at === 0 || !(scalarOf(view, arm, 'loss') > ROUNDING)) return []
  const loss = view.scenario.data.labelNoise > 0 ? 'excess loss' : 'loss'
  if (1 - before > best) return [`${arm.label} has ${percent(1 - before)} of its ${loss} beyond the directions shown.`]
  if (best < 0.5)
    return [`${arm.label}’s ${loss} is spread over directions; the largest part, ${percent(best)}, lies along ${direction(at)}.`]
  if (usesBatches(arm)) return [`${arm.label} has ${percent(best)} of its ${loss} along ${direction(at)}.`]
  const turn = scalarOf(view, arm, 'lr') * entryOf(view, arm, 'lambda', at)
  const verb = arm.settings.momentum > 0 ? 'moves' : turn > 1.001 ? 'swings' : 'slides'
  return [`${arm.label} ${verb} along ${direction(at)}: ${percent(best)} of its ${loss} lies there.`]
}

/** Area of the ellipse of a covariance, up to π; 0 where it is a line up to rounding. */
function area([xx, xy, yy]: Cov2): number {
  const squared = xx * yy - xy * xy
  return squared > FLAT * xx * yy ? Math.sqrt(squared) : 0
}

/** Share of a product that rounding may leave of a difference of two. */
const FLAT = 1e-12

function ellipseSentence(view: View): string | undefined {
  const sizes = view.arms.flatMap(arm => {
    const pair = ellipsesHere(view, arm)
    if (!pair) return []
    const ratio = area(pair.noise) / area(pair.curvature)
    return Number.isFinite(ratio) ? [`${arm.label}’s noise ellipse has ${number(ratio, 2)} times the area of 2L·G’s`] : []
  })
  return sizes.length > 0 ? `${list(sizes.slice(0, 2))}.${rawGradients(view)}` : undefined
}
