import { describe, expect, it } from 'vitest'
import type { ChartLayout } from '../../../charts'
import { LIGHT, symbolAt } from '../../../charts'
import { recordingContext } from '../../../charts/testing'
import { Table } from '../../../lib/table'
import { elementAt } from '../../../lib/values'
import type { EnsembleTrace } from '../../../store'
import { escapeMetric, referenceRatios } from '../../../theory/escapeMetric'
import type { View } from '../reading/view'
import { type Row, scenarioWith, viewOfRows } from '../testing/view.fixture'
import { cloudOf } from './cloud'
import { energiesAt, energyPath } from './energies'
import { bothLeaveApart, sharpSentence } from './sentence'
import { sharpSpec } from './spec'

const scenario = scenarioWith('escape')
const border = (k: number) => ({ k }) as Parameters<typeof sharpSpec>[0]

const rowsOf = (energies: readonly (readonly number[])[]): Row[] =>
  energies.map((energy, step) => ({ step, loss: energy.reduce((s, e) => s + e / 2, 0), energy: [...energy], D: [...escapeMetric(energy)] }))

/** SGD climbs with energies 2 : 1 : 1; GD's sharp energy grows while the flat ones die. */
function view(steps = 31): View {
  const along = (of: (t: number) => readonly number[]) => rowsOf(Array.from({ length: steps }, (_, t) => of(t)))
  return viewOfRows(scenario, [along(t => [2 * 10 ** (t / 3), 10 ** (t / 3), 10 ** (t / 3)]), along(t => [10 ** (t / 3), 10 ** -t, 1e-40])])
}

const NO_ENSEMBLE: EnsembleTrace = {
  ...{ columns: [], rows: new Table(0), exact: new Table(2), escapes: null, cloud: null, step: 30, R: 4, net: null, machine: null },
  ...{ first: 0, rho: 1, inexact: null, refused: null, failed: null },
}

function withStudy(v: View): View {
  const curve = {
    step: Float64Array.of(0, 20),
    loss: new Float64Array(2),
    energy: new Float64Array(6),
    D: Float64Array.of(9, 9, 0, 3, 1.5, 0),
  }
  const part = {
    arm: 'sgd',
    k: 3,
    linear: true,
    exact: curve,
    aligned: curve,
    growth: [],
    reference: referenceRatios([3, 2, 1]),
    until: 30,
  }
  v.traces.startStudy('curves', 'key', [{ scenario, arm: 0 }])
  v.traces.addPart('curves', 0, { ...part, end: null })
  return v
}

