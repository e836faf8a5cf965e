import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type GaussianProblem, gaussianColumns, gaussianG, gaussianMu, gaussianMuSup, populationTwoL } from './gaussian'

const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true })
const entry = fc.double({ min: -10, max: 10, noNaN: true }).filter(v => v === 0 || Math.abs(v) > 1e-6)
/** A problem with a direction z; M is null, or AAᵀ. */
const problems = fc.integer({ min: 1, max: 6 }).chain(d => {
  const vector = fc.array(entry, { minLength: d, maxLength: d })
  return fc.record({
    spectrum: fc.array(positive, { minLength: d, maxLength: d }),
    u: vector.filter(v => v.some(x => x !== 0)),
    z: vector.filter(v => v.some(x => x !== 0)),
    labelNoise: fc.constantFrom(0, 0.5, 3),
    M: fc.option(
      fc
        .array(vector, { minLength: d, maxLength: d })
        .filter(A => A.flat().some(x => x !== 0))
        .map(A => Float64Array.from(A.flatMap(a => A.map(b => a.reduce((s, v, j) => s + v * b[j], 0))))),
    ),
  })
})

/** Σ, G and 2L of the population in input space, from the moments of a Gaussian written out index by index. */
function population({ spectrum, u, labelNoise }: GaussianProblem, centred: boolean) {
  const d = u.length
  const S = (a: number, b: number) => (a === b ? spectrum[a] : 0)
  const cross = (a: number) => spectrum[a] * u[a]
  let twoL = labelNoise * labelNoise
  for (let a = 0; a < d; a++) twoL += u[a] * cross(a)
  // Isserlis: E[(x·u − σε)² x_a x_b] = (uᵀSu + σ²)S_ab + 2(Su)_a(Su)_b; the mean gradient is Su.
  const sigma = (a: number, b: number) => twoL * S(a, b) + (centred ? 1 : 2) * cross(a) * cross(b)
  return { d, S, sigma, twoL }
}

describe('closed forms', () => {
  it('are those of Σ and G written out from Gaussian moments', () => {
    fc.assert(
      fc.property(problems, fc.boolean(), ({ z, ...problem }, centred) => {
        const { d, S, sigma, twoL } = population(problem, centred)
        const M = (a: number, b: number) => (problem.M ? problem.M[a * d + b] : a === b ? 1 : 0)
        let numerator = 0
        let denominator = 0
        for (let a = 0; a < d; a++)
          for (let b = 0; b < d; b++)
            for (let e = 0; e < d; e++)
              for (let f = 0; f < d; f++) {
                numerator += sigma(a, b) * M(b, e) * S(e, f) * M(f, a)
                denominator += S(a, b) * M(b, e) * S(e, f) * M(f, a)
              }
        const form = (A: (a: number, b: number) => number) =>
          z.reduce((s, za, a) => s + z.reduce((t, zb, b) => t + za * A(a, b) * zb, 0), 0)
        const close = (got: number, want: number) => expect(Math.abs(got - want)).toBeLessThan(1e-11 * Math.abs(want))
        close(populationTwoL(problem), twoL)
        close(gaussianMu(problem, centred), numerator / (twoL * denominator))
        close(gaussianG(problem, z, centred), form(sigma) / (twoL * form(S)))
      }),
      { numRuns: 300, seed: 3 },
    )
  })

  it('keep μ in [1, 1 + λ_1²/Tr S²] for linear models and g in [1, 2]; uncentred doubles the excess', () => {
    fc.assert(
      fc.property(problems, ({ z, ...problem }) => {
        const linear = { ...problem, M: null }
        const mu = gaussianMu(linear)
        expect(mu).toBeGreaterThanOrEqual(1)
        expect(mu).toBeLessThanOrEqual(gaussianMuSup(problem.spectrum) * (1 + 1e-14))
        const g = gaussianG(problem, z)
        expect(g).toBeGreaterThanOrEqual(1)
        expect(g).toBeLessThanOrEqual(2 + 1e-14)
        expect(gaussianMu(problem, false) - 1).toBeCloseTo(2 * (gaussianMu(problem) - 1), 12)
        expect(gaussianG(problem, z, false) - 1).toBeCloseTo(2 * (g - 1), 12)
      }),
      { numRuns: 300, seed: 4 },
    )
  })

  it('give the values worked out by hand for u = e_1', () => {
    const e1 = { spectrum: [4, 2, 1], u: [1, 0, 0], M: null, labelNoise: 0 }
    // Tr S² = 21, so μ = 1 + 16/21, which is its supremum; g is 2 along e_1 and 1 across it.
    expect(gaussianMu(e1)).toBeCloseTo(37 / 21, 15)
    expect(gaussianMuSup(e1.spectrum)).toBeCloseTo(37 / 21, 15)
    expect(gaussianMu(e1, false)).toBeCloseTo(53 / 21, 15)
    expect([gaussianG(e1, [3, 0, 0]), gaussianG(e1, [0, 1, 5])]).toEqual([2, 1])
    // z = (1,1,0): 1 + 16/(4·6). With σ² = 4 the excess halves.
    expect(gaussianG(e1, [1, 1, 0])).toBeCloseTo(5 / 3, 15)
    expect(gaussianG({ ...e1, labelNoise: 2 }, [3, 0, 0])).toBeCloseTo(1.5, 15)
    expect(gaussianMu({ ...e1, labelNoise: 2 })).toBeCloseTo(1 + 8 / 21, 15)
    // M = diag(1, 2, 3): SMSM has trace 16 + 16 + 9, and MSu stays 4e_1.
    const M = Float64Array.of(1, 0, 0, 0, 2, 0, 0, 0, 3)
    expect(gaussianMu({ ...e1, M })).toBeCloseTo(1 + 64 / (4 * 41), 15)
  })

  it('are 1 at infinite label noise and NaN at zero loss', () => {
    const at = { spectrum: [1, 1], u: [1, 2], M: null, labelNoise: 1e9 }
    expect(gaussianMu(at)).toBeCloseTo(1, 15)
    expect(gaussianMu({ ...at, u: [0, 0], labelNoise: 0 })).toBeNaN()
    expect(gaussianG({ ...at, u: [0, 0], labelNoise: 0 }, [1, 0])).toBeNaN()
  })

  it('are named as their columns', () => {
    const problem = { spectrum: [4, 2, 1], u: [1, 0, 0], M: null, labelNoise: 0, directions: Float64Array.of(1, 0, 0, 0, 1, 0) }
    expect(gaussianColumns(problem, true)).toEqual({ mu_gaussian: gaussianMu(problem), g_gaussian: [2, 1] })
  })
})
