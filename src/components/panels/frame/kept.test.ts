import { expect, it } from 'vitest'
import { elementAt } from '../../../lib/values'
import { DIRECTIONS } from '../directions/spec'
import { LAYERS } from '../layers/spec'
import { lossSpec } from '../loss/spec'
import type { View } from '../reading/view'
import { SCATTER } from '../scatter/spec'
import { sharpSpec } from '../sharp/spec'
import { keptOf, withRuns } from '../testing/kept.fixture'
import { fullView } from '../testing/panelViews.fixture'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import type { Border } from './border'
import { withKept } from './kept'
import { wordsOf } from './words'

const scenario = scenarioWith('linear-anisotropic')
const run = (steps: readonly number[], loss: number): View =>
  viewOfRows(
    scenario,
    scenario.arms.map(() => steps.map((step, i) => ({ step, loss: loss / (step + 1), lr: 0.1, time: i, mu: loss, g: [loss, 1, 1] }))),
  )
const LOSS = withKept(lossSpec(), '')
const labels = (view: View, at: number) => LOSS.readout(view, at, undefined).rows.map(({ label, value }) => `${label} ${value}`)

it('reads kept runs after the run on screen: at their own row, and up to where they end', () => {
  const view = withRuns(run([0, 10, 20], 1), run([0, 9, 40], 3), run([0, 10], 5))
  expect(labels(view, 10).filter(label => label.includes('SGD L'))).toEqual(['SGD L 0.0909', 'A, step 9, SGD L 0.300', 'B SGD L 0.455'])
  expect(labels(view, 20).filter(label => !/L|η/.test(label))).toEqual(['B up to step 10'])
  expect(labels(view, 40)).toEqual([
    'the run on screen up to step 20',
    ...['A SGD L 0.0732', 'A SGD η 0.100', 'A GD L 0.0732', 'A GD η 0.100'],
    'B up to step 10',
  ])
  expect(
    withKept(DIRECTIONS, '')
      .readout(view, 1, undefined)
      .rows.map(({ label }) => label),
  ).toContain('A, step 9, SGD g')
})

it('says them to screen readers, in the key of a picture and in the file, whose columns are those of all', async () => {
  const view = withRuns(run([0, 10], 1), run([0, 9], 3))
  expect(LOSS.summary(view)).toMatch(/SGD: loss falls from 1 .* Kept run A, “run k1”: SGD: loss falls from 3 /)
  expect(LOSS.key?.(view)).toEqual([{ sample: 'line', label: 'A: run k1' }])
  const { header, rows } = await LOSS.table(view)
  expect(header.slice(0, 3)).toEqual(['run', 'arm', 'step'])
  expect(header.at(-1)).toBe('time')
  expect(rows.map(row => row.slice(0, 4))).toEqual(
    [
      ['live', 0, 10, 1],
      ['A: run k1', 0, 9, 3],
    ].flatMap(([who, a, b, loss]) => ['sgd', 'gd'].flatMap(arm => [a, b].map(step => [who, arm, step, Number(loss) / (Number(step) + 1)]))),
  )
  expect(rows.every(row => row.length === header.length)).toBe(true)
})

it('says which kept runs have nothing to show, and which are read with another curvature', () => {
  const border = { k: 1 } as Border
  const view = withRuns(fullView('s=escape'), fullView('s=escape-trained'), fullView('s=escape&curvature=H'))
  expect(withKept(sharpSpec(border), '').sentence(view)).toMatch(/ A has nothing to show here\.$/)
  expect(withKept(sharpSpec(border), '').summary(view)).toContain('Kept run A, “run k1” has nothing to show here.')
  expect(withKept(DIRECTIONS, '').sentence(view)).toMatch(/ B is read with H\.$/)
  expect(withKept(DIRECTIONS, '', kept => kept.scenario.preset !== 'escape').sentence(view)).toMatch(/ B has nothing to show here\.$/)
})

it('a panel that has room for one run shows the one chosen, and another shows the run on screen alone', () => {
  const [live, other] = [fullView('s=linear-anisotropic&n=40&d=5'), fullView('s=linear-anisotropic&n=30&d=5')]
  const view = withRuns(live, other)
  const [plain, chosen] = [withKept(SCATTER, ''), withKept(SCATTER, 'k1')]
  expect(wordsOf(plain, 'Scatter', view)).toEqual(wordsOf(SCATTER, 'Scatter', live))
  expect(wordsOf(chosen, 'Scatter', view)).toMatchObject({ subtitle: SCATTER.subtitle(other), step: 10 })
  expect(chosen.sentence(view)).toBe(`Kept run A, “run k1”. ${SCATTER.sentence(other)}`)
  expect(chosen.table(view)).toEqual(SCATTER.table(other))
  expect(withKept(LAYERS, 'k1', ({ columns }) => (columns?.layers ?? 0) > 1).missing?.(view)).toBe(
    'Kept run A, “run k1” has nothing to show here.',
  )
  const { kept: _, ...alone } = SCATTER
  expect(withKept(alone, 'k1').sentence(view)).toBe(`The run on screen alone. ${SCATTER.sentence(live)}`)
})

it('keeps a run that diverged as it was', () => {
  const live = run([0, 10], 1)
  elementAt(live.traces.arms, 0).divergence = { step: 10, direction: 2 } as never
  const [kept] = withRuns(run([0, 10], 1), live).beside
  expect(kept?.view.arms.map(arm => arm.trace.divergence)).toEqual(keptOf(live, 'a').arms.map(arm => arm.divergence))
})
