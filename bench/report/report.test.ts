import { expect, it } from 'vitest'
import type { Cell, Row } from '../core/row'
import { figures } from './figures'
import { performanceText, type Results } from './markdown'
import { withFigures } from './write'

const cell = (who: string, median: number): Cell => ({ who, rounds: 7, lower: 0.9 * median, median, upper: 1.1 * median })
const STEP: Row = {
  ...{ part: 'networks', group: 'SGD step', name: 'MLP 196-32-32-1, B 8, f64', unit: 'ms' },
  cells: [cell('ours', 0.08), cell('PyTorch, autograd', 0.2), cell('PyTorch, by hand', 0.1)],
  targets: [{ of: 'ours', against: ['PyTorch, autograd', 'PyTorch, by hand'], atMost: 1 }],
}
const WITHOUT: Row = {
  ...STEP,
  name: 'MLP 196-32-32-1, B 8, f32',
  cells: [{ who: 'ours', missing: 'not there yet' }, cell('PyTorch, autograd', 0.2)],
}
const RESULTS: Results = {
  machine: {
    ...{ date: '2026-01-02', cpu: 'Some CPU', cores: 2, memory: 8, system: 'Linux', load: [0.5, 1.5] },
    versions: { node: '20.19.0', torch: '1.13' },
  },
  rows: [STEP, WITHOUT],
  failed: ['page: no Chromium'],
}

it('says machine, versions, date, load, every number, what is met and what is not', () => {
  const text = performanceText(RESULTS)
  for (const said of ['2026-01-02', 'Some CPU, 2 cores, 8 GiB', '0.5, 1.5', '| torch | 1.13 |', 'page: no Chromium'])
    expect(text).toContain(said)
  expect(text).toContain('## SGD step, ms')
  expect(text).toContain(
    '| MLP 196-32-32-1, B 8, f64 | 0.08 (0.072–0.088) | 0.2 (0.18–0.22) | 0.1 (0.09–0.11) | ours: at most 1× PyTorch, by hand | 0.8×: met |',
  )
  expect(text).toContain('| – | 0.2 (0.18–0.22) | – | ours: at most 1× PyTorch, autograd | not there yet: open |')
  expect(text).toContain('* ours: not there yet')
  expect(text).toContain('Of 2 targets 1 are met, 0 are not, 1 could not be measured.')
})

it('warns of a machine that was busy with other work', () => {
  const { machine } = RESULTS
  expect(performanceText(RESULTS)).not.toContain('beware')
  expect(performanceText({ ...RESULTS, machine: { ...machine, load: [0.5, 7] } })).toContain('load 7 on 2 cores')
})

it('tells the figures that were measured, against the quickest peer', () => {
  expect(figures(RESULTS.rows)).toEqual([
    'One SGD step of a deep net (196-32-32-1, B 8, float64) takes 0.08 ms on one core, 0.8× the time of PyTorch.',
  ])
})

it('puts the figures between the markers, whatever was there', () => {
  const [begin, end] = ['<!-- figures: npm run bench -- report -->', '<!-- end of figures -->']
  const once = withFigures(`a\n${begin}\nold\n${end}\nb`, ['new'])
  expect(once).toBe(`a\n${begin}\n* new\n${end}\nb`)
  expect(withFigures(once, ['new'])).toBe(once)
  expect(() => withFigures('nothing', [])).toThrow('markers')
})
