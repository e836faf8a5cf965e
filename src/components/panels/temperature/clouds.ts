import type { Cloud, Series } from '../../../charts'
import { nth } from '../reading/numbers'
import { direction } from '../reading/series'
import type { MeasuredArm } from './measured'

/** A measured arm as dots and lines: its temperatures by direction, or fluctuations against responses. */

interface Temperatures {
  readonly cloud: Cloud
  readonly curves: readonly Series[]
}

const drawn = new WeakMap<MeasuredArm['part'], Temperatures>()

/** T_k over λ_k: measured with errors, exactly, and under Σ = 2L·G. */
export function temperatures(arm: MeasuredArm): Temperatures {
  const known = drawn.get(arm.part)
  if (known) return known
  const made = draw(arm)
  drawn.set(arm.part, made)
  return made
}

function draw({ label, color, part }: MeasuredArm): Temperatures {
  const { lambda, directions, measured, exact, aligned } = part
  const rising = { x: lambda.slice().reverse(), length: lambda.length, color }
  return {
    cloud: {
      ...{ label, color, x: Float64Array.from(directions, k => nth(lambda, k)), y: measured.T.mean, errors: measured.T.error },
      ...{ length: directions.length, fit: null },
    },
    curves: [
      { ...rising, y: exact.slice().reverse(), label: 'exact', dash: [], width: 1.2 },
      { ...rising, y: aligned.slice().reverse(), label: 'Σ = 2L·G', dash: [5, 3], width: 1.2 },
    ],
  }
}

/** Places among the directions read of the sharpest, the flattest and two between. */
export const spreadPlaces = (count: number) => [...new Set([0, 1, 2, 3].map(i => Math.round((i * (count - 1)) / 3)))]

/** Response and fluctuation at every lag, summed over the directions that were measured. */
export function allDirections({ part: { directions, lags, measured } }: Pick<MeasuredArm, 'part'>) {
  const L = lags.length
  const sum = (values: Float64Array) =>
    Float64Array.from({ length: L }, (_, l) => directions.reduce((t, _, q) => t + nth(values, q * L + l), 0))
  return { chi: sum(measured.chi.mean), drop: sum(measured.drop.mean) }
}

/** Fluctuation over response, one cloud per chosen direction with the line of its temperature, and all directions together. */
export function relations({ part }: MeasuredArm): Cloud[] {
  const { directions, lags, measured } = part
  const L = lags.length
  const row = (values: Float64Array, q: number) => values.subarray(q * L, (q + 1) * L)
  const single = spreadPlaces(directions.length).map(
    (q, color): Cloud => ({
      ...{ label: direction(nth(directions, q) + 1), color, length: L, x: row(measured.chi.mean, q), y: row(measured.drop.mean, q) },
      ...{ errors: row(measured.drop.error, q), fit: { slope: 1, intercept: Math.log(nth(measured.T.mean, q)) } },
    }),
  )
  const { chi, drop } = allDirections({ part })
  const all: Cloud = { label: 'all', color: '#888', length: L, x: chi, y: drop, fit: null }
  return directions.length > 1 ? [...single, all] : single
}
