import { describeSeries, formatValue, lineChart, type Series } from '../../../charts'
import { armName } from '../../../scenario'
import type { PanelSpec } from '../frame/spec'
import { list, number } from '../reading/numbers'
import { cursorOf, stepRange } from '../reading/series'
import { texNumber } from '../reading/texNumber'
import type { View } from '../reading/view'

type Part = NonNullable<NonNullable<ReturnType<typeof studyOf>>['parts'][number]>

const studyOf = (view: View) => view.traces.studies.get('cycles')

/** One arm's readings at the ends of its cycles. */
export interface CycleArm {
  readonly id: string
  readonly label: string
  readonly color: number
  readonly part: Part
}

/** The arms whose cycles have been read so far. */
export function cycleArms(view: View): CycleArm[] {
  const study = studyOf(view)
  return (study?.tasks ?? []).flatMap(({ scenario }, index) => {
    const part = study!.parts[index]
    const { id } = scenario.arms[0]!
    return part ? [{ id, label: armName(id), color: view.scenario.arms.findIndex(a => a.id === id), part }] : []
  })
}

/** A reading at the end of every cycle. */
export const cycleColumn = (
  { part: { columns, ends } }: CycleArm,
  name: 'lambda_1' | 'lambda_H_1' | 'trace_G' | 'frob_G' | 'loss' | 'test_error',
) => {
  const at = columns.names.indexOf(name)
  return ends.map(end => end.row[at] ?? Number.NaN)
}

function seriesOf(arms: readonly CycleArm[]): Series[] {
  return arms.flatMap(arm => {
    const x = arm.part.ends.map(end => end.step)
    const line = (name: Parameters<typeof cycleColumn>[1], label: string, dash: number[], width: number): Series => ({
      x,
      y: cycleColumn(arm, name),
      length: x.length,
      color: arm.color,
      label,
      dash,
      width,
    })
    return [
      line('lambda_1', `${arm.label} λ₁(G)`, [], 1.8),
      line('lambda_H_1', '', [6, 3], 1.1),
      line('trace_G', `${arm.label} Tr G`, [2, 2], 1.2),
    ]
  })
}

function sentence(view: View): string {
  const arms = cycleArms(view).filter(arm => arm.part.ends.length > 1)
  if (arms.length === 0) return 'Waiting for the first cycle to end.'
  const ended = arms.map(arm => {
    const values = cycleColumn(arm, 'lambda_1')
    return `${arm.label} from λ₁ = ${number(values[0]!)} to ${number(values.at(-1)!)}`
  })
  const lost = arms.filter(arm => arm.part.divergedAt !== null).map(arm => `${arm.label} diverged at step ${arm.part.divergedAt}.`)
  const cycles = Math.max(...arms.map(arm => arm.part.ends.length - 1))
  return [`After ${cycles === 1 ? 'one cycle' : `${cycles} cycles`}: ${list(ended)}.`, ...lost].join(' ')
}

/** Names of the table's columns; values in the order of `cycleRows`. */
export const CYCLE_HEADER = [
  'cycle',
  'step',
  'loss',
  'test_error',
  'lambda_1',
  'lambda_H_1',
  'trace_G',
  'frob_G',
  'sharp',
  'flat',
  'barrier',
] as const

/** One row per cycle of an arm: readings at its end, and the passage from the end of the one before. */
export function cycleRows(arm: CycleArm): number[][] {
  const columns = (['loss', 'test_error', 'lambda_1', 'lambda_H_1', 'trace_G', 'frob_G'] as const).map(name => cycleColumn(arm, name))
  return arm.part.ends.map(({ cycle, step, passage }, i) => [
    cycle,
    step,
    ...columns.map(values => values[i]!),
    ...(passage ? [passage.sharp, passage.flat, passage.barrier] : [Number.NaN, Number.NaN, Number.NaN]),
  ])
}

/** The end nearest to a step. */
function nearest(view: View, step: number): number | undefined {
  const steps = cycleArms(view).flatMap(arm => arm.part.ends.map(end => end.step))
  return steps.reduce<number | undefined>(
    (best, at) => (best === undefined || Math.abs(at - step) < Math.abs(best - step) ? at : best),
    undefined,
  )
}

/** Flatness cycle by cycle: what cyclical learning rates do to the arms. */
export const CYCLES: PanelSpec = {
  axis: 'step',
  subtitle: () => 'at the end of each cycle',
  sentence,
  summary: view =>
    `${describeSeries(
      seriesOf(cycleArms(view)).filter(s => s.label),
      { name: 'flatness at the ends of cycles' },
    )} ${sentence(view)}`,
  draw(ctx, box, view, { previous, mark }) {
    const data = { series: seriesOf(cycleArms(view)), cursor: cursorOf(view, mark) }
    const last = Math.max(view.scenario.steps, stepRange(view)[1])
    return lineChart(ctx, box, data, {
      previous,
      xDomain: [0, last],
      yLog: true,
      xTitle: 'step',
      yTitle: 'flatness of G',
      labels: 'legend',
      waiting: 'waiting for the first cycle',
    })
  },
  locate: (view, layout, px) => nearest(view, layout.x.value(px)),
  readout(view, step) {
    const rows = cycleArms(view).flatMap(arm => {
      const i = arm.part.ends.findIndex(end => end.step === step)
      if (i < 0) return []
      const of = (label: string, value: number) => ({ label: `${arm.label} ${label}`, color: arm.color, value: formatValue(value) })
      const between = arm.part.ends[i]!.passage
      return [
        of('λ₁(G)', cycleColumn(arm, 'lambda_1')[i]!),
        of('Tr G', cycleColumn(arm, 'trace_G')[i]!),
        ...(between ? [of('barrier', between.barrier), of('sharp, flat', between.sharp)] : []),
      ].map((row, at) => (at === 3 ? { ...row, value: `${formatValue(between!.sharp)}, ${formatValue(between!.flat)}` } : row))
    })
    return { title: `step ${formatValue(step)}`, rows }
  },
  table: view => ({
    header: ['arm', ...CYCLE_HEADER],
    rows: cycleArms(view).flatMap(arm => cycleRows(arm).map(row => [arm.id, ...row])),
  }),
  explain(view) {
    const arm = cycleArms(view)[0]
    const between = arm?.part.ends.at(-1)?.passage
    const tex = (value: number | undefined) => texNumber(value ?? Number.NaN)
    return {
      text: [
        'The run is repeated beside the live one and read where each cycle of the learning rate ends: λ₁(G) solid, λ₁(H) dashed, Tr G dotted. Arms with a constant rate are read at the same steps.',
        'The way from one end to the next is split into its part along the ten sharpest directions of G at the first and the rest. The barrier is how far the loss on the straight line between them rises above both, over 33 points.',
        'λ₁(H) comes from Lanczos on exact Hessian-vector products.',
      ],
      formulas: [
        {
          tex: `\\theta_b-\\theta_a=\\underbrace{P\\,(\\theta_b-\\theta_a)}_{${tex(between?.sharp)}}+\\underbrace{(I-P)(\\theta_b-\\theta_a)}_{${tex(between?.flat)}}`,
          says: arm ? `${arm.label}, last cycle: sharp and flat displacement` : 'sharp and flat displacement',
        },
        {
          tex: `\\max_{0\\le s\\le1}L(\\theta_a+s(\\theta_b-\\theta_a))-\\max(L(\\theta_a),L(\\theta_b))=${tex(between?.barrier)}`,
          says: 'barrier',
        },
      ],
    }
  },
}
