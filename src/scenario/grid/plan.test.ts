import { describe, expect, it } from 'vitest'
import { decodeLink, encodeLink } from '../packed'
import { PRESETS } from '../presets'
import { readAxes } from './axes'
import { gridBase, gridCommand, gridRuns, isLogAxis, MOST_RUNS, readGrid } from './plan'

const of = (link: string) => {
  const scenario = decodeLink(`s=linear-label-noise&n=12&d=3&arms=sgd,gd&${link}`)
  return { scenario, plan: readGrid(scenario.view) }
}

describe('a sweep in a link', () => {
  it('is one field or two, seeds, and what is shown; none where it is not said', () => {
    expect(of('').plan).toBeNull()
    const { scenario, plan } = of('grid=eta=0.1:0.4:log:3;B=1,4&seeds=3&shows=g_2@50')
    expect(plan).toMatchObject({ seeds: 3, at: ['start', 50, 'end'], until: null, shown: { column: 'g_2', place: 50 } })
    expect(plan?.axes.map(({ field, values }) => [field, ...values])).toEqual([
      ['eta', '0.1', '0.2', '0.4'],
      ['B', '1', '4'],
    ])
    expect(plan?.columns).toContain('g_2')
    expect(decodeLink(encodeLink(scenario))).toEqual(scenario)
    expect(of('grid=eta=0.1,0.2').plan).toMatchObject({ seeds: 1, at: ['start', 'end'], shown: { column: 'loss', place: 'end' } })
    const late = of('grid=eta=0.1,0.2&shows=step@loss<0.5').plan
    expect(late).toMatchObject({ at: ['start'], until: { column: 'loss', sign: '<', value: 0.5 }, shown: { column: 'step' } })
    expect(late?.columns).not.toContain('step')
  })

  it.each([
    ['grid=eta', 'grid: found “eta”; allowed is field=values of one field or of two'],
    ['grid=eta=1;B=1;n=4', 'grid: found “eta=1;B=1;n=4”'],
    ['grid=eta=1&shows=loss', 'shows: found “loss”; allowed is column@start'],
    ['seeds=0', 'seeds: found “0”; allowed is an integer from 1 to 1000'],
  ])('%s is refused when it is opened', (link, message) => expect(() => of(link)).toThrow(message))

  it.each([
    ['grid=nope=1', 'found “nope”; allowed is a field that is a number or a choice'],
    ['grid=seeds=1,2', 'found “seeds”'],
    ['grid=eta=1;eta=2', 'found “eta”; allowed is each field once'],
    ['grid=eta=1&shows=lost@end', 'found “lost”; allowed is a column'],
    ['grid=eta=1&shows=loss@lost<1', 'found “lost”'],
  ])('%s opens, and says what it cannot be', (link, message) => {
    const scenario = decodeLink(`s=linear-label-noise&${link}`)
    expect(() => readGrid(scenario.view)).toThrow(message)
  })

  it('runs on the processor, and shows its runs as their preset does', () => {
    const { scenario, plan } = of('grid=eta=0.1,0.2&backend=webgl&panels=loss,grid&speed=3&i=2&j=1&seeds=2')
    if (!plan) throw new Error('no plan')
    const runs = gridRuns(scenario, plan)
    expect(runs.map(({ values, seed }) => [...values, seed])).toEqual(
      [0, 1, 2, 3].map(i => [i < 2 ? '0.1' : '0.2', scenario.seed + (i % 2)]),
    )
    const first = decodeLink(runs[0]?.link ?? '')
    const usual = PRESETS.get('linear-label-noise')?.scenario.view
    expect([first.backend, first.view.i]).toEqual(['wasm', 2])
    expect({ ...first.view, i: 1, j: 2, plane: usual?.plane }).toEqual({ ...usual, i: 1, j: 2 })
    expect(gridBase(gridBase(scenario))).toEqual(gridBase(scenario))
  })

  it.each([
    ['grid=B=4,64', 'grid point B=64: sgd.B: found “64”; allowed is at most n = 12'],
    ['grid=backend=wasm,webgpu', 'grid point backend=webgpu: backend: found “webgpu”; allowed is auto, reference or wasm in a sweep'],
    [
      `grid=seed=1:${MOST_RUNS + 1}:lin:${MOST_RUNS + 1}`,
      `found ${MOST_RUNS + 1} points with their seeds; allowed are at most ${MOST_RUNS}`,
    ],
    ['grid=eta=0.1,0.2&shows=loss@9999', 'at most steps'],
  ])('%s has a run that cannot be', (link, message) => {
    const { scenario, plan } = of(link)
    expect(() => plan && gridRuns(scenario, plan)).toThrow(message)
  })

  it('is said as a command, with what differs from the usual', () => {
    const command = (link: string) => {
      const { scenario, plan } = of(link)
      return plan ? gridCommand(scenario, plan) : ''
    }
    const start = "noisescope sweep 'v=1&s=linear-label-noise&n=12&d=3'"
    expect(command('grid=eta=0.1:0.4:log:3;B=1,4')).toBe(`${start} --grid eta=0.1:0.4:log:3 --grid B=1,4 --out sweep`)
    expect(command('grid=eta=0.1,0.2&seeds=3&shows=g_2@50')).toBe(
      `${start} --grid eta=0.1,0.2 --seeds 3 --columns loss,mu,g_1,lambda_1,trace_G,frob_G,d_eff,g_2 --at start,50,end --out sweep`,
    )
    expect(command('grid=eta=0.1,0.2&shows=step@loss<0.5')).toBe(`${start} --grid eta=0.1,0.2 --until 'loss<0.5' --out sweep`)
  })

  it('is logarithmic where its range says so, or its values go over more than a decade', () => {
    const log = (text: string) => readAxes([text]).map(axis => isLogAxis(text, axis))[0]
    expect(
      ['eta=0.1:0.3:log:3', 'eta=0.01,1', 'B=1:100:lin:5', 'B=1,2,4', 'momentum=0,0.9', 'sampling=with-replacement,reshuffled'].map(log),
    ).toEqual([...[true, true, false, false, false, false]])
  })
})
