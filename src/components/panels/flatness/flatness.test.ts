import { expect, it } from 'vitest'
import { scenarioWith, viewOfRows } from '../testing/view.fixture'
import { flatnessSentence } from './sentence'

const scenario = scenarioWith('linear-anisotropic')

it('places every arm by its own edge', () => {
  const row = { step: 0, loss: 1, mu: 1, frob_G: 1.3, lambda: [1, 0.5, 0.1] }
  const text = flatnessSentence(viewOfRows(scenario, [[{ ...row, lr: 0.5, batch_size: 4 }], [{ ...row, lr: 2, batch_size: 200 }]]))
  expect(text).toBe('SGD is below the paper’s bound √(B/μ)/η = 4 (necessary, not sufficient); GD sits at its edge 2/η.')
})

it('does not take the paper’s bound for a promise where the exact growth is known', () => {
  const row = { step: 0, loss: 1, mu: 1, frob_G: 1.3, lr: 0.5, batch_size: 4 }
  const said = (rho: number, frob_G: number) => {
    const view = viewOfRows(scenario, [[{ ...row, frob_G }], []])
    view.traces.startStudy('curves', 'key', [{ scenario, arm: 0 }])
    view.traces.addPart('curves', 0, { arm: 'sgd', growth: [{ from: 0, rho }] } as never)
    return flatnessSentence(view)
  }
  expect(said(1.02, 1.3)).toBe('SGD is below the paper’s bound √(B/μ)/η = 4, yet E[L] grows (ρ = 1.020 per step).')
  expect(said(0.98, 1.3)).toMatch(/below .*, and E\[L\] falls/)
  expect(said(1.5, 5)).toMatch(/beyond .*, and E\[L\] grows \(ρ = 1\.5/)
  expect(said(Number.NaN, 5)).toBe('SGD is beyond the paper’s bound √(B/μ)/η = 4.')
})
