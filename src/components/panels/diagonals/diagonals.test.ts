import { expect, it } from 'vitest'
import { claimWords, lawWords } from './sentence'

const law = (layer: number, count: number, slope: number) => ({
  ...{ layer, count },
  fit: { line: { slope, slopeError: 0.05, intercept: 0, interceptError: 0, count, r2: 1 }, scatter: 1 },
})

it('speaks of the published range of single layers over 200 eigenvalues alone', () => {
  expect(claimWords({ laws: [law(0, 200, 0.5), law(1, 50, 0.5)] })).toBe('')
  expect(claimWords({ laws: [law(0, 200, 0.5), law(1, 200, 1.2), law(2, 200, 0.95)] })).toContain('no power is outside')
  expect(claimWords({ laws: [law(1, 200, 1.2), law(2, 200, 0.8), law(3, 200, 2.3)] })).toBe(
    ' Along the eigenvectors of H outside the published range from 1 to 2: layer 2, top 200: 0.80 ± 0.05; layer 3, top 200: 2.30 ± 0.05.',
  )
  expect(lawWords(law(0, 50, 1.42))).toBe('all layers, top 50: 1.42 ± 0.05')
})
