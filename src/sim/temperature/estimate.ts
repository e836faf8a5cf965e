/** Temperatures of directions from many replicas, with standard errors. */

import type { ReplicaReading } from './replicas'

/** A mean over replicas with its standard error, entry by entry. */
export interface MeanWithError {
  readonly mean: Float64Array
  readonly error: Float64Array
}

/** Fluctuation against response over replicas. Directions × lags, row by row. */
export interface Fluctuation {
  readonly replicas: number
  /** C_k(0) − C_k(t). */
  readonly drop: MeanWithError
  /** χ_k(t). */
  readonly chi: MeanWithError
  /** T_k: slope of C_k(0) − C_k(t) against χ_k(t) through the origin, by least squares over the lags; one per direction. */
  readonly T: MeanWithError
  /** T_1 of the first direction over that of the last, with its standard error. */
  readonly ratio: { readonly value: number; readonly error: number }
}

/** Means, slopes and standard errors from at least two replicas; those of slopes by the delta method over replicas. */
export function fluctuation(readings: readonly ReplicaReading[], directions: number, lags: number): Fluctuation {
  const R = readings.length
  const drop = meanWithError(readings.map(r => r.drop))
  const chi = meanWithError(readings.map(r => r.chi))
  const T = new Float64Array(directions)
  const influence = readings.map(() => new Float64Array(directions))
  for (let k = 0; k < directions; k++) {
    const row = Array.from({ length: lags }, (_, l) => k * lags + l)
    const scale = row.reduce((t, at) => t + chi.mean[at] * chi.mean[at], 0)
    T[k] = row.reduce((t, at) => t + chi.mean[at] * drop.mean[at], 0) / scale
    for (const [r, reading] of readings.entries()) {
      let sum = 0
      for (const at of row) {
        const [c, f] = [reading.chi[at] - chi.mean[at], reading.drop[at] - drop.mean[at]]
        sum += chi.mean[at] * f + (drop.mean[at] - 2 * T[k] * chi.mean[at]) * c
      }
      influence[r][k] = sum / scale
    }
  }
  const value = T[0] / T[directions - 1]
  const relative = influence.map(i => i[0] / T[0] - i[directions - 1] / T[directions - 1])
  return {
    replicas: R,
    drop,
    chi,
    T: { mean: T, error: standardErrors(influence) },
    ratio: { value, error: Math.abs(value) * standardErrors(relative.map(v => Float64Array.of(v)))[0] },
  }
}

function meanWithError(rows: readonly Float64Array[]): MeanWithError {
  const mean = new Float64Array(rows[0].length)
  for (const row of rows) for (let at = 0; at < mean.length; at++) mean[at] += row[at] / rows.length
  return { mean, error: standardErrors(rows.map(row => row.map((v, at) => v - mean[at]))) }
}

/** Standard error of the mean of rows that are centred already. */
function standardErrors(rows: readonly Float64Array[]): Float64Array {
  const R = rows.length
  const square = new Float64Array(rows[0].length)
  for (const row of rows) for (let at = 0; at < square.length; at++) square[at] += (row[at] * row[at]) / (R * (R - 1))
  return square.map(Math.sqrt)
}
