import { expect, it } from 'vitest'
import { elementAt } from '../../../lib/values'
import { keptOf, withRuns } from '../testing/kept.fixture'
import { fullView } from '../testing/panelViews.fixture'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { keptView, scenarioOf } from './kept'
import { besideLines, nearestStep, seriesOf, stepRange } from './series'
import { clockOf, overSteps } from './time'
import { columnOf, scalarOf, vectorOf } from './view'

const LINK = 's=escape&at=4:sgd.eta:0.3'

it('a kept run has the numbers, names, colours and settings that it had on screen', () => {
  const live = fullView(LINK)
  const kept = keptView(keptOf(live, 'a'), live.scenario, live.step, live.selected?.id ?? '')
  expect(scenarioOf(keptOf(live, 'a'))).toEqual(live.scenario)
  expect(kept.columns).toEqual(live.columns)
  expect(kept.step).toBe(live.step)
  expect(kept.arms.map(({ trace: _, ...arm }) => arm)).toEqual(live.arms.map(({ trace: _, ...arm }) => arm))
  expect(kept.selected?.id).toBe(live.selected?.id)
  for (const [a, arm] of live.arms.entries()) {
    const same = elementAt(kept.arms, a)
    for (const name of Object.keys(live.columns!.at) as (keyof NonNullable<typeof live.columns>['at'])[])
      expect(columnOf(kept, same, name), name).toEqual(columnOf(live, arm, name))
    expect(vectorOf(kept, same, 'g')).toEqual(vectorOf(live, arm, 'g'))
  }
})

it('stands at the step of the run on screen, or at its own end before that', () => {
  const kept = keptOf(fullView(LINK), 'a')
  const { scenario } = fullView(LINK)
  expect(
    [0, 5, 99].map(step => keptView(kept, scenario, step, 'sgd')).map(view => [view.step, scalarOf(view, elementAt(view.arms, 0), 'step')]),
  ).toEqual([
    [0, 0],
    [5, 4],
    [10, 10],
  ])
  expect(keptView(kept, scenario, 3, 'sgd').arms[0]?.settings.eta).not.toBe(0.3)
  expect(keptView(kept, scenario, 5, 'sgd').arms[0]?.settings.eta).toBe(0.3)
})

it('has the colours of the arms on screen of the same name, or else kind', () => {
  const live = fullView('s=escape&arms=a:gd,sgd')
  const [first] = withRuns(live, fullView('s=escape&arms=b:sgd,c:gd,sgd,adam')).beside
  const colorOf = (view: typeof live, id: string) => view.arms.find(arm => arm.id === id)?.color
  expect(colorOf(first!.view, 'sgd')).toBe(colorOf(live, 'sgd'))
  expect(colorOf(first!.view, 'b')).toBe(colorOf(live, 'sgd'))
  expect(colorOf(first!.view, 'c')).toBe(colorOf(live, 'a'))
})

const scenario = scenarioWith('linear-anisotropic')
const run = (steps: readonly number[], eta: number) =>
  viewOfRows(
    scenario,
    scenario.arms.map(() => steps.map((step, i) => ({ step, loss: 1 / (step + 1), time: i * eta }))),
  )

it('its lines are muted, named by its letter where they have a name, and widen the axis of steps', () => {
  const view = withRuns(run([0, 10, 20], 1), run([0, 50], 2))
  const lines = besideLines(view, kept => [...seriesOf(kept, 'loss'), { ...elementAt(seriesOf(kept, 'mu'), 0), label: '', symbol: 'μ' }])
  expect(lines.map(({ label, muted, symbol }) => [label, muted, symbol])).toEqual([
    ['A', true, undefined],
    ['A', true, undefined],
    ['', true, undefined],
  ])
  expect(lines[0]?.y).toEqual(Float64Array.of(1, 1 / 51))
  expect(stepRange(view)).toEqual([0, 20])
  expect(overSteps(view, 'loss').xDomain).toEqual([0, 50])
})

it('on the axis of time its own clock says how far that goes', () => {
  // 20 steps of the run on screen take Σ η to 2, 50 of the kept one to 8: that is where 80 steps on screen would be.
  const live = withRuns(run([0, 10, 20], 1), run([0, 50], 8))
  const timed = { ...live, scenario: { ...live.scenario, view: { ...live.scenario.view, xaxis: 'time' as const } } }
  expect(overSteps(timed, 'loss').time.last).toBe(80)
  expect(clockOf(elementAt(live.beside, 0).view, elementAt(elementAt(live.beside, 0).view.arms, 0)).times).toEqual(Float64Array.of(0, 8))
})

it('what is pointed at is a row of the run on screen, and beyond its end of a kept one', () => {
  const view = withRuns(run([0, 10, 20], 1), run([0, 7, 31, 50], 1))
  expect([8, 19, 22, 33, 60].map(step => nearestStep(view, step))).toEqual([10, 20, 20, 31, 50])
})
