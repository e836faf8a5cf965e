import { meanAndError } from '../../lib/sample'
import { elementAt, numberAt } from '../../lib/values'
import type { Scenario } from '../../scenario'
import { type EpochReading, runEpochs } from '../../sim/temperature/epochs'
import { lagCorrelation, varianceRatio } from '../../theory/reshuffled'
import { reshuffledVariance } from '../../theory/reshuffledMoments'
import { stationary } from '../../theory/temperature'
import { SETTLE, settlingIn, stationaryProblem } from './stationaryProblem'
import type { Compute } from './study'

export interface ReshuffledTask {
  /** A linear model with one arm: plain SGD at a constant rate. However it draws, reshuffled epochs are held against draws with replacement. */
  readonly scenario: Scenario
}

/** Why there is nothing to read: no noise is left at the minimum, it grows without end, no direction settles in time, too many directions, B does not divide n. */
export type ReshuffledEnd = 'interpolates' | 'unstable' | 'slow' | 'large' | 'uneven'

interface Estimate {
  readonly mean: Float64Array
  readonly error: Float64Array
}

export interface ReshuffledReport {
  readonly end: null
  readonly eta: number
  readonly B: number
  /** Minibatches of an epoch. */
  readonly M: number
  readonly replicas: number
  /** λ_k of the directions that settle in time, sharpest first; for each: E[w_k²] with replacement, exactly. */
  readonly lambda: Float64Array
  readonly independent: Float64Array
  /** E[w_k²] of reshuffled epochs over that: measured, and for noise that does not depend on θ. */
  readonly ratio: Estimate
  readonly expected: Float64Array
  /** The same ratio exactly; null where n is too large for it. */
  readonly exact: Float64Array | null
  /** Correlation of noises 1, 2, … steps apart at the minimum: measured, and −(M−h)/(M(M−1)). */
  readonly correlation: Estimate
  readonly formula: Float64Array
}
export type ReshuffledPart = ReshuffledReport | { readonly end: ReshuffledEnd }

/** Times of the slowest direction that are read, at least, and epochs. */
const READ = 20
const EPOCHS = 8
const MOST_LAGS = 12
const REPLICAS = 64
const PER_LOOK = 8

export const compute: Compute<ReshuffledTask, ReshuffledPart> = async ({ scenario }, { assets, report, show }) => {
  const found = await stationaryProblem(scenario, assets, 'Reshuffled epochs are read')
  if (found.end !== null) return found
  const { problem, rest } = found
  const { n, s, lambda } = problem
  const { eta, B } = elementAt(scenario.arms, 0)
  if (n % B !== 0 || n < 2 * B) return { end: 'uneven' }
  const steady = stationary(problem, rest, { eta, strength: 1 / B })
  if (!steady) return { end: 'unstable' }
  const settled = settlingIn(lambda, eta)
  if (settled.length === 0) return { end: 'slow' }
  const M = n / B
  const slowest = 1 / (eta * numberAt(settled, settled.length - 1))
  const plan = {
    ...{ seed: scenario.seed, eta, B, lags: Math.min(M, MOST_LAGS) },
    burn: Math.ceil((SETTLE * slowest) / M),
    epochs: Math.max(EPOCHS, Math.ceil((READ * slowest) / M)),
  }
  const epochs = reshuffledVariance(problem, rest, eta, B)
  const readings: EpochReading[] = []
  const known = (): ReshuffledReport => {
    const independent = settled.map((_, k) => numberAt(steady.M, k * s + k))
    return {
      ...{ end: null, eta, B, M, replicas: readings.length, lambda: settled, independent },
      ratio: estimates(readings.map(({ square }) => independent.map((v, k) => numberAt(square, k) / v))),
      // Drawn without replacement within an epoch, a minibatch has (n−B)/(n−1) of the variance.
      expected: settled.map(v => ((n - B) / (n - 1)) * varianceRatio(1 - eta * v, M)),
      exact: epochs && independent.map((v, k) => numberAt(epochs, k) / v),
      correlation: estimates(readings.map(reading => reading.correlation)),
      formula: Float64Array.from({ length: plan.lags }, (_, h) => lagCorrelation(h + 1, M)),
    }
  }
  for (let r = 0; r < REPLICAS; r++) {
    readings.push(runEpochs({ n, s, lambda, features: problem.features, rest }, plan, r))
    report(r + 1, REPLICAS)
    if (readings.length % PER_LOOK === 0) show(known())
  }
  return known()
}

/** Entry by entry over replicas. */
function estimates(rows: readonly Float64Array[]): Estimate {
  const all = Array.from(elementAt(rows, 0), (_, at) => meanAndError(Float64Array.from(rows, row => numberAt(row, at))))
  return { mean: Float64Array.from(all, ({ mean }) => mean), error: Float64Array.from(all, ({ error }) => error) }
}
