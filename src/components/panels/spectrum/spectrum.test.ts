import { expect, it } from 'vitest'
import { Traces } from '../../../store/traces'
import { viewOf } from '../reading/view'
import { scenarioWith } from '../testing/view.fixture'
import { spectrumSpec } from './spec'

const grid = Float64Array.from({ length: 401 }, (_, g) => -1 + g * 0.025)
const bell = grid.map(v => Math.exp(-0.5 * (v / 0.2) ** 2))
const matrix = (exact: boolean, top: number[], smallest: number) => ({
  exact,
  density: { mean: bell, se: bell.map(v => (exact ? 0 : 0.1 * v)) },
  top: Float64Array.from(top),
  errors: Float64Array.from(top, () => 1e-9),
  smallest: { value: smallest, error: 1e-9 },
  trace: { value: 20, se: exact ? 0 : 0.5 },
  square: { value: 90, se: exact ? 0 : 2 },
  above: { value: 2, se: exact ? 0 : 0.3 },
})

function viewWith(exact: boolean) {
  const scenario = scenarioWith('two-layer')
  const traces = new Traces()
  traces.start(
    scenario.arms.map(a => a.id),
    { k: 1, hessian: 0, layers: 0, names: ['step'], width: 1, at: { step: 0 }, first: {} } as never,
  )
  traces.startStudy('spectrum', 'key', [{ scenario, arm: 'gd', step: 120, theta: new Float64Array(2) }])
  const waiting = viewOf(traces, scenario, '')
  const before = spectrumSpec(true).sentence(waiting)
  const part = { p: 550, n: 100, grid, width: 0.2, threshold: 5, probes: 10, steps: 80, arm: 'gd', step: 120 }
  traces.addPart('spectrum', 0, { ...part, H: matrix(exact, [8, 6], -0.5), G: matrix(exact, [7.5, 5], 0) })
  return { view: viewOf(traces, scenario, ''), before }
}

it('says which step and arm it belongs to, and how far it can be trusted', () => {
  const spec = spectrumSpec(true)
  const { view, before } = viewWith(false)
  expect(before).toMatch(/on request/)
  expect(spec.subtitle(view)).toBe('GD, step 120')
  expect(spec.trust!(view)).toMatchObject({ kind: 'estimate', text: 'estimated ± se' })
  expect(spec.trust!(view)!.tip).toMatch(/10 random probes of 80 Lanczos steps/)
  expect(spec.sentence(view)).toMatch(/from −0.5\S* to 8\S*, 2\S* ± 0.3\S* of 550 above 2\/η = 5/)
  expect(spec.trust!(viewWith(true).view)).toMatchObject({ kind: 'exact', text: 'exact' })
  expect(spec.sentence(viewWith(true).view)).not.toContain('±')
})

it('reads densities with their errors, and single eigenvalues where one is pointed at', () => {
  const spec = spectrumSpec(true)
  const { view } = viewWith(false)
  expect(spec.stops!(view)).toEqual([-0.5, 5, 6, 7.5, 8])
  expect(spec.readout(view, 7.5, undefined).title).toMatch(/λ₁\(G\) = 7.5/)
  const { title, rows } = spec.readout(view, 0, undefined)
  expect(title).toBe('λ = 0')
  expect(rows[0].value).toMatch(/^1\S* ± 0.10/)
  const { header, rows: table } = spec.table(view)
  expect(table).toHaveLength(2 * (2 + 401))
  expect(table.every(row => row.length === header.length)).toBe(true)
})
