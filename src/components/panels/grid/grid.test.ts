import { expect, it } from 'vitest'
import { decodeLink, type Scenario } from '../../../scenario'
import type { PartOf } from '../../../store'
import { viewOfRows } from '../testing/view.fixture'
import { checked, draftOf, textsOf } from './draft'
import { gridOf, scenarioOf } from './reading'
import { gridSpec } from './spec'

/** A view whose sweep has given the loss at the end that `loss` says, arm by arm; undefined where a run has not come. */
function viewOf(
  link: string,
  values: readonly (readonly string[])[],
  seeds: number,
  loss: (i: number) => readonly number[] | undefined,
  end: (i: number) => number = () => 40,
) {
  const scenario = decodeLink(`s=linear-anisotropic&arms=sgd,gd&steps=40&${link}`)
  const view = viewOfRows(scenario, [[], []])
  const tasks = values.flatMap(texts =>
    Array.from({ length: seeds }, (_, s) => ({
      values: texts,
      seed: 7 + s,
      link: '',
      scenario: { ...scenario, seed: 7 + s },
      at: [],
      until: null,
    })),
  )
  view.traces.startStudy('grid', 'key', tasks as never)
  for (const i of tasks.keys()) {
    const found = loss(i)
    if (!found) continue
    const rows = ['sgd', 'gd'].flatMap((arm, a) => [
      { arm, at: 'start', step: 0, values: [1, 5] },
      { arm, at: 'end', step: end(i), values: [found[a] ?? Number.NaN, 6] },
    ])
    const part: PartOf<'grid'> = { names: ['loss', 'mu'], rows, steps: 40, fingerprint: `f${i}` }
    view.traces.addPart('grid', i, part)
  }
  return view
}
const etas = [['0.2'], ['0.1'], ['0.4']]
const never = () => {
  throw new Error('nothing is opened')
}

it('says what it will do, what has come, and where each arm is lowest and highest', () => {
  const link = 'grid=eta=0.2,0.1,0.4&seeds=1'
  const { sentence, subtitle } = gridSpec('median', never)
  expect(sentence(viewOfRows(decodeLink(`s=linear-anisotropic&${link}&seeds=2`.replace('&seeds=1', '')), [[], []]))).toBe(
    '6 runs, L at the end of each: nothing has been computed yet.',
  )
  const some = viewOf(link, etas, 1, i => (i < 2 ? [0.5 + i / 4, 0.25] : undefined))
  expect(sentence(some)).toBe(
    'SGD: L at the end goes from 0.500 at η = 0.2 to 0.750 at η = 0.1. GD: L at the end stays at 0.250. 2 of 3 runs are there.',
  )
  expect(subtitle(some)).toBe('L at the end over η · 2 of 3 runs')
  const left = viewOf(link, etas, 1, i => [i === 2 ? Number.NaN : 1 + 99 * i, 1])
  expect(sentence(left)).toMatch(
    /SGD: .* from 1 at η = 0.2 to 100 at η = 0.1\. .* 1 of 6 have no finite value and the scale is logarithmic, no farther than three powers of ten from the median\.$/,
  )
})

it('says which runs diverged before they were to be read', () => {
  const spec = gridSpec('median', never)
  const view = viewOf(
    'grid=eta=0.2,0.1,0.4&seeds=1',
    etas,
    1,
    () => [1, 1],
    i => (i === 2 ? 17 : 40),
  )
  expect(spec.sentence(view)).toMatch(/2 of 6 diverged before and count with their last reading\.$/)
  const rows = (column: number) => spec.readout(view, column * 10_000, undefined).rows
  expect(rows(2)).toContainEqual({ label: 'it diverged: read at step', value: '17' })
  expect(rows(1).some(({ label }) => label.startsWith('it diverged'))).toBe(false)
})

it('sums up the seeds by median and quartiles or by mean and error, in the order of the values', () => {
  const losses = [1, 2, 4, 8, 3, 5, 7, 9, 10, 20, 30, 40]
  const view = viewOf('grid=eta=0.2,0.1,0.4&seeds=4', etas, 4, i => [losses[i] ?? 0, 1])
  const read = (statistic: 'median' | 'mean') => {
    const reading = gridOf(view, statistic)
    if (typeof reading === 'string') throw new Error(reading)
    return { ...reading, sgd: reading.arms[0]?.groups.map(group => [group?.mid, group?.lo, group?.hi]) }
  }
  // By hand: of 1, 2, 4, 8 the quartiles lie a quarter of the way between neighbours, of 3, 5, 7, 9 and 10 … 40 too.
  expect(read('median').sgd).toEqual([
    [3, 1.75, 5],
    [6, 4.5, 7.5],
    [25, 17.5, 32.5],
  ])
  expect(read('median').axes[0]?.at).toEqual([0.1, 0.2, 0.4])
  const mean = read('mean').sgd?.[0] ?? []
  const error = Math.sqrt(((1 - 3.75) ** 2 + (2 - 3.75) ** 2 + (4 - 3.75) ** 2 + (8 - 3.75) ** 2) / 3 / 4)
  for (const [i, v] of [3.75, 3.75 - error, 3.75 + error].entries()) expect(mean[i]).toBeCloseTo(v, 12)
  const spec = gridSpec('mean', never)
  // The first value along the axis is 0.1, the second of the plan.
  expect(spec.readout(view, 0, undefined)).toMatchObject({ title: 'η = 0.1', rows: [{ value: '6 ± 1' }, {}, {}, {}] })
  expect(spec.readout(view, 0, undefined).rows[0]?.label).toBe('SGD L at the end (mean ± standard error of 4 seeds)')
})

