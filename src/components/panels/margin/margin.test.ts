import { expect, it } from 'vitest'
import { PRESETS } from '../../../scenario'
import { fitLaws } from '../../../sim/margin/laws'
import { STUDY_PLANS } from '../../../store/studyPlans'
import type { MarginPart } from '../../../workers/studies/margin'
import { viewOfRows } from '../testing/view.fixture'
import { MARGIN } from './spec'

const { scenario } = PRESETS.get('margin')!
const plan = STUDY_PLANS.margin({ scenario, arm: 'sgd', step: 0 })!
const tasks = await plan.tasks(async () => ({ step: 0, thetas: [] }))
type Kind = (typeof tasks)[number]['kind']

function viewWith(parts: Partial<Record<Kind, MarginPart>>) {
  const view = viewOfRows(scenario, [[]])
  view.traces.startStudy('margin', plan.key, tasks)
  for (const [i, { kind }] of tasks.entries()) if (parts[kind]) view.traces.addPart('margin', i, parts[kind])
  return view
}

const steps = Array.from({ length: 40 }, (_, i) => Math.round(1000 * 1.1 ** i))
function part(kind: Kind, gap: (t: number) => number): MarginPart {
  const gaps = steps.map((t, i) => gap(t) * (1 + 0.001 * (i % 3)))
  return {
    ...{ end: null, kind, n: 60, d: 5, margin: 0.2, slack: 0, support: 5, moved: 0.1 },
    ...{
      steps: Float64Array.from(steps),
      gaps: Float64Array.from(gaps),
      fits: fitLaws(steps, gaps),
      from: steps[0],
      until: steps.at(-1)!,
    },
  }
}

it('says which published rates are seen and which are not', () => {
  expect(MARGIN.sentence(viewWith({}))).toBe('Waiting for the first steps.')
  const good = MARGIN.sentence(
    viewWith({
      gd: part('gd', t => 1 / (2 * Math.log(t) - 3)),
      ngd: part('ngd', t => 9 / t),
      prgd: part('prgd', t => Math.exp(-t / 2000)),
      'prgd-fixed': part('prgd-fixed', t => 0.002 + Math.exp(-t / 1000)),
    }),
  )
  expect(good).toMatch(
    /^Not as published: PRGD at 2 % stalls\. As published: GD 1\/log t, NGD t\^−\(1\.00 ± .*\) and PRGD e\^−5\.0·10⁻⁴t\.$/,
  )
  const bad = MARGIN.sentence(
    viewWith({ gd: part('gd', t => t ** -0.3), ngd: part('ngd', t => 9 / Math.sqrt(t)), prgd: part('prgd', t => 9 / t) }),
  )
  expect(bad).toMatch(/^Not as published: GD t\^−\(0\.3.*NGD t\^−\(0\.5.* and PRGD t\^−\(1/)
  expect(MARGIN.sentence(viewWith({ gd: { end: 'inseparable' } }))).toContain('No plane')
})

it('reads margins at a step, and exports them', () => {
  const view = viewWith({ ngd: part('ngd', () => 0.25) })
  expect(MARGIN.stops!(view)).toEqual(steps)
  expect(MARGIN.readout(view, 1000, undefined).rows).toEqual([{ label: 'NGD', color: 1, value: '0.250 · margin 0.150' }])
  expect(MARGIN.readout(view, 1e9, undefined).rows[0].value).toBe('–')
  const closed = viewWith({ prgd: part('prgd', () => 1e-12) })
  expect(MARGIN.readout(closed, 1e9, undefined).rows[0].value).toBe('reached')
  expect(MARGIN.table(view).rows[0]).toEqual(['ngd', 1000, 0.2 * 0.75, 0.25, 0.2])
})
