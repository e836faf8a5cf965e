import { formatValue } from '../../../charts'
import type { EnsembleTrace } from '../../../store'
import { capital, number, percent } from '../reading/numbers'
import type { ArmView, View } from '../reading/view'

/** What the panel of the ensemble reads. */
export interface EnsembleView {
  readonly trace: EnsembleTrace
  readonly arm: ArmView
  /** Row of the step shown, −1 before the first. */
  readonly row: number
  /** A value of the row shown, or of another. */
  at(name: EnsembleTrace['columns'][number], row?: number): number
}

/** null while there is no ensemble, or none of the run on screen. */
export function ensembleOf(view: View): EnsembleView | null {
  const trace = view.traces.ensemble
  const arm = view.arms.find(a => a.kind === 'sgd')
  if (!trace || !arm || trace.failed !== null || trace.rows.length === 0) return null
  const row = trace.rows.indexOf(view.step)
  return { trace, arm, row, at: (name, at = row) => trace.rows.value(at, trace.columns.indexOf(name)) }
}

/** Why there is no picture; undefined where there is one. */
export function ensembleMissing(view: View): string | undefined {
  const trace = view.traces.ensemble
  if (trace?.failed) return `The ensemble could not be made: ${trace.failed}.`
  if (!view.arms.some(a => a.kind === 'sgd')) return 'Replicas repeat an SGD arm; this run has none.'
  if (trace?.refused && trace.step === 0) return `${capital(trace.refused)}.`
  return undefined
}

/** Runs in the largest hundredth. */
export const topRuns = (R: number) => Math.max(1, Math.ceil(R / 100))

/** log E[L] of the exact recursion at a step; NaN where it is not known. */
export function exactAt({ trace }: EnsembleView, step: number): number {
  const at = trace.exact.indexOf(step)
  return trace.exact.value(at, 0) === step ? trace.exact.value(at, 1) : Number.NaN
}

/** A factor given by its logarithm: "3.1", "10^25" where a number would not hold it. */
export function factorWords(log: number): string {
  if (Number.isNaN(log)) return '–'
  const decades = log / Math.LN10
  return Math.abs(decades) < 300 ? formatValue(10 ** decades) : `10^${Math.round(decades)}`
}

/** What the fan shows now, in a sentence or two. */
export function fanSentence(view: View): string {
  const e = ensembleOf(view)
  if (!e || e.row < 0) return 'Waiting for the replicas.'
  if (e.trace.refused) return `The replicas stopped at step ${number(e.trace.step)}: ${e.trace.refused}.`
  const { R, rho } = e.trace
  const step = e.at('step')
  if (step === 0) return `${number(R)} replicas stand at the same start.`
  const share = e.at('top_share')
  const k = topRuns(R)
  const runs = k === 1 ? 'the largest run carries' : `the ${number(k)} largest runs carry`
  const gap = e.at('log_mean') - exactAt(e, step)
  const short = gap < -Math.LN2 ? `, and even so it lies a factor ${factorWords(-gap)} below the exact E[L]` : ''
  const mean =
    share > 0.5
      ? `The mean is carried by a handful of runs: of ${number(R)}, ${runs} ${percent(share)} of it${short}.`
      : `The mean speaks for many runs: of ${number(R)}, ${runs} ${percent(share)} of it.`
  const noisy = view.scenario.data.labelNoise > 0
  return `${mean}${growthWords(e.at('lyapunov'), 2 * e.at('lyapunov_se'), Math.log(rho) / 2, noisy)}`
}

/** What mean and typical growth say together. */
function growthWords(typical: number, error: number, mean: number, noisy: boolean): string {
  if (!Number.isFinite(mean) || !Number.isFinite(typical)) return ''
  if (mean > 1e-6 && typical < -error)
    return ' E[L] grows though almost every run shrinks: unstable in mean square, stable for the typical run.'
  if (mean > 1e-6 && typical > error) return ` E[L] grows ${formatValue(mean / typical, 2)} times as fast as a typical run.`
  if (mean < -1e-6) return noisy ? ' E[L] settles where label noise keeps it.' : ' E[L] shrinks, and so does the typical run.'
  return ''
}

/** Who has escaped by the step shown, in a sentence. */
export function escapeSentence(view: View): string {
  const e = ensembleOf(view)
  const escapes = e?.trace.escapes
  if (!e || !escapes) return 'Waiting for the replicas.'
  const upTo = Math.min(view.step, e.trace.step)
  const left = escapes.filter(t => t >= 0 && t <= upTo).sort()
  const [R, gone] = [escapes.length, left.length]
  const bar = `${formatValue(view.scenario.ensemble.threshold)} times the first loss`
  if (gone === 0) return `None of ${number(R)} replicas has exceeded ${bar} by step ${number(upTo)}: all are censored there.`
  const half = gone >= R / 2 ? ` Half of them had by step ${number(left[Math.ceil(R / 2) - 1]!)}.` : ''
  if (gone === R) return `All ${number(R)} replicas have exceeded ${bar}.${half}`
  return `${number(gone)} of ${number(R)} replicas have exceeded ${bar} by step ${number(upTo)}; the others are censored there.${half}`
}