describe('sharp against flat', () => {
  it('splits the energy at k, and keeps the digits of what dies', () => {
    const seen = view()
    const [sgd, gd] = [seen.arms[0], seen.arms[1]]
    expect(energiesAt(seen, sgd, 1, 0)).toEqual({ sharp: 2, flat: 2, D: 1 })
    expect(energiesAt(seen, sgd, 2, 0)).toEqual({ sharp: 3, flat: 1, D: 1 / 3 })
    expect(energiesAt(seen, gd, 1, 30).flat / 1e-30).toBeCloseTo(1, 9)
    expect(energiesAt(seen, gd, 2, 30).flat / 1e-40).toBeCloseTo(1, 12)
  })

  it('draws long runs from few rows, the newest, the step shown among them', () => {
    const seen = view(2501)
    const scrubbed: View = { ...seen, arms: seen.arms.map(arm => ({ ...arm, row: 1001 })) }
    const path = energyPath(scrubbed, scrubbed.arms[0], 1)
    expect(path.length).toBeLessThanOrEqual(1000)
    expect(path.step[path.length - 1]).toBe(2500)
    expect(path.step[path.at]).toBe(1001)
  })

  it('says who climbs and who runs off, beside the exact mean once it has come', () => {
    expect(sharpSentence(view(), 1)).toBe('SGD climbs with 1 times as much energy in flatter directions as along v₁; GD runs off along v₁.')
    expect(sharpSentence(withStudy(view()), 2)).toContain('as in the 2 sharpest directions (exact mean 1.5)')
    expect(sharpSentence(view(1), 1)).toContain('SGD holds 1 times')
    const flat = viewOfRows(scenario, [[{ step: 0, loss: 1, energy: [1e-6, 2], D: [2e6, 0] }], [{ step: 0, loss: 1 }]])
    expect(sharpSentence(flat, 1)).toBe('SGD’s loss lies in flatter directions alone.')
  })

  it('speaks of the learning rates only where both arms have left at different ones', () => {
    expect(bothLeaveApart(view(), 1)).toBe(true)
    // So early no arm has grown tenfold.
    expect(bothLeaveApart(view(2), 1)).toBe(false)
    const same = view()
    const arms = same.arms.map(arm => ({ ...arm, settings: { ...arm.settings, eta: 0.3 } }))
    expect(bothLeaveApart({ ...same, arms }, 1)).toBe(false)
  })

  it('exports what is drawn, with mean and bound', () => {
    const table = sharpSpec(border(1)).table(withStudy(view()))
    expect(table.header).toEqual(['arm', 'step', 'k', 'energy_sharp', 'energy_flat', 'D', 'D_exact', 'reference'])
    expect(table.rows[0]).toEqual(['sgd', 0, 1, 2, 2, 1, 9, 5 / 9])
    expect(table.rows[31]?.slice(0, 4)).toEqual(['gd', 0, 1, 1])
  })

  it('reads the step whose point is nearest, on the axes that were drawn', () => {
    const seen = withStudy(view())
    const spec = sharpSpec(border(1))
    const layout: ChartLayout = spec.draw(recordingContext().ctx, { width: 600, height: 400, theme: LIGHT }, seen, {})
    const energy = 2 * 10 ** (12 / 3)
    expect(spec.locate(seen, layout, layout.x.px(energy) + 2, layout.y.px(energy) - 1)).toBe(12)
    expect(spec.locate(seen, layout, layout.plot.x, layout.plot.y)).toBeUndefined()
    expect(layout.x.domain).toEqual(layout.y.domain)
  })

  it('has marks for the exact mean and for D_k of the selected arm, which lie along their diagonals', () => {
    const seen = withStudy(view())
    const spec = sharpSpec(border(2))
    const draw = (lit?: string) => {
      const recorder = recordingContext()
      const layout = spec.draw(recorder.ctx, { width: 600, height: 400, theme: LIGHT }, seen, { ...(lit !== undefined && { lit }) })
      return { layout, strokes: recorder.calls.filter(({ name }) => name === 'stroke').length }
    }
    const { layout, strokes } = draw()
    const { x, y, marks } = layout
    const at = (ratio: number, sharp: number): [number, number] => [x.px(sharp), y.px(ratio * sharp)]
    expect(symbolAt(marks, ...at(1.5, 30))).toBe('exact mean')
    const { D } = energiesAt(seen, elementAt(seen.arms, 0), 2)
    expect(symbolAt(marks, ...at(D, 30))).toBe('D₂')
    expect(symbolAt(marks, ...at(1e3 * D, 0.3))).toBe('')
    expect(draw('exact mean').strokes).toBeGreaterThan(strokes)
    for (const { symbol } of marks ?? []) expect(spec.symbols).toContain(symbol)
  })

  it('shows the replicas split after this k, and only at the newest step', () => {
    const seen = view()
    const [sharp, flat] = [
      [2, 3, 4, 5],
      [1, 1, 5, 6],
    ]
    const logs = Float64Array.from([...sharp, ...flat], Math.log)
    const ensemble = { ...NO_ENSEMBLE, cloud: { step: 30, split: 1, logs } }
    seen.traces.setEnsemble(ensemble)
    const spec = sharpSpec(border(1))
    expect(spec.sentence(seen)).toMatch(/Half of the 4 replicas have D₁ between 0\.50 and 1\.25?\.$|between 0\.50 and 1\.2\.$/)
    const rows = spec.table(seen).rows.slice(-4)
    expect(rows.map(row => row.slice(0, 3))).toEqual([0, 1, 2, 3].map(r => [`sgd replica ${r}`, 30, 1]))
    for (const [r, row] of rows.entries()) {
      expect(row[3]).toBeCloseTo(sharp[r], 9)
      expect(row[4]).toBeCloseTo(flat[r], 9)
    }
    expect(sharpSpec(border(2)).sentence(seen)).not.toContain('replicas')
    expect(cloudOf({ ...seen, scrubbed: true }, 1)).toBeNull()
    expect(cloudOf(seen, 1)?.sharp).toBe(cloudOf(seen, 1)?.sharp)
    const drawn = (v: View) => {
      const recorder = recordingContext()
      spec.draw(recorder.ctx, { width: 600, height: 400, theme: LIGHT }, v, {})
      return recorder.calls.filter(({ name, args }) => name === 'fillRect' && args[2] === 1.8).length
    }
    expect(drawn(seen)).toBe(4)
    expect(drawn({ ...seen, scrubbed: true })).toBe(0)
  })

  it('says so where the energies are not known', () => {
    const blind = viewOfRows(scenario, [[{ step: 0, loss: 1, energy: [1] }], [{ step: 0, loss: 1 }]])
    expect(sharpSpec(border(1)).missing?.(blind)).toContain('needs the energy along every direction of G')
    expect(sharpSpec(border(1)).missing?.(view())).toBeUndefined()
  })
})