it('opens the run nearest the middle, at the step that the sweep made', () => {
  const opened: Scenario[] = []
  const view = viewOf('grid=eta=0.2,0.1,0.4&seeds=3&panels=loss,grid&speed=7', etas, 3, i => [[5, 1, 2][i % 3] ?? 0, 1])
  const spec = gridSpec('median', scenario => opened.push(scenario))
  spec.press?.(view, 10_000)
  expect(opened.map(({ seed, steps, view: { grid, seeds, speed } }) => [seed, steps, grid, seeds, speed])).toEqual([[9, 40, '', 1, 7]])
  expect(spec.readout(view, 10_000, undefined).rows.find(({ label }) => label.startsWith('fingerprint'))).toEqual({
    label: 'fingerprint, seed 9, step 40',
    value: 'f2',
  })
  const reading = gridOf(view, 'median')
  if (typeof reading === 'string') throw new Error(reading)
  const run = reading.arms[0]?.groups[0]?.typical
  // A GPU would have other digits.
  expect(run && scenarioOf(run, view.scenario.view).backend).toBe('wasm')
})

it('walks over two fields, each along its axis', () => {
  const values = [
    ['0.1', '4'],
    ['0.1', '1'],
    ['0.3', '4'],
    ['0.3', '1'],
  ]
  const view = viewOf('grid=eta=0.1,0.3;B=4,1', values, 1, i => [i + 1, 1])
  const spec = gridSpec('median', never)
  const at = (place: number | undefined, key: string) => spec.walk?.(view, place, key)
  const title = (place: number | undefined) => spec.readout(view, place ?? -1, undefined).title
  expect(title(at(undefined, 'ArrowUp'))).toBe('η = 0.1, B = 1')
  expect(title(at(0, 'ArrowUp'))).toBe('η = 0.1, B = 4')
  expect(title(at(at(0, 'ArrowUp'), 'ArrowRight'))).toBe('η = 0.3, B = 4')
  expect(spec.readout(view, at(1, 'ArrowRight') ?? -1, undefined).rows[0]).toMatchObject({ label: 'SGD L at the end', value: '3' })
  expect(at(1, 'ArrowLeft')).toBe(1)
  expect(at(1, 'x')).toBeUndefined()
  expect(spec.table(view).rows).toHaveLength(16)
})

it('says in the place of the picture what is wrong with a plan that came in a link', () => {
  const view = viewOfRows(decodeLink('s=linear-anisotropic&grid=nope=1'), [[], []])
  const spec = gridSpec('median', never)
  expect(spec.sentence(view)).toMatch(/^grid: found “nope”; allowed is a field that is a number or a choice/)
  expect(spec.table(view).rows).toEqual([])
})

it.each([
  { grid: 'eta=0.1:1:log:5;B=1,2', seeds: 3, shows: 'mu@50' },
  { grid: 'eta=0.1,1', seeds: 1, shows: 'step@loss<0.01' },
  { grid: 'n=10,20', seeds: 1, shows: 'loss@start' },
])('writes %o as it was read', texts => {
  expect(textsOf(draftOf(texts))).toEqual(texts)
  expect(checked(texts)).toMatchObject({ runs: expect.any(Number) })
})

it('says of a draft what is lacking, in words of the page', () => {
  const draft = draftOf({ grid: 'eta=0.1,1', seeds: 1, shows: 'loss@end' })
  const said = (part: Partial<typeof draft>) => checked(textsOf({ ...draft, ...part }))
  expect(said({ field: '' })).toBe('field: name a field and its values, as eta and 0.01:1:log:20')
  expect(said({ seeds: '0' })).toBe('seeds: allowed is a whole number from 1 to 1000')
  expect(said({ values: '1:0.1:log:3' })).toMatch(/^grid eta: found “1:0.1:log:3”; allowed is a range whose first end/)
  expect(said({ where: 'threshold', place: 'loss' })).toMatch(/^where it is read: allowed is/)
  expect(said({ where: 'threshold', place: 'loss<x' })).toMatch(/^until: found “loss<x”/)
  expect(said({ column: '' })).toMatch(/^column: name/)
  expect(said({ second: 'B', secondValues: '1, 2' })).toMatchObject({ runs: 4 })
})
