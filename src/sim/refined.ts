/** What a measurement near interpolation does beside the others, fetched when one first is there: `refinedAt`. */

import type { Columns } from '../scenario'
import type { ModelSpec, Precision } from './backends/types'
import type { DataSet } from './data'
import type { Disturbed } from './metrics/rounding'
import { reachOf, residualsAt } from './residuals'
import { readRounding, relativeRounding } from './rounding'
import type { Measured } from './row'

interface Setting {
  readonly p: number
  readonly centred: boolean
  readonly precision: Precision
}

/** Residuals with their digits, and what fills a row's columns of rounding; M is in the units of the row. */
export function refinedAt(model: ModelSpec, theta: Float64Array, data: DataSet, planted: boolean) {
  const { r, error } = residualsAt(model, theta, data, planted)
  return {
    r,
    fill(row: Float64Array, columns: Columns, measured: Measured, M: Float64Array | null, { p, centred, precision }: Setting): Disturbed {
      const { n, d } = data
      const unit = measured.units?.r ?? 1
      const relative = relativeRounding(Math.max(n, d) + (model.kind === 'olm-two-layer' ? model.m : 0), precision)
      const { lambda } = measured
      const whole = lambda.length < columns.k || lambda.length === Math.min(n, d)
      const own = error.map(e => e / unit)
      const disturbed = { r: measured.r, error: own, reach: reachOf(model, data, M), relative, outputs: 1 }
      readRounding(row, columns, measured, { p, centred, whole }, disturbed)
      return disturbed
    },
  }
}
