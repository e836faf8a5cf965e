import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeLink } from '../scenario'
import { limitOf, lowered, roundedDown } from './stable'

const s = decodeLink('s=linear-isotropic&arms=sgd,gd&n=200&B=4')
const [sgd, gd] = s.arms
if (!sgd || !gd) throw new Error('two arms')
/** λ₁, Tr G and ‖G‖_F of a spectrum. */
const startOf = (spectrum: readonly number[], mu = 1) => ({
  lambda: Math.max(...spectrum),
  trace: spectrum.reduce((sum, v) => sum + v),
  frob: Math.hypot(...spectrum),
  mu,
})

/** Whether E[L] of SGD on Gaussian features decays, by iterating the recursion of THEORY.md §5 for the diagonal of E[wwᵀ]. */
function decays(spectrum: readonly number[], eta: number, B: number): boolean {
  let p = spectrum.map(() => 1)
  const size = () => p.reduce((sum, v) => sum + v)
  for (let t = 0; t < 4000; t++) {
    const energy = spectrum.reduce((sum, lambda, k) => sum + lambda * (p[k] ?? 0), 0)
    p = spectrum.map((lambda, k) => ((1 - eta * lambda) ** 2 + (eta * lambda) ** 2 / B) * (p[k] ?? 0) + (eta ** 2 * lambda * energy) / B)
    const scale = size()
    if (t > 3000 && scale > 1.0001) return false
    if (t <= 3000) p = p.map(v => v / scale)
  }
  return size() < 1
}

describe('the limit of a learning rate', () => {
  it('of gradient descent is where the sharpest direction turns, with momentum too', () => {
    const spectrum = [4, 1, 0.5]
    for (const [kind, m] of [
      ['gd', 0],
      ['gd', 0.9],
      ['nesterov', 0.9],
    ] as const) {
      const { eta } = limitOf({ ...gd, kind, momentum: m, B: 200 }, 200, startOf(spectrum))
      const grows = (rate: number) => {
        let [w, v] = [1, 0]
        for (let t = 0; t < 3000 && Math.abs(w) < 1e12; t++) {
          const ahead = kind === 'nesterov' ? w - rate * m * v : w
          v = m * v + 4 * ahead
          w -= rate * v
        }
        return Math.abs(w) > 1
      }
      if (kind === 'gd') expect([grows(0.99 * eta), grows(1.01 * eta)]).toEqual([false, true])
      else expect(grows(0.9 * eta)).toBe(false)
    }
  })

  it('of SGD keeps Gaussian features stable in mean square, and is the edge where they are isotropic', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 10, noNaN: true }), { minLength: 1, maxLength: 12 }),
        fc.constantFrom(1, 2, 8, 64),
        (spectrum, B) => {
          const { eta } = limitOf({ ...sgd, B }, 200, startOf(spectrum))
          expect(decays(spectrum, 0.98 * eta, B)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
    const round = Array.from({ length: 30 }, () => 0.5)
    const { eta, formula } = limitOf({ ...sgd, B: 2 }, 200, startOf(round))
    expect(formula).toBe('the edge in mean square')
    expect([decays(round, 0.97 * eta, 2), decays(round, 1.03 * eta, 2)]).toEqual([true, false])
  })

  it('follows the measured alignment, and is none where steps have a size of their own', () => {
    expect(limitOf({ ...sgd, B: 4 }, 200, startOf([1, 1], 400))).toEqual({ eta: Math.sqrt(4 / 400) / Math.SQRT2, formula: '√(B/μ)/‖G‖_F' })
    expect(limitOf({ ...sgd, kind: 'adam' }, 200, startOf([1, 1])).eta).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('learning rates beyond their limits', () => {
  const start = startOf([4, 1])
  const rates = (...etas: number[]) => ({ ...s, arms: s.arms.map((arm, i) => ({ ...arm, eta: etas[i] ?? 0 })) })

  it('become about half of what is stable, with one digit', () => {
    expect(lowered(rates(0.01, 2), [start, start])?.arms.map(a => a.eta)).toEqual([0.01, 0.2])
    expect(lowered(rates(0.01, 0.49), [start, start])).toBeNull()
  })

  it('that noise alone would bring far below the edge of the sharpest direction take a larger B, the least power of two that suffices', () => {
    const [lambda, B] = [1, 4]
    const noisy = { lambda, trace: 400, frob: 20, mu: 1 }
    const { arms, changes } = lowered(rates(1, 1), [noisy, noisy]) ?? { arms: [], changes: [] }
    const raised = arms[0]?.B ?? 0
    // η ≤ 2/((1 + 1/B)λ₁ + Tr(G)/B) ≥ 0.05·2/λ₁ where B ≥ (Tr(G) + λ₁)/(19λ₁), as √B/‖G‖_F is then.
    const least = Math.max((400 + 1) / 19, (0.1 * 20) ** 2)
    expect([raised / B, raised >= least, raised / 2 < least]).toEqual([8, true, true])
    expect(changes.map(c => c.to)).toEqual([0.05])
    expect(arms.map(a => [a.eta, a.B])).toEqual([
      [0.05, raised],
      [0.05, gd.B],
    ])
    // Noise that leaves η a twentieth keeps its B, as does an η that lies below its limit already.
    expect(lowered(rates(1, 1), [startOf(Array.from({ length: 50 }, () => 1)), null])?.arms[0]?.B).toBe(B)
    expect(lowered(rates(1e-3, 1e-3), [noisy, noisy])).toBeNull()
  })

  it('stay equal where they were', () => {
    const least = limitOf(sgd, 200, start)
    const lower = lowered(rates(2, 2), [start, start])
    expect(lower?.arms.map(a => a.eta)).toEqual([0.1, 0.1])
    expect(lower?.changes).toEqual([{ from: 2, to: 0.1, limit: least }])
    expect(0.1).toBeLessThanOrEqual(least.eta / 2)
  })

  it('count with what a drawn schedule makes of them, and stay where nothing was measured', () => {
    const drawn = rates(0.01, 0.3)
    const arms = drawn.arms.map(arm => ({ ...arm, schedule: 'drawn' as const, curve: [0, 1, 100, 4] }))
    expect(lowered({ ...drawn, arms }, [start, start])?.arms.map(a => a.eta)).toEqual([0.01, 0.05])
    expect(lowered(rates(2, 2), [null, null])).toBeNull()
  })
})

it('rounds down to 1, 2 or 5', () => {
  for (const [value, down] of [
    [0.0999, 0.05],
    [0.1, 0.1],
    [0.3, 0.2],
    [7, 5],
    [4.9e-5, 2e-5],
    [1000, 1000],
  ])
    expect(roundedDown(value ?? 0)).toBe(down)
})
