import { formatValue } from '../../../charts'
import { isSgd } from '../../../scenario'
import type { EnsembleTrace } from '../../../store'
import { capital } from '../reading/numbers'
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
  const arm = view.arms.find(isSgd)
  if (!trace || !arm || trace.failed !== null || trace.rows.length === 0) return null
  const row = trace.rows.indexOf(view.step)
  return { trace, arm, row, at: (name, at = row) => trace.rows.value(at, trace.columns.indexOf(name)) }
}

/** Why there is no picture; undefined where there is one. */
export function ensembleMissing(view: View): string | undefined {
  const trace = view.traces.ensemble
  if (trace?.failed) return `The ensemble could not be created: ${trace.failed}.`
  if (!view.arms.some(isSgd)) return 'Replicas repeat an SGD arm; this run has none.'
  if (trace?.refused && trace.step === 0) return `${capital(trace.refused)}.`
  return undefined
}

/** What computes the replicas where it is not wasm as asked for: "float32 on SwiftShader", else ''. */
export function machineWords({ machine }: EnsembleTrace): string {
  if (machine?.id === 'webgpu') return `float32 on ${machine.device}`
  return machine && machine.reason !== 'chosen in the scenario' ? 'float64 on the processor' : ''
}

/** The same in full, and why. */
export function machineSentence({ machine }: EnsembleTrace): string {
  if (!machine) return ''
  const { id, device, reason } = machine
  if (id === 'wasm') return `The replicas are computed in float64 by wasm, the same bits everywhere: ${reason}.`
  return `The replicas are computed in float32 by WebGPU (${device}), with the minibatches of wasm; their states keep to float64 within some 10⁻⁶ over a hundred stable steps: ${reason}.`
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
