import { type Arm, armAt, armColors, armName, type Scalar, type Scenario, usesBatches, type Vector } from '../../../scenario'
import type { ArmTrace, Columns, Traces } from '../../../store'
import { NOISE_LABELS } from '../../controls/labels'

/** One arm at the step shown. */
export interface ArmView {
  readonly id: string
  readonly label: string
  readonly kind: Arm['kind']
  /** Index of its colour and mark. */
  readonly color: number
  /** The settings in force at the step shown. */
  readonly settings: Arm
  readonly trace: ArmTrace
  /** Row of the step shown; −1 before the first measurement. */
  readonly row: number
}

/** What every panel reads: the run's traces and the scenario at the step shown. */
export interface View {
  readonly scenario: Scenario
  readonly traces: Traces
  readonly columns: Columns | null
  readonly arms: readonly ArmView[]
  /** The arm that single values speak of: the selected one, else the first SGD arm. */
  readonly selected: ArmView | undefined
  readonly step: number
  readonly lastStep: number
  /** True where the step shown lies before the end of the run. */
  readonly scrubbed: boolean
  /** Kept runs that lie beside this one, at the same step or at their end. */
  readonly beside: readonly Beside[]
}

/** A kept run beside the one on screen. */
export interface Beside {
  readonly id: string
  /** A to D: how charts and tables call it. */
  readonly letter: string
  readonly name: string
  readonly view: View
}

const NOTHING_BESIDE: readonly Beside[] = []

/** With the noise that an arm has in place of minibatches: "SGD · isotropic". */
function labelOf({ id, noise }: Arm): string {
  return noise === 'minibatch' ? armName(id) : `${armName(id)} · ${NOISE_LABELS[noise]}`
}

export function viewOf(traces: Traces, scenario: Scenario, selectedArm: string, beside = NOTHING_BESIDE): View {
  return { ...viewAt(traces, scenario, selectedArm, traces.cursor, armColors(scenario.arms)), beside }
}

/** The same at any step of a run, its arms in the colours given. */
export function viewAt(traces: Traces, scenario: Scenario, selectedArm: string, step: number, colors: readonly number[]): View {
  const arms: ArmView[] = []
  for (const trace of traces.arms) {
    const index = scenario.arms.findIndex(a => a.id === trace.id)
    // While another scenario is being loaded the old run's arms may be gone from it.
    if (index < 0) continue
    const settings = armAt(scenario, index, step)
    const row = trace.table.indexOf(step)
    arms.push({ id: trace.id, label: labelOf(settings), kind: settings.kind, color: colors[index] ?? 0, settings, trace, row })
  }
  const selected = arms.find(a => a.id === selectedArm) ?? arms.find(usesBatches) ?? arms[0]
  const { lastStep, columns } = traces
  return { scenario, traces, columns, arms, selected, step, lastStep, scrubbed: step < lastStep, beside: NOTHING_BESIDE }
}

/** The value of a column at the step shown, or at another row. */
export function scalarOf({ columns }: View, arm: ArmView, name: Scalar, row = arm.row): number {
  return columns ? arm.trace.table.value(row, columns.at[name]) : Number.NaN
}

/** In place of a column before the first frame. */
export const NO_COLUMN = new Float64Array(0)

/** A whole column, a live view: not to be kept. */
export function columnOf({ columns }: View, arm: ArmView, name: Scalar): Float64Array {
  return columns ? arm.trace.table.column(columns.at[name]) : NO_COLUMN
}

/** The step of the newest row at the step shown; undefined before the first. */
export function readStep({ arms }: View): number | undefined {
  const steps = arms.filter(arm => arm.row >= 0).map(arm => arm.trace.table.value(arm.row, 0))
  return steps.length > 0 ? Math.max(...steps) : undefined
}

/** Of words that are of no single step: a study's, or of a whole course. */
export const NO_STEP = () => undefined

/** The values by direction (or layer) at a row, up to the last one that exists. */
export function vectorOf({ columns }: View, arm: ArmView, name: Vector, row = arm.row): Float64Array {
  if (!columns) return NO_COLUMN
  const width = columns.widths[name]
  const out = new Float64Array(width)
  let length = 0
  for (let i = 0; i < width; i++) {
    out[i] = arm.trace.table.value(row, columns.first[name] + i)
    if (!Number.isNaN(out[i])) length = i + 1
  }
  return out.subarray(0, length)
}

/** The value of direction (or layer) k, from 1, at a row. */
export function entryOf({ columns }: View, arm: ArmView, name: Vector, k: number, row = arm.row): number {
  return columns && k >= 1 && k <= columns.widths[name] ? arm.trace.table.value(row, columns.first[name] + k - 1) : Number.NaN
}

/** B as the noise sees it: drawn without replacement it counts (n−1)/(n−B) times. Infinite for full batches; NaN for more samples than are known of. */
export function effectiveBatch(view: View, arm: ArmView, row = arm.row): number {
  const { n } = view.scenario.data
  const B = scalarOf(view, arm, 'batch_size', row)
  if (!usesBatches(arm) || arm.settings.noise === 'none') return Number.POSITIVE_INFINITY
  if (arm.settings.sampling === 'with-replacement') return B
  return B > n ? Number.NaN : B === n ? Number.POSITIVE_INFINITY : (B * (n - 1)) / (n - B)
}
