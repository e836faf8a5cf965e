import { expect, it } from 'vitest'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { noNoise } from './noise'
import { roundingWords } from './sample'

const scenario = scenarioWith('two-layer')
const at = (row: { mu?: number; mu_rounding?: number }) => viewOfRows(scenario, [[{ step: 0, loss: 1e-29, trace_G: 1, ...row }], []])

it('rounding is said from a thousandth of μ on, and where no digit is left', () => {
  expect(roundingWords(at({ mu: 1.02, mu_rounding: 1e-9 }))).toBe('')
  expect(roundingWords(at({ mu: 1.02 }))).toBe('')
  expect(roundingWords(at({ mu: 1.02, mu_rounding: 0.021 }))).toBe('μ ± 0.021')
  expect(roundingWords(at({ mu_rounding: 3 }))).toBe('no digits')
  expect(noNoise(at({ mu_rounding: 3 }))).toContain('no digits left')
  expect(noNoise(at({ mu: 1.02, mu_rounding: 1e-9 }))).not.toContain('digits')
})
