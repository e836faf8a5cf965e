import { expect, it, vi } from 'vitest'
import { PRESETS, type Scenario } from '../../scenario'
import { arranged } from './arranged'
import { ABOUT } from './drawer/about'
import type { View } from './reading/view'
import { viewOfRows } from './testing/view.fixture'

// Deferred panels wait for a touch of the page.
vi.stubGlobal('window', { addEventListener() {} })
const { REGISTRY, panelsOf } = await import('./registry')

const preset = (id: string) => PRESETS.get(id)!.scenario
const viewOf = (scenario: Scenario, layers = 0): View =>
  viewOfRows(
    scenario,
    scenario.arms.map(() => [{ step: 0, loss: 1 }]),
    3,
    layers,
  )
const names = (scenario: Scenario, layers?: number) => panelsOf(viewOf(scenario, layers)).map(({ name }) => name)

it('names every panel once', () => {
  expect(new Set(REGISTRY.map(({ name }) => name)).size).toBe(REGISTRY.length)
})

it('shows five panels wherever minibatches make noise, and the scatter where there are two directions', () => {
  for (const { scenario } of PRESETS.values()) {
    const noisy = scenario.data.n > 1 ? ['alignment', 'directions'] : []
    expect(names(scenario)).toEqual(expect.arrayContaining(['landscape', ...noisy, 'flatness', 'loss']))
  }
  const wide = preset('linear-isotropic')
  expect(names(wide)).toContain('scatter')
  expect(names({ ...wide, measure: { ...wide.measure, k: 1 } })).not.toContain('scatter')
})

it('leaves out what has nothing to say', () => {
  // A single sample: Σ is 0 wherever the run goes.
  for (const name of ['alignment', 'directions', 'scatter']) expect(names(preset('valley'))).not.toContain(name)
  expect(names(preset('linear-isotropic'))).not.toContain('sweep')
  const net = preset('mlp-digits-small')
  expect(names(net, 1)).not.toContain('layers')
  expect(names(net, 3)).toContain('layers')
})

it('opens an escape on sharp against flat, of a network where something drives an arm away', () => {
  for (const id of ['escape', 'escape-controls', 'escape-trained']) expect(names(preset(id))).toContain('sharp')
  expect(names({ ...preset('escape-trained'), events: [] })).not.toContain('sharp')
  expect(names(preset('two-layer'))).not.toContain('sharp')
})

it('shows the panel of the study that is chosen, and no other; margins only where there are inputs', () => {
  const base = preset('linear-anisotropic')
  const studies = ['diagonals', 'variance', 'gap', 'reshuffled', 'temperature', 'margin', 'seeds'] as const
  for (const study of studies) {
    const chosen = (s: Scenario): Scenario => ({ ...s, view: { ...s.view, study } })
    expect(names(chosen(base)).filter(name => studies.some(s => s === name))).toEqual([study])
    expect(names(chosen(preset('valley'))).includes(study)).toBe(study !== 'margin' && study !== 'gap')
  }
})

it('has a lead figure and two to four supports for every preset, all of which it has; the rest is in the drawer', () => {
  for (const [id, { scenario }] of PRESETS) {
    const panels = panelsOf(viewOf(scenario, 3))
    const { places, rest } = arranged(panels, scenario.view.panels)
    const names = places.flat().map(({ name }) => name)
    const listed = scenario.view.panels.split(',')
    // The answers come with their column.
    const named = listed.filter(name => name !== 'answers' && !name.startsWith('-'))
    for (const name of names) expect(listed, id).not.toContain(`-${name}`)
    expect(names, id).toEqual(expect.arrayContaining(named))
    expect(names.length, id).toBe(named.length)
    expect(places.length - 1, id).toBeGreaterThanOrEqual(2)
    expect(places.length - 1, id).toBeLessThanOrEqual(4)
    expect(names, id).toContain('loss')
    expect(names.length + rest.length, id).toBe(panels.length)
  }
})

it('leads with what a setting asks for, where the preset does not name it', () => {
  const base = preset('linear-anisotropic')
  const replicas = { ...base, ensemble: { ...base.ensemble, R: 8 } }
  expect(arranged(panelsOf(viewOf(replicas)), base.view.panels).places[0]?.[0]?.name).toBe('ensemble')
})

it('says of every panel what it shows', () => {
  expect(Object.keys(ABOUT).sort()).toEqual(REGISTRY.map(({ name }) => name).sort())
})
