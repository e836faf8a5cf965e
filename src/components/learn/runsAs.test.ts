import { expect, it } from 'vitest'
import { PRESETS, setValue } from '../../scenario'
import { CLAIMS } from '../gallery/claims'
import { sourceOf } from '../gallery/search'
import { runsAs } from './runsAs'

const { scenario } = PRESETS.get('escape')!

it('knows the source of every preset', () => {
  for (const id of PRESETS.keys()) expect([id, sourceOf(id).length > 5]).toEqual([id, true])
  expect(sourceOf('escape')).toBe('Wang & Wu, arXiv 2310.00692')
  expect(CLAIMS.flatMap(({ presets }) => Object.keys(presets))).toContain('escape')
  expect(sourceOf('no such preset')).toBe('')
})

it('says when a run is no longer that of its preset, whatever is looked at', () => {
  expect(runsAs(scenario, scenario)).toBe(true)
  expect(runsAs({ ...scenario, view: { ...scenario.view, step: 12, panels: 'loss' } }, scenario)).toBe(true)
  expect(runsAs({ ...scenario, steps: 900 }, scenario)).toBe(true)
  expect(runsAs(setValue(scenario, { path: 'arm.B', arm: 'sgd' }, 16), scenario)).toBe(false)
  expect(runsAs({ ...scenario, events: [{ step: 100, arm: 'sgd', field: 'B', value: 16 }] }, scenario)).toBe(false)
  expect(runsAs({ ...scenario, seed: scenario.seed + 1 }, scenario)).toBe(false)
})
