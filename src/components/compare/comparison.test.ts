import { expect, it } from 'vitest'
import { elementAt } from '../../lib/values'
import type { View } from '../panels/reading/view'
import { keptOf, withRuns } from '../panels/testing/kept.fixture'
import { fullView } from '../panels/testing/panelViews.fixture'
import { scenarioWith, viewOfRows } from '../panels/testing/view.fixture'
import { comparisonOf, headsOf } from './comparison'
import { asCsv, asMarkdown } from './copied'
import { resultsOf } from './results'

const scenario = scenarioWith('linear-anisotropic')
const run = (steps: readonly number[], loss: number): View =>
  viewOfRows(
    scenario,
    scenario.arms.map(() => steps.map(step => ({ step, loss: loss + step, mu: loss / 2, lambda: [loss, 1, 1] }))),
  )
const cellsOf = (rows: ReturnType<typeof resultsOf>) => Object.fromEntries(rows.map(({ label, cells }) => [label, cells]))
const NO_PRINTS = [0, 0, 0].map(step => ({ step, fingerprint: '' }))

it('holds the runs against each other at the step shown and at their ends', () => {
  const view = withRuns(run([0, 10, 20], 1), run([0, 9, 30], 2), run([0, 10], 4))
  expect(cellsOf(resultsOf(view, NO_PRINTS))).toMatchObject({
    'L at step 20': ['21', '11 (step 9)', '–'],
    'μ at step 20': ['0.500', '1 (step 9)', '–'],
    'λ₁ at step 20': ['1', '2 (step 9)', '–'],
    'last step': ['20', '30', '10'],
    'L at the last step': ['21', '32', '14'],
    'λ₁ at the last step': ['1', '2', '4'],
  })
  // Where all stand at their end there is nothing more to say.
  expect(Object.keys(cellsOf(resultsOf(withRuns(run([0, 10], 1), run([0, 10], 2)), NO_PRINTS)))).not.toContain('L at step 10')
})

it('a fingerprint is the same or another at the same step alone', () => {
  const view = withRuns(run([0, 10], 1), run([0, 10], 1), run([0, 10], 2), run([0, 5], 2))
  const prints = [
    { step: 10, fingerprint: 'aa' },
    { step: 10, fingerprint: 'aa' },
    { step: 10, fingerprint: 'bb' },
    { step: 5, fingerprint: 'aa' },
  ]
  expect(cellsOf(resultsOf(view, prints)).fingerprint).toEqual([
    'aa at step 10',
    'the same, to the last bit',
    'bb, another',
    'aa at step 5',
  ])
})

it('says which quantities a run has that another has not, and of a run that diverged where', () => {
  const [live, other] = [fullView('s=mlp-digits-small', { layers: 2 }), fullView('s=escape')]
  elementAt(other.traces.arms, 0).divergence = { step: 7, direction: 1 } as never
  const rows = cellsOf(resultsOf(withRuns(live, other), NO_PRINTS))
  const [has, lacks] = rows['measured beside what all have'] ?? []
  expect(has).toContain('Tr G_ll')
  expect(lacks).toBe('–')
  expect(rows['L at the last step']?.[1]).toBe('diverged at step 7')
  expect(cellsOf(resultsOf(withRuns(live, live), NO_PRINTS))['measured beside what all have']).toBeUndefined()
})

it('sets runs that this version cannot read apart, and keeps the letters of the others', () => {
  const live = run([0, 10], 1)
  const runs = [keptOf(live, 'old', { link: 's=gone' }), keptOf(live, 'new', { name: 'a|b, "c"' })]
  const comparison = comparisonOf(live, live.scenario, runs, { step: 10, fingerprint: 'f' })
  expect(headsOf(comparison)).toEqual(['live', 'B: a|b, "c"'])
  expect(comparison.unread.map(({ letter, why }) => [letter, why])).toEqual([['A', expect.stringContaining('gone')]])
  expect(comparison.differences).toEqual([])
  const rows = [{ label: 'L', cells: ['1', '2|3'] }]
  expect(asMarkdown(headsOf(comparison), rows)).toBe('|  | live | B: a\\|b, "c" |\n| --- | --- | --- |\n| L | 1 | 2\\|3 |\n')
  expect(asCsv(headsOf(comparison), rows)).toBe(',live,"B: a|b, ""c"""\nL,1,2|3\n')
})
