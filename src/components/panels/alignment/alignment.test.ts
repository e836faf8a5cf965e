import { describe, expect, it } from 'vitest'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { alignmentSentence } from './sentence'

const scenario = scenarioWith('linear-anisotropic')

describe('alignment', () => {
  it('compares with Σ = 2L·G and with isotropic noise', () => {
    const view = viewOfRows(scenario, [[{ step: 0, loss: 1, mu: 1.068, mu_isotropic: 0.21 }], []])
    expect(alignmentSentence(view)).toBe('SGD’s noise is 1.07 times as aligned with curvature as Σ = 2L·G; isotropic noise as large: 0.21.')
  })

  it('says that there is no noise at zero loss', () => {
    expect(alignmentSentence(viewOfRows(scenario, [[{ step: 0, loss: 0 }], []]))).toContain('exactly 0')
  })
})
