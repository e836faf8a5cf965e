import { elementAt, numberAt } from '../../lib/values'
import { type Arm, armAt, batchSize, isPlain, learningRate, type Scenario, usesBatches } from '../../scenario'
import { linearize } from '../../sim/linearized'
import { loadData } from '../../sim/load'
import { alignedCurve, type EscapeCurve, exactCurve } from '../../theory/escapeCurve'
import { spectrumPerron } from '../../theory/escapeGaussian'
import { escapeMetric, referenceRatios } from '../../theory/escapeMetric'
import { type MomentStep, type NoiseShape, noiseStrength } from '../../theory/escapeMoments'
import { perron } from '../../theory/escapePerron'
import { type EscapeProblem, escapeProblem, escapeStart, pairCount, withFourthMoments } from '../../theory/escapeProblem'
import type { Compute } from './study'

/** One arm of a scenario, from the start to the scenario's last step. */
export interface CurvesTask {
  readonly scenario: Scenario
  /** Its index. */
  readonly arm: number
}

/** Growth under the settings in force from a step on. */
export interface Growth {
  readonly from: number
  readonly eta: number
  readonly B: number
  /** Spectral radius of the exact operator, and D_1 … D_k of its Perron eigenmatrix; NaN where it did not converge. */
  readonly rho: number
  readonly D: Float64Array
  /** The same under Σ = 2L·G, and for fresh Gaussian inputs of the same spectrum. */
  readonly rhoAligned: number
  readonly rhoGaussian: number
}

/** Why a recursion ends before the run: what it cannot follow, or what it would cost. */
export type CurvesEnd = 'optimizer' | 'momentum' | 'reshuffled' | 'top-k' | 'diagonal' | 'trace' | 'budget'

export interface CurvesPart {
  readonly arm: string
  readonly k: number
  /** Whether f is linear, or was made so at the minimum. */
  readonly linear: boolean
  readonly exact: EscapeCurve
  /** null without noise, where it would be the same. */
  readonly aligned: EscapeCurve | null
  readonly growth: readonly Growth[]
  /** Σ_{i>k} λ_i²/Σ_{i≤k} λ_i², k entries. */
  readonly reference: Float64Array
  /** The last step that the curves reachOf, and why no later one. */
  readonly until: number
  readonly end: CurvesEnd | null
}

/** Multiplications of one arm's recursion at most: about ten seconds. */
const RECURSION_WORK = 1e10
/** Directions of G at most: beyond, the eigenvectors alone would take long. */
export const CURVE_DIRECTIONS = 400
/** Steps at most, and readings. */
export const CURVE_STEPS = 50_000
export const CURVE_READINGS = 400
/** Distinct settings whose growth is told: the latest. */
const GROWTH_PHASES = 4
/** Entries of eigenvectors in parameters that are made for noise along single parameters. */
const AXES_ENTRIES = 4e6

export const compute: Compute<CurvesTask, CurvesPart | null> = async ({ scenario, arm: index }, { assets, report }) => {
  const data = await loadData(scenario, assets)
  const { n, d } = data
  if (Math.min(n, d) > CURVE_DIRECTIONS) return null
  const model = linearize(scenario, data)
  if (!model) return null
  const reduced = escapeProblem(model.X, n, d)
  const { s } = reduced
  if (s === 0) return null
  const placed = s * model.p <= AXES_ENTRIES ? inParameters(reduced, model) : { ...reduced, p: model.p, axes: new Float64Array(0) }
  const start = escapeStart(placed, model.r)
  const { problem, affordable } = cheapest(placed, start.rest !== null, Math.min(scenario.steps, CURVE_STEPS))
  const at = (t: number) => stepOf(armAt(scenario, index, t), t, problem)
  const { steps, end } = reachOf(scenario, index, problem, Math.min(CURVE_STEPS, affordable))
  const k = Math.min(scenario.measure.k, s)
  const noisy = Array.from({ length: steps }, (_, t) => t).some(t => (at(t) as MomentStep).strength > 0)
  const options = { steps, every: Math.max(1, Math.ceil(steps / CURVE_READINGS)), k, at: (t: number) => at(t) as MomentStep }
  const exact = exactCurve(problem, start, { ...options, report: done => report(0.7 * done, Math.max(1, steps)) })
  return {
    arm: elementAt(scenario.arms, index).id,
    k,
    linear: scenario.model.kind === 'linear',
    exact,
    aligned: noisy ? alignedCurve(problem, start, options) : null,
    growth: growthOf(scenario, index, problem, k, steps),
    reference: referenceRatios(problem.lambda).subarray(0, k).slice(),
    until: steps,
    end,
  }
}

