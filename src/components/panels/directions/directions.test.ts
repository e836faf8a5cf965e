import { expect, it } from 'vitest'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { directionsSentence } from './sentence'

const scenario = scenarioWith('linear-anisotropic')

it('tells the range of g and counts the directions near 1', () => {
  const view = viewOfRows(scenario, [[{ step: 0, loss: 1, g: [0.5, 1.1, 1.9] }], []])
  expect(directionsSentence(view)).toBe('SGD: g runs from 0.50 (v₁) to 1.9 (v₃); 1 of 3 directions are within a third of Σ = 2L·G.')
})
