import { type ChartLayout, describeSeries, formatValue, type LossLayout, lossChart, type Series } from '../../../charts'
import { armName, showsEscape } from '../../../scenario'
import type { PanelSpec } from '../frame/spec'
import { drawEventLabels } from '../reading/eventLabels'
import { changeMarks, divergenceMarks } from '../reading/events'
import { nth, number } from '../reading/numbers'
import type { Explanation, NumberTable } from '../reading/readout'
import { armSeries, besideLines, cursorOf, readoutOf, seriesOf, stepAt } from '../reading/series'
import { overSteps } from '../reading/time'
import { scalarOf, type View } from '../reading/view'
import { lossSentence } from './sentence'
import { editedArm, Strip } from './strip/strip'

/** An arm that runs away may raise the axis to this many times the largest first loss. */
const ROOF = 1e6
/** The same where the scenario is about leaving a minimum. */
const ESCAPE_ROOF = 1e30

const wrong = (error: number) => `${formatValue(100 * error, 2)} %`

/** Whether there is a test set that was measured on. */
const tested = (view: View) => view.arms.some(arm => Number.isFinite(scalarOf(view, arm, 'test_loss')))

/** Thin short dashes; the selected arm's line carries the name. */
function testSeries(view: View): Series[] {
  if (!tested(view)) return []
  return view.arms.map(arm => armSeries(view, arm, 'test_loss', { label: arm === view.selected ? 'test' : '', dash: [3, 3], width: 1 }))
}

const unnamed = (line: Series): Series => ({ ...line, label: '' })

/** The strip's layout where a pixel lies in it. */
function stripUnder(layout: LossLayout, py: number): ChartLayout | undefined {
  return layout.rate && py > layout.plot.y + layout.plot.height + 8 ? layout.rate : undefined
}

/** The loss over a strip that shows the course of η, or of B. */
export const lossSpec = (strip: Strip = new Strip()): PanelSpec<Promise<Explanation>, Promise<NumberTable>> => ({
  axis: 'step',
  timed: 'xy',
  kept: 'beside',
  symbols: ['η', 'B'],
  subtitle(view) {
    const losses = view.arms.map(arm => `${armName(arm.id)} ${number(scalarOf(view, arm, 'loss'))}`)
    const error = view.selected ? scalarOf(view, view.selected, 'test_error') : Number.NaN
    return [...losses, ...(Number.isFinite(error) ? [`${wrong(error)} test error`] : [])].join(' · ')
  },
  sentence: view => [strip.coursesOf(view)?.scheduleSentence(view, strip.of(view)), lossSentence(view)].filter(Boolean).join(' '),
  summary(view) {
    const words = [describeSeries(seriesOf(view, 'loss'), { name: 'loss' })]
    if (tested(view)) words.push(describeSeries(seriesOf(view, 'test_loss'), { name: 'test loss' }))
    const schedule = strip.coursesOf(view)?.scheduleSentence(view, strip.of(view))
    return [...words, ...(schedule ? [schedule] : [])].join(' ')
  },
  draw(ctx, box, view, { previous, mark, lit, still }) {
    const series = seriesOf(view, 'loss')
    const kept = besideLines(view, seen => [...testSeries(seen).map(unnamed), ...seriesOf(seen, 'loss')])
    const first = Math.max(1e-12, ...[...kept, ...series].map(s => nth(s.y, 0)).filter(v => v > 0))
    const events = [...changeMarks(view.scenario), ...divergenceMarks(view)]
    const of = strip.of(view)
    const courses = strip.coursesOf(view)
    const lines = courses?.courseLines(view, of, strip.draft)
    const drawn = lines && editedArm(view, of)
    const named = (line: Series): Series => ({ ...line, symbol: of === 'eta' ? 'η' : 'B' })
    const data = {
      lit,
      series: [...kept, ...testSeries(view), ...series],
      rates: [
        ...besideLines(view, seen => seriesOf(seen, of === 'eta' ? 'lr' : 'batch_size')),
        ...(lines?.past ?? seriesOf(view, 'lr')).map(named),
      ],
      events,
      cursor: cursorOf(view, mark),
      ...(lines && { planned: lines.planned.map(named) }),
    }
    const over = overSteps(view, 'loss')
    const share = drawn ? 0.42 : lines ? 0.32 : 0.24
    const layout = lossChart(ctx, box, data, {
      previous,
      stripHeight: box.height < 120 ? 0 : Math.round(Math.min(drawn ? 190 : 76, Math.max(44, box.height * share))),
      previousRate: (previous as LossLayout | undefined)?.rate,
      ...over,
      yLimit: [1e-300, first * (showsEscape(view.scenario) ? ESCAPE_ROOF : ROOF)],
      ...(lines && {
        rateTitle: of === 'eta' ? 'η' : 'B',
        rateDomain: [0, Math.max(view.scenario.steps, over.xDomain[1])],
        ...(drawn && courses?.axisFor(lines.planned, drawn)),
        // Under the hand the axis holds still.
        rateRange: strip.draft && (previous as LossLayout | undefined)?.rate?.y.domain,
      }),
    })
    drawEventLabels(ctx, box.theme, events, layout)
    if (!still) strip.put(drawn && layout.rate && { ...layout.rate, width: box.width, height: box.height })
    return layout
  },
  locate(view, layout, px, py) {
    const rate = stripUnder(layout, py)
    return rate && rate.x.value(px) > view.lastStep ? undefined : stepAt(view, rate ?? layout, px)
  },
  tip(view, layout, px, py) {
    const rate = stripUnder(layout, py)
    const step = rate ? Math.round(rate.x.value(px)) : -1
    const inside = step > view.lastStep && step <= view.scenario.steps
    return inside ? strip.coursesOf(view)?.plannedReadout(view, strip.of(view), strip.draft, step) : undefined
  },
  readout(view, step) {
    const of = strip.of(view)
    const values = readoutOf(view, step, [['loss', 'L'], of === 'eta' ? ['lr', 'η'] : ['batch_size', 'B']])
    const { title } = values
    const schedules = strip.coursesOf(view)?.schedulesAt(view, of, step) ?? []
    const rows = [...values.rows, ...schedules.map(({ who, words }) => ({ label: who.map(arm => arm.label).join(', '), value: words }))]
    if (!tested(view)) return { title, rows }
    const tests = view.arms.flatMap(arm => {
      const of = (name: 'test_loss' | 'test_error') => scalarOf(view, arm, name, arm.trace.table.indexOf(step))
      return [
        { label: `${arm.label} test L`, color: arm.color, value: formatValue(of('test_loss')) },
        { label: `${arm.label} test error`, color: arm.color, value: wrong(of('test_error')) },
      ]
    })
    return { title, rows: [...rows, ...tests] }
  },
  table: async view => (await import('./table')).lossTable(view, strip, tested(view)),
  explain: async view => (await import('./explain')).explainLoss(view, strip, tested(view)),
})