/** The problem in the form whose steps cost least, and the steps that can be afforded. */
export function cheapest(problem: EscapeProblem, rest: boolean, steps: number): { problem: EscapeProblem; affordable: number } {
  const { n, s } = problem
  const pairs = pairCount(s)
  const direct = 2 * n * s * s
  const made = (n * pairs * pairs) / 2
  if (rest || made > RECURSION_WORK || made + pairs * pairs * steps > direct * steps)
    return { problem, affordable: Math.floor(RECURSION_WORK / direct) }
  return { problem: withFourthMoments(problem), affordable: Math.floor(RECURSION_WORK / (pairs * pairs)) }
}

function inParameters(
  problem: EscapeProblem,
  { p, axis }: { p: number; axis(image: Float64Array, lambda: number): Float64Array },
): EscapeProblem {
  const { n, s, features, lambda } = problem
  const axes = new Float64Array(s * p)
  for (let k = 0; k < s; k++) {
    const image = Float64Array.from({ length: n }, (_, i) => numberAt(features, i * s + k))
    axes.set(axis(image, numberAt(lambda, k)), k * p)
  }
  return { ...problem, p, axes }
}

/** The covariance of each noise; null where the recursion does not close. */
const NOISE_SHAPES: Readonly<Record<Arm['noise'], NoiseShape | null>> = {
  minibatch: 'sigma',
  none: 'sigma',
  gaussian: 'sigma',
  isotropic: 'isotropic',
  diagonal: 'diagonal',
  'g-shaped': 'g-shaped',
  // Signs ±1 in place of residuals have the covariance of G.
  label: 'g-shaped',
  'top-eigenvector': 'top-eigenvector',
  // Which directions of Σ are on top depends on the run.
  'top-k': null,
}

/** The step as the recursion takes it, or why it cannot. */
export function stepOf(arm: Arm, t: number, { n, axes }: EscapeProblem): MomentStep | CurvesEnd {
  const eta = learningRate(arm, t)
  if (!isPlain(arm)) return 'optimizer'
  if (arm.momentum > 0) return 'momentum'
  if (!usesBatches(arm) || arm.noise === 'none') return { eta, strength: 0, shape: 'sigma' }
  if (arm.noise === 'minibatch' && arm.sampling === 'reshuffled') return 'reshuffled'
  if (arm.noise !== 'minibatch' && arm.trace > 0) return 'trace'
  const shape = NOISE_SHAPES[arm.noise]
  if (!shape) return 'top-k'
  if (shape === 'diagonal' && axes.length === 0) return 'diagonal'
  return { eta, strength: noiseStrength(batchSize(arm, t, n), n, arm.sampling === 'with-replacement'), shape }
}

/** How far the recursion goes: to the first step that it cannot take. */
export function reachOf(scenario: Scenario, index: number, problem: EscapeProblem, most: number): { steps: number; end: CurvesEnd | null } {
  const steps = Math.min(scenario.steps, Math.max(1, most))
  for (const t of [0, ...scenario.events.map(e => e.step)]) {
    if (t >= steps) break
    const step = stepOf(armAt(scenario, index, t), t, problem)
    if (typeof step === 'string') return { steps: t, end: step }
  }
  return { steps, end: steps < scenario.steps ? 'budget' : null }
}

/** The growth of the latest settings, each at its first step. */
function growthOf(scenario: Scenario, index: number, problem: EscapeProblem, k: number, until: number): Growth[] {
  const { n, s, lambda } = problem
  const phases: { from: number; step: MomentStep; B: number }[] = []
  for (const from of [0, ...scenario.events.map(e => e.step)]) {
    const arm = armAt(scenario, index, from)
    const step = stepOf(arm, from, problem)
    if (typeof step === 'string' || from >= Math.max(1, until)) break
    const last = phases.at(-1)
    if (last?.from === from) phases.pop()
    const known = phases.at(-1)?.step
    if (!known || known.eta !== step.eta || known.strength !== step.strength || known.shape !== step.shape)
      phases.push({ from, step, B: batchSize(arm, from, n) })
  }
  const most = Math.max(50, Math.min(20_000, Math.floor(RECURSION_WORK / (8 * n * s * s))))
  return phases.slice(-GROWTH_PHASES).map(({ from, step, B }) => {
    const { rho, M, residual } = perron(problem, step, { most })
    const settled = residual < 1e-6
    const energy = lambda.map((v, i) => v * numberAt(M, i * s + i))
    const spectrum = { lambda, eta: step.eta, strength: step.strength }
    return {
      from,
      eta: step.eta,
      B,
      rho: settled ? rho : Number.NaN,
      D: settled ? escapeMetric(energy).subarray(0, k).slice() : new Float64Array(k).fill(Number.NaN),
      rhoAligned: spectrumPerron({ ...spectrum, kind: 'aligned' }).rho,
      rhoGaussian: spectrumPerron({ ...spectrum, kind: 'gaussian' }).rho,
    }
  })
}
