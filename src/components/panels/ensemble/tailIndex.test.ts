import { expect, it } from 'vitest'
import { tailIndexWords } from './tailIndex'

it('says what the tail index means within its error, or why there is none', () => {
  const part = {
    ...{
      arm: 'sgd',
      eta: 0.3,
      B: 1,
      end: null,
      kappa: 1.4,
      error: 0.1,
      lyapunov: -0.2,
      lyapunovError: 0.01,
      second: 0.1,
      secondError: 0.02,
    },
  }
  expect(tailIndexWords(part)).toBe('Tail index κ = 1.40 ± 0.10 at η 0.300, B 1: infinite variance; moments of w beyond the κ-th grow.')
  expect(tailIndexWords({ ...part, kappa: 1.9 })).toContain('at the edge of infinite variance')
  expect(tailIndexWords({ ...part, kappa: 3 })).toContain(': finite variance')
  expect(tailIndexWords({ ...part, end: 'unstable', lyapunov: 0.2 })).toBe(
    'No tail index at η 0.300, B 1: Λ = 0.200 ± 0.010, almost every run grows.',
  )
  expect(tailIndexWords({ ...part, end: 'light' })).toContain('Light tails at η 0.300')
  expect(tailIndexWords(undefined)).toBe('')
})
