import { nth } from '../reading/numbers'
import type { NumberTable } from '../reading/readout'
import type { View } from '../reading/view'
import { allDirections } from './clouds'
import { type MeasuredArm, measuredOf } from './measured'

const OF_DIRECTION = ['arm', 'k', 'lambda', 'T', 'T_se', 'T_exact', 'T_2LG'] as const
const OF_LAG = ['t', 'chi', 'chi_se', 'chi_exact', 'drop', 'drop_se', 'drop_exact'] as const

/** A row per direction that was measured and lag, then one per direction that was not, then one per lag for all that were, as `all`. */
export function temperatureTable(view: View): NumberTable {
  const rows = measuredOf(view).flatMap(arm => [...measuredRows(arm), ...otherRows(arm), ...allRows(arm)])
  return { header: [...OF_DIRECTION, ...OF_LAG], rows }
}

function measuredRows({ id, part }: MeasuredArm): (string | number)[][] {
  const { lambda, exact, aligned, measured, directions, lags } = part
  return Array.from(directions).flatMap((k, q) => {
    const own = [id, k + 1, nth(lambda, k), nth(measured.T.mean, q), nth(measured.T.error, q), nth(exact, k), nth(aligned, k)]
    return Array.from(lags, (t, l) => {
      const at = q * lags.length + l
      const { chi, drop } = measured
      const right = [chi.mean, chi.error, part.response, drop.mean, drop.error].map(values => nth(values, at))
      return [...own, t, ...right, nth(exact, k) * nth(part.response, at)]
    })
  })
}

function otherRows({ id, part: { lambda, exact, aligned, directions } }: MeasuredArm): (string | number)[][] {
  const others = Array.from(lambda.keys()).filter(k => !directions.includes(k))
  const none = [Number.NaN, Number.NaN]
  return others.map(k => [id, k + 1, nth(lambda, k), ...none, nth(exact, k), nth(aligned, k), ...OF_LAG.map(() => Number.NaN)])
}

function allRows(arm: MeasuredArm): (string | number)[][] {
  const { chi, drop } = allDirections(arm)
  const [none, gap] = [OF_DIRECTION.slice(2).map(() => Number.NaN), [Number.NaN, Number.NaN]]
  return Array.from(arm.part.lags, (t, l) => [arm.id, 'all', ...none, t, nth(chi, l), ...gap, nth(drop, l), ...gap])
}
