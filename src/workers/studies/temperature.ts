import { elementAt, numberAt } from '../../lib/values'
import type { Scenario } from '../../scenario'
import { type Fluctuation, fluctuation } from '../../sim/temperature/estimate'
import { type ReplicaPlan, type ReplicaReading, runReplica } from '../../sim/temperature/replicas'
import { noiseStrength } from '../../theory/escapeMoments'
import { alignedTemperatures, response, stationary } from '../../theory/temperature'
import { SETTLE, settlingIn, stationaryProblem } from './stationaryProblem'
import type { Compute } from './study'

export interface TemperatureTask {
  /** A linear model with one arm: plain SGD at a constant rate, batches of the step's own. */
  readonly scenario: Scenario
}

/** Why there is no stationary state to read: no noise is left at the minimum, it grows without end, or it takes too long to settle. */
export type TemperatureEnd = 'interpolates' | 'unstable' | 'slow' | 'large'

export interface TemperatureReport {
  readonly end: null
  readonly eta: number
  readonly B: number
  /** L at the minimum, and E[L]. */
  readonly floor: number
  readonly loss: number
  /** λ_k, T_k exactly and T_k if Σ were 2L·G, of every direction. */
  readonly lambda: Float64Array
  readonly exact: Float64Array
  readonly aligned: Float64Array
  /** Directions that were measured, counted from 0, and the steps after which they were. */
  readonly directions: Int32Array
  readonly lags: Int32Array
  /** χ_k(t) exactly, directions × lags. */
  readonly response: Float64Array
  readonly measured: Fluctuation
}
export type TemperaturePart = TemperatureReport | { readonly end: TemperatureEnd }

/** Directions read at most, spread over those that settle. */
const DIRECTIONS_READ = 12
/** The last lag in times of the slowest direction, and the number of lags. */
const LAG_REACH = 2
const LAG_COUNT = 14
const WINDOWS = 4
/** Multiplications in all, about; and replicas. */
const REPLICA_WORK = 3e9
const REPLICA_RANGE = [32, 400] as const
/** Replicas between looks. */
const REPLICAS_PER_LOOK = 8

export const compute: Compute<TemperatureTask, TemperaturePart> = async ({ scenario }, { assets, report, show }) => {
  const found = await stationaryProblem(scenario, assets, 'An effective temperature is known')
  if (found.end !== null) return found
  const { problem, rest } = found
  const { n, s, lambda } = problem
  const { eta, B, sampling } = elementAt(scenario.arms, 0)
  const replacement = sampling === 'with-replacement'
  const settings = { eta, strength: noiseStrength(B, n, replacement) }
  const steady = stationary(problem, rest, settings)
  if (!steady) return { end: 'unstable' }
  const directions = directionsOf(lambda, eta)
  if (!directions) return { end: 'slow' }
  const slowest = 1 / (eta * numberAt(lambda, directions.at(-1) ?? -1))
  const lags = lagsUpTo(Math.ceil(LAG_REACH * slowest))
  const plan: ReplicaPlan = {
    ...{ seed: scenario.seed, eta, B, replacement, directions, lags },
    burn: Math.ceil(SETTLE * slowest),
    windows: WINDOWS,
  }
  const cost = 2 * B * s * (plan.burn + WINDOWS * (lags.at(-1) ?? 0) * (1 + directions.length))
  const replicas = Math.min(REPLICA_RANGE[1], Math.max(REPLICA_RANGE[0], Math.floor(REPLICA_WORK / cost)))
  const floor = rest.reduce((t, e) => t + e * e, 0) / (2 * n)
  const known = (readings: readonly ReplicaReading[]): TemperatureReport => ({
    end: null,
    eta,
    B,
    floor,
    loss: steady.loss,
    lambda,
    exact: steady.T,
    aligned: alignedTemperatures(lambda, floor, settings),
    directions,
    lags,
    response: tableOf(directions, lags, (k, t) => response(numberAt(lambda, k), eta, t)),
    measured: fluctuation(readings, directions.length, lags.length),
  })
  const basis = { n, s, lambda, features: problem.features, rest }
  const readings: ReplicaReading[] = []
  for (let r = 0; r < replicas; r++) {
    readings.push(runReplica(basis, plan, r))
    report(r + 1, replicas)
    if (readings.length % REPLICAS_PER_LOOK === 0) show(known(readings))
  }
  return known(readings)
}

/** Directions that settle in time, sharpest first, spread evenly over their order; null where none does. */
function directionsOf(lambda: Float64Array, eta: number): Int32Array | null {
  const settled = settlingIn(lambda, eta).length
  if (settled === 0) return null
  const count = Math.min(DIRECTIONS_READ, settled)
  return Int32Array.from({ length: count }, (_, q) => (count === 1 ? 0 : Math.round((q * (settled - 1)) / (count - 1))))
}

/** Whole steps from 1 to the last, in nearly equal ratios. */
function lagsUpTo(last: number): Int32Array {
  return Int32Array.from(new Set(Array.from({ length: LAG_COUNT }, (_, i) => Math.round(last ** (i / (LAG_COUNT - 1))))))
}

/** directions × lags of a function of both. */
function tableOf(directions: Int32Array, lags: Int32Array, at: (k: number, t: number) => number): Float64Array {
  return Float64Array.from({ length: directions.length * lags.length }, (_, i) =>
    at(numberAt(directions, Math.floor(i / lags.length)), numberAt(lags, i % lags.length)),
  )
}
