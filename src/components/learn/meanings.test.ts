import { expect, it } from 'vitest'
import { PRESETS, type Scenario } from '../../scenario'
import { viewOfRows } from '../panels/testing/view.fixture'
import { GLOSSARY, liveValue, termsIn } from './glossary'
import { DEPENDING, meaningIn } from './meanings'
import { TERMS } from './terms'

const usual = PRESETS.get('linear-anisotropic')!.scenario
const measuring = (measure: Partial<Scenario['measure']>): Scenario => ({ ...usual, measure: { ...usual.measure, ...measure } })
const classes = [...PRESETS.values()].find(({ scenario: { model } }) => 'loss' in model && model.loss === 'cross-entropy')!.scenario
const meant = (symbol: string, scenario: Scenario) =>
  termsIn(symbol)
    .map(term => meaningIn(term, scenario))
    .join()

it('speaks of terms that there are, and of the usual reading as the list does', () => {
  const first = TERMS.map(({ symbols }) => symbols[0])
  expect(DEPENDING.filter(symbol => !first.includes(symbol))).toEqual([])
  for (const term of GLOSSARY) expect(meaningIn(term, usual)).toBe(term.meaning)
})

it('tells the residual of cross-entropy from that of the squared loss', () => {
  expect(meant('r', usual)).toContain('f(x_i; θ) − y_i')
  expect(meant('r', classes)).toContain('softmax(f(x_i; θ)) − y_i')
  expect(meant('L', classes)).toContain('log p_i')
  expect(meant('L', classes)).not.toContain('r_i²')
  expect(meant('G', classes)).toContain('S_i = diag(p_i) − p_ip_iᵀ')
  expect(meant('μ', classes)).toContain('twice the loss')
})

it('writes μ, g, α and β with the matrices that they are read with', () => {
  const H = measuring({ curvature: 'H' })
  expect(meant('μ', H)).toContain('Tr(ΣH)/(2L‖H‖_F²)')
  expect(meant('g(v_k)', H)).toContain('v_kᵀΣv_k/(2L·v_kᵀHv_k)')
  for (const symbol of ['μ', 'α', 'β', 'g', '2LG', '√(B/μ)/η', 'B*'])
    expect([symbol, meant(symbol, H)]).not.toEqual([symbol, meant(symbol, usual)])
  const raw = measuring({ sigma: 'uncentred' })
  expect(meant('μ', raw)).toContain('Tr(Σ₁G)/(2L‖G‖_F²)')
  expect(meant('Σ', raw)).toContain('not taken away')
})

it('gives the energy to λ_k w_k² alone', () => {
  expect(termsIn('w_k')[0]?.column).toBeUndefined()
  expect(termsIn('λ_k w_k²')[0]?.column).toBe('energy')
})

it('says of which step a value is, unless the bar stands there', () => {
  const rows = [
    { step: 0, mu: 2 },
    { step: 100, mu: 1.25 },
  ]
  const view = viewOfRows(
    usual,
    usual.arms.map(() => rows),
  )
  const [mu] = termsIn('μ')
  const label = view.selected?.label
  expect(liveValue(mu!, view, { step: 100, running: false })).toBe(`${label}: 1.25`)
  expect(liveValue(mu!, view, { step: 107, running: false })).toBe(`${label} at step 100: 1.25`)
  expect(liveValue(mu!, view, { step: 100, running: true })).toBe(`${label} at step 100: 1.25`)
})
