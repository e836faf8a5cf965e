import { describeSeries, formatValue, lineChart, type Series } from '../../../charts'
import type { PanelSpec } from '../frame/spec'
import { countedPercent } from '../reading/numbers'
import { besideLines, cursorOf, stepAt } from '../reading/series'
import { texNumber } from '../reading/texNumber'
import { clockOf, overSteps } from '../reading/time'
import { type ArmView, columnOf, entryOf, type View } from '../reading/view'
import { answersSentence, hopCount, hopsWords } from './sentence'

/** Dashes by hops. */
const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 2, 2, 2]]

function linesOf(view: View, arm: ArmView, label: (hops: number) => string): Series[] {
  const { columns } = view
  const x = columnOf(view, arm, 'step')
  return Array.from({ length: hopCount(view) }, (_, h) => ({
    x,
    y: columns ? arm.trace.table.column(columns.first.accuracy + h) : new Float64Array(0),
    length: x.length,
    color: arm.color,
    label: label(h + 1),
    dash: DASHES[h % DASHES.length] ?? [],
    clock: clockOf(view, arm),
  }))
}

/** The selected arm's lines come last, on top, and carry the names. */
function seriesFor(view: View): Series[] {
  const last = [...view.arms].sort((a, b) => Number(a === view.selected) - Number(b === view.selected))
  return last.flatMap(arm => linesOf(view, arm, h => (arm === view.selected ? hopsWords(h) : '')))
}

/** Right answers to unseen questions over the steps: colours tell the arms, dashes the hops. */
export const ANSWERS: PanelSpec = {
  axis: 'step',
  timed: 'xy',
  kept: 'beside',
  subtitle(view) {
    const arm = view.selected
    if (!arm) return 'right answers'
    const shares = Array.from({ length: hopCount(view) }, (_, h) => countedPercent(entryOf(view, arm, 'accuracy', h + 1)))
    return `${arm.label} ${shares.join(' · ')}`
  },
  sentence: answersSentence,
  summary: view =>
    `${describeSeries(
      view.arms.flatMap(arm => linesOf(view, arm, h => `${arm.label} ${hopsWords(h)}`)),
      { name: 'share of right answers' },
    )} ${answersSentence(view)}`,
  draw(ctx, box, view, { previous, mark }) {
    const series = [...besideLines(view, seriesFor), ...seriesFor(view)]
    const refs = [{ y: 1 / view.scenario.data.symbols, label: 'guessing', color: box.theme.muted }]
    return lineChart(
      ctx,
      box,
      { series, refs, cursor: cursorOf(view, mark) },
      { previous, ...overSteps(view, 'answers'), yDomain: [0, 1], yTitle: 'right answers' },
    )
  },
  locate: (view, layout, px) => stepAt(view, layout, px),
  readout(view, step) {
    const rows = view.arms.flatMap(arm =>
      Array.from({ length: hopCount(view) }, (_, h) => ({
        label: `${arm.label} ${hopsWords(h + 1)}`,
        color: arm.color,
        value: countedPercent(entryOf(view, arm, 'accuracy', h + 1, arm.trace.table.indexOf(step))),
      })),
    )
    return { title: `step ${formatValue(step)}`, rows }
  },
  table(view) {
    const count = hopCount(view)
    const rows = view.arms.flatMap(arm =>
      [...columnOf(view, arm, 'step')].map((step, i) => [
        arm.id,
        step,
        ...Array.from({ length: count }, (_, h) => entryOf(view, arm, 'accuracy', h + 1, i)),
        1 / view.scenario.data.symbols,
      ]),
    )
    return { header: ['arm', 'step', ...Array.from({ length: count }, (_, h) => `accuracy_${h + 1}`), 'guessing'], rows }
  },
  explain(view) {
    const { symbols, pairs, hops } = view.scenario.data
    const arm = view.selected
    return {
      text: [
        `A question gives the ${pairs} links of a chain of symbols in any order, then where to start and how many hops to go: 1 to ${hops}, in equal parts. The answer is one of ${symbols} symbols.`,
        'The lines are the shares of right answers to questions that none of the training samples repeats. One hop can be read off next to the start; each further hop needs an answer of the hop before, so it is learned later, and by fewer blocks not at all.',
        'Where training questions are answered and unseen ones are not, the net has learned them by heart: compare the test loss in the panel Loss.',
      ],
      formulas: [
        {
          tex: `\\text{guessing}=\\tfrac1{${symbols}}=${texNumber(1 / symbols)}`,
          says: arm ? `${arm.label}: ${countedPercent(entryOf(view, arm, 'accuracy', 1))} of one hop` : '',
        },
      ],
    }
  },
}
