import { expect, it } from 'vitest'
import { PRESETS } from '../../../scenario'
import type { Columns } from '../../../store'
import { columns, viewOfRows } from '../testing/view.fixture'
import { SWEEP } from './spec'

const certified = PRESETS.get('deff-sweep')!.scenario
const layout: Columns = columns(3)

const row = (mu: number, d_eff: number) => {
  const out = new Float64Array(layout.width).fill(Number.NaN)
  out[layout.at.mu] = mu
  out[layout.at.d_eff] = d_eff
  return out
}

/** A view in which some of the values have come: μ at the start and at the end per arm, and the certificate. */
function viewWith(
  values: readonly number[],
  came: Readonly<Record<number, { mu: readonly number[]; certificate: readonly [number, number] }>>,
) {
  const view = viewOfRows(certified, [[], []])
  const tasks = values.map(value => ({ value, scenario: certified }))
  view.traces.startStudy('sweep', 'key', tasks)
  values.forEach((value, i) => {
    const point = came[value]
    if (!point) return
    const [a, b, c, d] = point.mu
    const rows = { start: [row(a!, 10), row(b!, 10)], end: [row(c!, 12), row(d!, 12)] }
    view.traces.addPart('sweep', i, {
      columns: layout,
      ...rows,
      certificate: { mu: point.certificate, g: new Float64Array([0.1, 4]) },
    } as never)
  })
  return view
}

it('says what it will cost before anything has come', () => {
  expect(SWEEP.sentence(viewOfRows(certified, [[], []]))).toMatch(/^7 runs of 200 steps each, .*: nothing has been computed yet\.$/)
})

it('says between what μ stays, and that the certificate tightens', () => {
  const view = viewWith([50, 100, 5000], {
    50: { mu: [1.1, 1, 0.97, 1], certificate: [0.5, 1.9] },
    5000: { mu: [1, 1.01, 1.02, 1], certificate: [0.98, 1.06] },
  })
  expect(SWEEP.sentence(view)).toBe(
    'μ stays between 0.97 and 1.10 from n = 50 to n = 5\u2009000. The certificate tightens from [0.50, 1.90] to [0.98, 1.06].',
  )
  expect(SWEEP.subtitle(view)).toBe('μ over n · 2 of 3 points')
  expect(SWEEP.readout(view, 100, undefined).rows[0].label).toBe('not computed yet')
  expect(SWEEP.readout(view, 50, undefined).rows.map(r => `${r.label} ${r.value}`)).toContain('SGD μ 1.10 → 0.970')
  expect(SWEEP.table(view).rows).toHaveLength(8)
  expect(SWEEP.stops!(view)).toEqual([50, 100, 5000])
})
