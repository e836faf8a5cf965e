import { type Clock, type Color, describeSeries, formatValue, lineChart, type Series } from '../../../charts'
import type { PanelSpec } from '../frame/spec'
import { cursorOf, stepRange } from '../reading/series'
import { texNumber } from '../reading/texNumber'
import { clockOf, overSteps } from '../reading/time'
import { NO_STEP, type View } from '../reading/view'
import { CYCLE_HEADER, type CycleArm, cycleArms, cycleColumn, cycleRows } from './readings'
import { cyclesSentence } from './sentence'

function cycleSeries(arms: readonly CycleArm[]): Series[] {
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

/** The end nearest to a step. */
function nearestEnd(view: View, step: number): number | undefined {
  const steps = cycleArms(view).flatMap(arm => arm.part.ends.map(end => end.step))
  return steps.reduce<number | undefined>(
    (best, at) => (best === undefined || Math.abs(at - step) < Math.abs(best - step) ? at : best),
    undefined,
  )
}

/** Flatness cycle by cycle: what cyclical learning rates do to the arms. */
export const CYCLES: PanelSpec = {
  axis: 'step',
  timed: 'xy',
  readAt: NO_STEP,
  processor: true,
  subtitle: () => 'at the end of each cycle',
  sentence: cyclesSentence,
  summary: view =>
    `${describeSeries(
      cycleSeries(cycleArms(view)).filter(s => s.label),
      { name: 'flatness at the ends of cycles' },
    )} ${cyclesSentence(view)}`,
  draw(ctx, box, view, { previous, mark }) {
    const clocks = new Map<Color, Clock>(view.arms.map(arm => [arm.color, clockOf(view, arm)]))
    const series = cycleSeries(cycleArms(view)).map(s => ({ ...s, clock: clocks.get(s.color) }))
    const data = { series, cursor: cursorOf(view, mark) }
    const last = Math.max(view.scenario.steps, stepRange(view)[1])
    return lineChart(ctx, box, data, {
      previous,
      ...overSteps(view, 'cycles', last),
      yLog: true,
      yTitle: 'G, ↑ sharper',
      labels: 'legend',
      waiting: 'waiting for the first cycle',
    })
  },
  locate: (view, layout, px) => nearestEnd(view, layout.x.value(px)),
  readout(view, step) {
    const rows = cycleArms(view).flatMap(arm => {
      const i = arm.part.ends.findIndex(end => end.step === step)
      const end = arm.part.ends[i]
      if (!end) return []
      const of = (label: string, value: string) => ({ label: `${arm.label} ${label}`, color: arm.color, value })
      const at = (name: Parameters<typeof cycleColumn>[1]) => formatValue(cycleColumn(arm, name)[i] ?? Number.NaN)
      const { passage } = end
      return [
        of('λ₁(G)', at('lambda_1')),
        of('Tr G', at('trace_G')),
        ...(passage
          ? [of('barrier', formatValue(passage.barrier)), of('sharp, flat', `${formatValue(passage.sharp)}, ${formatValue(passage.flat)}`)]
          : []),
      ]
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
