import { type ConfusionCell, confusionCellAt, confusionChart, confusionPlace } from '../../../charts'
import type { PanelSpec } from '../frame/spec'
import { countedPercent, number } from '../reading/numbers'
import { texNumber } from '../reading/texNumber'
import type { View } from '../reading/view'
import { countAt, type Matrix, matrixOf, precision, recall, rowTotal, type SampleSet, worst } from './matrix'
import { className, confusionSentence, setWords } from './sentence'

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
}

/** True class against predicted class, of the selected arm on the samples of a set. */
export function confusionSpec(set: SampleSet): PanelSpec {
  const of = (view: View) => matrixOf(view, set)
  const cellOf = ({ columns }: Matrix, index: number): ConfusionCell => ({
    row: Math.floor(index / columns.length),
    column: index % columns.length,
  })
  const indexOf = ({ columns }: Matrix, { row, column }: ConfusionCell) => row * columns.length + column
  return {
    axis: 'cell',
    processor: true,
    readAt(view) {
      const m = of(view)
      return typeof m === 'string' ? undefined : m.step
    },
    subtitle(view) {
      const m = of(view)
      return typeof m === 'string' ? '' : `${m.arm.label}: ${countedPercent(m.right / m.total)} right (${m.set})`
    },
    sentence: view => confusionSentence(view, set),
    summary: view =>
      `A matrix of numbers of samples: a row per true class, a column per class predicted. ${confusionSentence(view, set)} Arrow keys move from cell to cell.`,
    missing(view) {
      return view.traces.confusion && !view.traces.confusion.found ? 'The targets of these data are numbers, no classes' : undefined
    },
    draw(ctx, box, view, { mark }) {
      const m = of(view)
      if (typeof m === 'string') return confusionChart(ctx, box, { rows: [], columns: [], counts: [], color: 0 }, m)
      const { names, columns, counts, arm } = m
      const pointed = mark === undefined ? undefined : cellOf(m, mark)
      return confusionChart(ctx, box, { rows: names, columns, counts, color: arm.color, mark: pointed })
    },
    locate(view, layout, px, py) {
      const m = of(view)
      const cell = typeof m === 'string' ? undefined : confusionCellAt(layout, px, py)
      return cell && typeof m !== 'string' ? indexOf(m, cell) : undefined
    },
    walk(view, at, key) {
      const m = of(view)
      const move = MOVES[key]
      if (typeof m === 'string' || !move) return undefined
      if (at === undefined) return 0
      const { row, column } = cellOf(m, at)
      const within = (i: number, count: number) => Math.max(0, Math.min(count - 1, i))
      return indexOf(m, { row: within(row + move[0], m.names.length), column: within(column + move[1], m.columns.length) })
    },
    placeAt(view, layout, at) {
      const m = of(view)
      return typeof m === 'string' ? { x: layout.plot.x, y: layout.plot.y } : confusionPlace(layout, cellOf(m, at))
    },
    readout(view, at) {
      const m = of(view)
      if (typeof m === 'string') return { title: '', rows: [] }
      const { row, column } = cellOf(m, at)
      const [count, all] = [countAt(m, row, column), rowTotal(m, row)]
      const rows = [
        { label: `${m.arm.label}, ${setWords(m)}`, color: m.arm.color, value: `${number(count)} of ${number(all)}` },
        ...(all > 0 ? [{ label: 'share of the class', value: countedPercent(count / all) }] : []),
        ...(row === column
          ? [
              { label: 'recall', value: countedPercent(recall(m, row)) },
              { label: 'precision', value: countedPercent(precision(m, row)) },
            ]
          : []),
      ]
      return { title: `${className(m.names[row])} taken for ${className(m.columns[column])}`, rows }
    },
    table(view) {
      const m = of(view)
      const shown = typeof m === 'string' ? [] : m.columns
      const header = ['arm', 'step', 'set', 'class', ...shown.map(name => `as_${name}`), 'samples', 'recall', 'precision', 'accuracy']
      if (typeof m === 'string') return { header, rows: [] }
      const rows = m.names.map((name, r) => [
        ...[m.arm.id, m.step, m.set, name, ...m.columns.map((_, c) => countAt(m, r, c))],
        ...[rowTotal(m, r), recall(m, r), precision(m, r), m.right / m.total],
      ])
      return { header, rows }
    },
    explain(view) {
      const m = of(view)
      const pair = typeof m === 'string' ? null : worst(m)
      return {
        text: [
          'A row is a true class, a column the class that the outputs say: the larger of several, or the sign of one. The colour is the share of the row, the numbers count samples; what is off the diagonal is wrong. A sample whose output is zero or no number is taken for none.',
          'Recall is the share of a class that is recognized, precision the share of what is taken for a class that is of it. Both stand in the readout of the diagonal and, with every count, in the numbers to be saved. The arm is the selected one, at the step of the run.',
          confusionSentence(view, set),
        ],
        formulas: [
          {
            tex: "\\text{recall}_c=\\frac{N_{cc}}{\\sum_{c'}N_{cc'}},\\qquad \\text{precision}_c=\\frac{N_{cc}}{\\sum_{c'}N_{c'c}}",
            says: 'N_{cc′}: samples of class c taken for c′',
          },
          ...(pair ? [{ tex: `N=${texNumber(pair.count)}`, says: 'of the pair confused most often' }] : []),
        ],
      }
    },
  }
}
