import { expect, it } from 'vitest'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { powerOf } from './power'
import { scatterSentence } from './sentence'

const scenario = scenarioWith('linear-anisotropic')

it('fits the power that leads from curvature to noise', () => {
  expect(powerOf([1, 1 - 1e-15, 1 - 2e-15], [0.3, 0.31, 0.33])).toBeUndefined()
  const lambda = [1, 0.5, 0.1]
  expect(
    powerOf(
      lambda,
      lambda.map(v => v ** 0.5),
    ),
  ).toBeCloseTo(1.5, 12)
  expect(powerOf([1, 1, 1], [1, 2, 3])).toBeUndefined()
  expect(scatterSentence(viewOfRows(scenario, [[{ step: 0, loss: 1, lambda, g: [1, 1, 1] }], []]))).toContain('to the power 1')
})
