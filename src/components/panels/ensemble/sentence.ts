import { formatValue } from '../../../charts'
import { nth, number, percent } from '../reading/numbers'
import type { View } from '../reading/view'
import { ensembleOf, exactAt, factorWords, thresholdOf, topRuns } from './replicas'

/** What the fan shows now, in a sentence or two. */
export function fanSentence(view: View): string {
  const e = ensembleOf(view)
  if (!e || e.row < 0) return 'Waiting for the replicas.'
  if (e.trace.refused) return `The replicas stopped at step ${number(e.trace.step)}: ${e.trace.refused}.`
  const { R, rho } = e.trace
  const step = e.at('step')
  if (step === 0) return `${number(R)} replicas start at the same point.`
  const share = e.at('top_share')
  const k = topRuns(R)
  const runs = k === 1 ? 'the largest run carries' : `the ${number(k)} largest runs carry`
  const gap = e.at('log_mean') - exactAt(e, step)
  const short = gap < -Math.LN2 ? `, and even so it lies a factor ${factorWords(-gap)} below the exact E[L]` : ''
  const mean =
    share > 0.5
      ? `The mean is carried by a handful of runs: of ${number(R)}, ${runs} ${percent(share)} of it${short}.`
      : `The mean represents many runs: of ${number(R)}, ${runs} ${percent(share)} of it.`
  const noisy = view.scenario.data.labelNoise > 0
  return `${mean}${growthWords(e.at('lyapunov'), 2 * e.at('lyapunov_se'), Math.log(rho) / 2, noisy)}`
}

/** What mean and typical growth say together. */
function growthWords(typical: number, error: number, mean: number, noisy: boolean): string {
  if (!Number.isFinite(mean) || !Number.isFinite(typical)) return ''
  if (mean > 1e-6 && typical < -error)
    return ' E[L] grows though almost every run shrinks: unstable in mean square, stable for the typical run.'
  if (mean > 1e-6 && typical > error) return ` E[L] grows ${formatValue(mean / typical, 2)} times as fast as a typical run.`
  if (mean < -1e-6) return noisy ? ' E[L] settles at the level set by label noise.' : ' E[L] shrinks, and so does the typical run.'
  return ''
}

/** Who has escaped by the step shown, in a sentence. */
export function escapesSentence(view: View): string {
  const e = ensembleOf(view)
  const escapes = e?.trace.escapes
  if (!e || !escapes) return 'Waiting for the replicas.'
  const upTo = Math.min(view.step, e.trace.step)
  const left = escapes.filter(t => t >= 0 && t <= upTo).sort()
  const [R, gone] = [escapes.length, left.length]
  const bar = `${formatValue(view.scenario.ensemble.threshold)} times ${thresholdOf(view)}`
  if (gone === 0) return `None of ${number(R)} replicas has exceeded ${bar} by step ${number(upTo)}: all are censored there.`
  const half = gone >= R / 2 ? ` Half of them had by step ${number(nth(left, Math.ceil(R / 2) - 1))}.` : ''
  if (gone === R) return `All ${number(R)} replicas have exceeded ${bar}.${half}`
  return `${number(gone)} of ${number(R)} replicas have exceeded ${bar} by step ${number(upTo)}; the others are censored there.${half}`
}
