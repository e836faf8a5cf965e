import { extentOf, union } from '../../../charts'
import { curvatures } from '../reading/curvature'
import { nth } from '../reading/numbers'
import { stays } from '../reading/paths'
import { type ArmView, scalarOf, type View, vectorOf } from '../reading/view'

/** An arm above this many times its first loss gives way to those below. */
const GONE = 1e6

/** Dots further apart than this factor would be two specks in the corners of the picture. */
const TOO_WIDE = 1e8

export interface Pairs {
  /** 2L·v_kᵀGv_k by direction. */
  readonly x: Float64Array
  /** v_kᵀΣv_k by direction. */
  readonly y: Float64Array
  readonly length: number
}

export function noiseCurvaturePairs(view: View, arm: ArmView): Pairs {
  const twoL = 2 * scalarOf(view, arm, 'loss')
  const g = vectorOf(view, arm, 'g')
  const x = curvatures(view, arm).map(v => v * twoL)
  return { x, y: g.map((v, k) => v * nth(x, k)), length: Math.min(g.length, x.length) }
}

/**
 * The arms that the scatter is fitted to, and those that lie outside its axes: the selected arm first, then every other that
 * leaves the picture readable. Arms that run away come last; when all do, the selected one is shown as last measured.
 */
export function scatterArms(view: View): { fitted: ArmView[]; outside: ArmView[] } {
  const seen = new Map(view.arms.map(arm => [arm, pairsRange(noiseCurvaturePairs(view, arm))] as const))
  const measured = view.arms.filter(arm => seen.get(arm))
  const calm = measured.filter(arm => stays(view, arm, GONE))
  const from = calm.length > 0 ? calm : measured
  const first = from.find(arm => arm === view.selected) ?? from[0]
  if (!first) return { fitted: [], outside: [] }
  let held = seen.get(first)
  const fitted = measured.filter(arm => {
    if (arm === first) return true
    const both = union(held, seen.get(arm))
    if (!from.includes(arm) || !both || both[1] / both[0] > TOO_WIDE) return false
    held = both
    return true
  })
  return { fitted, outside: measured.filter(arm => !fitted.includes(arm)) }
}

function pairsRange({ x, y, length }: Pairs) {
  return union(extentOf(x, length, true), extentOf(y, length, true))
}
