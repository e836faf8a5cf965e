import { expect, it } from 'vitest'
import { PRESETS, type Scenario } from '../../../scenario'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { curvatureFormulas, curvatureWords, lossTex } from './objective'
import { sampleWords } from './sample'

const net = PRESETS.get('mlp-digits-small')!.scenario
const model = (more: Partial<Scenario['model']>) => ({ ...net.model, ...more })

it('says on how many samples was measured, where not on all', () => {
  const scenario = scenarioWith('linear-anisotropic')
  const at = (measured_on: number) => sampleWords(viewOfRows(scenario, [[{ step: 0, measured_on }], []]))
  expect(at(50)).toBe(`50 of ${scenario.data.n}`)
  expect(at(scenario.data.n)).toBe('')
  expect(at(Number.NaN)).toBe('')
})

it('writes the loss and G as they are for the scenario', () => {
  const ten = { ...net, data: { ...net.data, task: 'ten' as const } }
  const entropy = { ...ten, model: model({ loss: 'cross-entropy' }) }
  expect(lossTex(net)).toContain('r_i^2')
  expect(curvatureFormulas(net)).toEqual([])
  expect(lossTex(ten)).toContain('\\|r_i\\|^2')
  expect(lossTex(entropy)).toContain('\\log\\operatorname{softmax}')
  expect(curvatureFormulas(entropy)[0].tex).toContain('S_iJ_i')
  expect(curvatureWords(entropy)).toContain('generalized Gauss–Newton matrix')
})
