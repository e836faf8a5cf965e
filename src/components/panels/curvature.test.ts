import { describe, expect, it } from 'vitest'
import { decodeLink, type Scenario } from '../../scenario'
import { alignmentSpec } from './alignment/spec'
import { DIRECTIONS } from './directions/spec'
import { flatnessSentence } from './flatness/sentence'
import { flatnessSpec } from './flatness/spec'
import { type AnyPanel, headingOf } from './frame/spec'
import { curvatures } from './reading/curvature'
import { edgeOf } from './reading/thresholds'
import type { View } from './reading/view'
import { SCATTER } from './scatter/spec'
import { type Row, scenarioWith, viewOfRows } from './testing/view.fixture'

const flatness = flatnessSpec({ sharpness: false })

const base = scenarioWith('two-layer')
const withH: Scenario = { ...base, measure: { ...base.measure, curvature: 'H' } }
const row: Row = {
  step: 0,
  loss: 1,
  lr: 0.5,
  batch_size: 4,
  mu: 1,
  alpha: 0.5,
  beta: 2,
  mu_isotropic: 0.3,
  frob_G: 1.3,
  frob_H: 1.6,
  trace_G: 2,
}
const full: Row = {
  ...row,
  lambda: [1, 0.5, 0.1],
  g: [1, 2, 3],
  lambda_H: [1.5, 0.4, -0.2],
  lambda_H_error: 0.01,
  trace_H: 2.5,
  trace_H_se: 0.1,
}
const CURVED = [alignmentSpec(true), DIRECTIONS, SCATTER]

/** Whatever a panel writes, apart from its canvas. */
async function textsOf(spec: AnyPanel, v: View): Promise<string[]> {
  const { text, formulas } = await spec.explain(v)
  const { title, rows } = spec.readout(v, spec.axis === 'k' ? 1 : 0, undefined)
  const table = await spec.table(v)
  return [
    ...[spec.subtitle(v), spec.sentence(v), spec.summary(v), ...text, ...formulas.flatMap(f => [f.tex, f.says ?? '']), title],
    ...rows.flatMap(r => [r.label, r.value]),
    ...[...table.header, ...table.rows.flat().map(String)],
  ]
}

const plain = viewOfRows(base, [[full], [full]])
const view = viewOfRows(withH, [[full], [full]])

describe('μ and g with H', () => {
  it('say so in titles and columns', async () => {
    for (const spec of CURVED) {
      expect(headingOf('Title', spec, view)).toBe('Title with H')
      expect(headingOf('Title', spec, plain)).toBe('Title')
    }
    for (const spec of [alignmentSpec(false), flatness]) expect((await spec.table(view)).header).toContain('mu_H')
    expect(SCATTER.table(view).header).toEqual(['arm', 'step', 'k', 'lambda_H', 'g_H', 'curvature_2L_vHv', 'noise_vSv'])
    expect(SCATTER.table(plain).header).toContain('curvature_2L_vGv')
  })

  it('write H for the matrix in every text, and leave names of arms alone', async () => {
    const s = decodeLink('v=1&s=valley&arms=big:sgd,gd&curvature=H&big.xi=g-shaped')
    const [big, gd] = ['BIG · like G', 'GD']
    for (const spec of CURVED) {
      const texts = await textsOf(spec, viewOfRows(s, [[full], [full]]))
      expect(texts.join(' ')).toContain(big)
      for (const text of texts) {
        const bare = text
          .replaceAll(big, '')
          .replaceAll(gd, '')
          .replace(/Gauss\w*/g, '')
        expect(bare).not.toMatch(/G|BIH|· like H/)
      }
      expect(texts.filter(text => text.includes('H')).length).toBeGreaterThan(2)
      const inG = await textsOf(spec, viewOfRows({ ...s, measure: { ...s.measure, curvature: 'G' } }, [[full], [full]]))
      expect(inG.filter(text => /2L(·|\\,)?\S*G/.test(text.replaceAll(big, ''))).length).toBeGreaterThan(0)
    }
  })

  it('take the curvature of H along its eigenvectors, as far as it is positive', () => {
    expect([...curvatures(view, view.arms[0])]).toEqual([1.5, 0.4])
    expect([...curvatures(plain, plain.arms[0])]).toEqual([1, 0.5, 0.1])
    expect(SCATTER.readout(view, 1, undefined).rows.map(r => r.label)).toContain('SGD 2L·vᵀHv')
  })
})

describe('flatness', () => {
  it('holds λ₁(H), where it is measured, against 2/η, and ‖H‖_F with the μ of H', () => {
    expect(edgeOf(plain, plain.arms[1])).toMatchObject({ quantity: 'λ₁(H)', value: 1.5, limit: 4 })
    expect(edgeOf(plain, plain.arms[0])).toMatchObject({ quantity: '‖G‖_F', value: 1.3 })
    expect(edgeOf(view, view.arms[0])).toMatchObject({ quantity: '‖H‖_F', value: 1.6 })
    expect(flatnessSentence(plain)).toMatch(/; GD is below its edge \(λ₁\(H\).=.1.50, 2.η.=.4/)
  })

  it('shows the errors of what is estimated, and its columns', () => {
    const rows = flatness.readout(plain, 0, undefined).rows.filter(r => r.label.startsWith('SGD'))
    expect(rows.find(r => r.label === 'SGD λ₁(H)')?.value).toBe('1.50 ± 0.010')
    expect(rows.find(r => r.label === 'SGD Tr H')?.value).toBe('2.50 ± 0.10')
    const { header, rows: table } = flatness.table(plain)
    expect(table[0][header.indexOf('lambda_H_1')]).toBe(1.5)
    expect(table[0][header.indexOf('trace_H_se')]).toBe(0.1)
  })
})
