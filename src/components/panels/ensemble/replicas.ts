import { formatValue } from '../../../charts'
import { ensembleArm, isNetwork, lastPush } from '../../../scenario'
import type { EnsembleTrace } from '../../../store'
import { capital, number } from '../reading/numbers'
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
  const { model } = view.scenario
  const arm = view.arms[ensembleArm({ model, arms: view.arms })]
  if (!trace || !arm || trace.failed !== null || trace.rows.length === 0) return null
  const row = trace.rows.indexOf(view.step)
  return { trace, arm, row, at: (name, at = row) => cellOf(trace, name, at) }
}

function cellOf({ rows, columns }: EnsembleTrace, name: EnsembleTrace['columns'][number], row: number): number {
  const column = columns.indexOf(name)
  return column < 0 ? Number.NaN : rows.value(row, column)
}

/** Why there is no picture; undefined where there is one. */
export function ensembleMissing(view: View): string | undefined {
  const trace = view.traces.ensemble
  if (trace?.failed) return `The ensemble could not be created: ${trace.failed}.`
  const { model } = view.scenario
  if (ensembleArm({ model, arms: view.arms }) < 0)
    return `Replicas repeat an ${isNetwork(model) ? 'arm with minibatches' : 'SGD arm'}; this run has none.`
  if (trace?.refused && trace.step === 0) return `${capital(trace.refused)}.`
  return undefined
}

/** What computes the replicas where it is not wasm as asked for, in float64 or the precision of the run: "float32 on SwiftShader", else ''. */
export function machineWords({ machine, net }: EnsembleTrace): string {
  if (machine && machine.id !== 'wasm') return `float32 on ${machine.device}`
  if (machine && machine.reason !== 'chosen in the scenario') return `${BITS[machine.precision]} on the processor`
  return machine?.precision === 'f32' && !net ? BITS.f32 : ''
}

const BITS = { f32: 'float32', f64: 'float64' } as const

/** The same in full, and why. */
export function machineSentence({ machine, net }: EnsembleTrace): string {
  if (!machine) return ''
  const { id, device, precision, reason } = machine
  const workers = net && net.workers > 1 ? ` in ${net.workers} workers` : ''
  const kept = net ? 'losses keep to float64 within some 10⁻⁵' : 'states keep to float64 within some 10⁻⁶'
  if (id === 'wasm') {
    const near = precision === 'f32' && !net ? `; their ${kept} over a hundred stable steps` : ''
    return `The replicas are computed in ${BITS[precision]} by wasm${workers}, the same bits everywhere${near}: ${reason}.`
  }
  return `The replicas are computed in float32 by ${id === 'webgl' ? 'WebGL' : 'WebGPU'} (${device}), with the minibatches of wasm; their ${kept} over a hundred stable steps: ${reason}.`
}

/** How losses and escapes of networks are read; '' for linear models. */
export function readingSentence({ net }: EnsembleTrace, n: number): string {
  if (!net) return ''
  const { samples, every } = net
  const loss =
    samples === n
      ? `Losses are those of all ${number(n)} samples`
      : `Losses are those of the ${number(samples)} samples measured, of ${number(n)}`
  return `${loss}; escapes are looked for ${every === 1 ? 'after every step' : `every ${number(every)} steps`}.`
}

/** What the threshold multiplies: "the first loss", of networks also "their loss at step 300". */
export function thresholdOf(view: View): string {
  const push = pushOf(view)
  return push > 0 ? `their loss at step ${number(push)}` : 'the first loss'
}

/** The same on an axis or in a subtitle: "L(0)", "L(300)". */
export const thresholdSymbol = (view: View): string => `L(${pushOf(view)})`

/** Where the escapes of networks are counted from: the last change so far that pushes them harder, or the start. */
function pushOf({ scenario, traces }: View): number {
  const { ensemble } = traces
  return ensemble?.net ? (lastPush(scenario, ensembleArm(scenario), ensemble.step - 1) ?? 0) : 0
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
