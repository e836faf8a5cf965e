import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Scope } from '../../../store'
import { initialState } from '../../../store/state'
import { ScopeContext } from '../../scope'
import { alignmentSpec } from '../alignment/spec'
import { EIGENVALUES } from '../eigenvalues/spec'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { Badge, evidenceOf } from './Badge'
import type { AnyPanel } from './spec'

const scenario = scenarioWith('two-layer')
const exact = { id: 'wasm', precision: 'f64', device: '', software: false, reason: '' } as const
const store = createStore(() => ({ ...initialState(scenario), backend: exact }))

/** What the badge of a panel says of an arm whose μ is off by at most `bound`. */
function badgeOf(spec: AnyPanel, row: { readonly mu?: number; readonly mu_rounding: number }): string {
  const view = viewOfRows(scenario, [[{ step: 0, loss: 1e-29, trace_G: 1, ...row }], []])
  const badge = createElement(Badge, { spec, evidence: evidenceOf(spec, view) })
  const html = renderToStaticMarkup(createElement(ScopeContext, { value: { store } as unknown as Scope }, badge))
  return /data-kind="(\w+)"/.exec(html)?.[1] + html.replace(/<[^>]*>/g, ' ').trimEnd()
}

it('says rounding with its bound in place of exact where digits are lost, of what is made of residuals', () => {
  expect(badgeOf(alignmentSpec(false), { mu: 1.02, mu_rounding: 1e-9 })).toBe('exact exact')
  expect(badgeOf(alignmentSpec(false), { mu: 1.02, mu_rounding: 0.021 })).toBe('rounded rounding: μ ± 0.021')
  expect(badgeOf(alignmentSpec(false), { mu_rounding: 3 })).toBe('rounded rounding: no digits')
  expect(badgeOf(EIGENVALUES, { mu_rounding: 3 })).toBe('exact exact')
})
