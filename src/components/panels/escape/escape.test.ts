import { describe, expect, it } from 'vitest'
import { escapeMetric, referenceRatios } from '../../../theory/escapeMetric'
import { energySpec } from '../energy/spec'
import { curveAt, endText, growthAt, recursionsOf } from '../reading/recursions'
import type { View } from '../reading/view'
import { type Row, scenarioWith, viewOfRows } from '../testing/view.fixture'
import { escapeSentence, escapeSubtitle, overReference } from './sentence'
import { escapeSpec } from './spec'

const scenario = scenarioWith('escape')

/** Rows of an arm whose energies are given step by step. */
const rowsOf = (energies: readonly (readonly number[])[]): Row[] =>
  energies.map((energy, step) => ({
    step,
    loss: energy.reduce((s, e) => s + e / 2, 0),
    energy: [...energy],
    D: [...escapeMetric(energy)],
    lambda: [3, 2, 1],
  }))

/** SGD keeps its energies, GD loses the flat ones. */
function view(): View {
  const sgd = rowsOf(Array.from({ length: 30 }, () => [2, 1, 1]))
  const gd = rowsOf(Array.from({ length: 30 }, (_, t) => [1, 0.1 ** (t / 10), 0.1 ** (t / 10)]))
  return viewOfRows(scenario, [sgd, gd])
}

function withStudy(v: View): View {
  const curve = { step: Float64Array.of(0, 10, 20), loss: new Float64Array(3), energy: new Float64Array(9), D: new Float64Array(9) }
  curve.D.set([9, 9, 9, 4, 2, 0, 3, 1.5, 0])
  const growth = { from: 0, eta: 0.3, B: 1, rho: 1.1, D: Float64Array.of(2, 1, 0), rhoAligned: 1.05, rhoGaussian: 1.09 }
  const reference = referenceRatios([3, 2, 1])
  const part = {
    arm: 'sgd',
    k: 3,
    linear: true,
    exact: curve,
    aligned: { ...curve, D: curve.D.map(v => v / 2) },
    growth: [growth],
    reference,
    until: 20,
    end: 'budget' as const,
  }
  v.traces.startStudy('curves', 'key', [{ scenario, arm: 0 }])
  v.traces.addPart('curves', 0, part)
  return v
}

describe('escape', () => {
  it('says what the runs do, beside the mean once it has come', () => {
    expect(escapeSentence(view(), 1)).toBe('SGD: D₁ = 1; GD’s D₁ falls tenfold every 10 steps.')
    const seen = withStudy(view())
    expect(curveAt(recursionsOf(seen, seen.arms[0])!, recursionsOf(seen, seen.arms[0])!.exact, 1, 29)).toBeNaN()
    seen.traces.cursor = 19
    expect(escapeSentence({ ...seen, step: 19 }, 2)).toContain('SGD: D₂ = 0.33 here, 1.5 in the mean')
  })

  it('states D_k of the growing direction over the reference ratio', () => {
    const seen = withStudy(view())
    // (4 + 1)/9 is the reference for k = 1.
    expect(overReference(seen, 1)).toBeCloseTo(2 / (5 / 9), 12)
    expect(escapeSubtitle(seen, 1)).toBe('D₁ 1.00 · mean → 3.60 × paper’s')
    expect(overReference(view(), 1)).toBeNaN()
  })

  it('says why the recursions end', () => {
    const part = recursionsOf(withStudy(view()), view().arms[0])
    expect(endText(part, 'SGD')).toBe('SGD’s recursions end at step 20: more would take too long.')
    expect(endText(undefined, 'SGD')).toBe('')
    expect(growthAt(part!, 5)!.rho).toBe(1.1)
  })

  it('exports the energies and the metric with their exact means', () => {
    const border = { k: 1 } as Parameters<typeof escapeSpec>[0]
    const table = escapeSpec(border).table(withStudy(view()))
    const groups = ['D', 'D_exact', 'D_aligned', 'reference'].flatMap(group => [1, 2, 3].map(k => `${group}_${k}`))
    expect(table.header).toEqual(['arm', 'step', ...groups])
    expect(table.rows[10]).toEqual(['sgd', 10, 1, 1 / 3, 0, 4, 2, 0, 2, 1, 0, 5 / 9, 1 / 13, 0])
    const energies = energySpec(border, () => false)
    expect(energies.table(view()).rows[0]).toEqual(['sgd', 0, 2, 1, 1, 2])
    expect(energies.sentence(view())).toBe('The sharpest direction holds 50 % of SGD’s and 99.7 % of GD’s loss.')
  })
})
