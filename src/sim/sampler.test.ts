import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { philox } from '../lib/philox'
import { createSampler, createSamplers } from './sampler'

const counts = (indices: Int32Array, n: number) => {
  const seen = new Array<number>(n).fill(0)
  for (const i of indices) seen[i]++
  return seen
}

describe('reshuffled epochs', () => {
  it('visit each sample exactly once per epoch, also when B changes in flight', () => {
    const plans = fc.record({
      n: fc.integer({ min: 1, max: 30 }),
      seed: fc.nat(1000),
      phases: fc.array(fc.record({ B: fc.integer({ min: 1, max: 30 }), steps: fc.integer({ min: 1, max: 20 }) }), {
        minLength: 1,
        maxLength: 5,
      }),
    })
    fc.assert(
      fc.property(plans, ({ n, seed, phases }) => {
        const sampler = createSampler(n, seed)
        const drawn: number[] = []
        let step = 0
        for (const phase of phases) {
          const B = Math.min(phase.B, n)
          drawn.push(...sampler('reshuffled', phase.steps, B, step, drawn.length))
          step += phase.steps
        }
        for (let epoch = 0; (epoch + 1) * n <= drawn.length; epoch++)
          expect(counts(Int32Array.from(drawn.slice(epoch * n, (epoch + 1) * n)), n)).toEqual(new Array<number>(n).fill(1))
      }),
      { numRuns: 200, seed: 1 },
    )
  })

  it('put every sample at every place equally often (χ² within 4 standard deviations)', () => {
    const n = 6
    const epochs = 6000
    const all = createSampler(n, 5)('reshuffled', epochs, n, 0, 0)
    const seen = new Array<number>(n * n).fill(0)
    for (let t = 0; t < all.length; t++) seen[(t % n) * n + all[t]]++
    const chi2 = seen.reduce((s, c) => s + (c - epochs / n) ** 2 / (epochs / n), 0)
    expect(Math.abs(chi2 - (n - 1) ** 2)).toBeLessThan(4 * Math.sqrt(2 * (n - 1) ** 2))
  })
})

describe('every sampling', () => {
  const requests = fc.record({
    sampling: fc.constantFrom('with-replacement', 'without-replacement', 'reshuffled'),
    n: fc.integer({ min: 1, max: 40 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    step: fc.nat(1e6),
    count: fc.integer({ min: 1, max: 12 }),
    seed: fc.nat(1000),
  })

  it('gives the same indices in one call as step by step, out of order, and in a sampler used before', () => {
    fc.assert(
      fc.property(requests, ({ sampling, n, part, step, count, seed }) => {
        const B = 1 + Math.floor(part * (n - 1))
        const sampler = createSampler(n, seed)
        const whole = sampler(sampling, count, B, step, step * B)
        for (let t = count - 1; t >= 0; t--)
          expect([...sampler(sampling, 1, B, step + t, (step + t) * B)]).toEqual([...whole.subarray(t * B, (t + 1) * B)])
        expect([...sampler('without-replacement', 1, n, 0, 0)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i))
        expect([...sampler(sampling, count, B, step, step * B)]).toEqual([...whole])
      }),
      { numRuns: 200, seed: 2 },
    )
  })

  it('stays in range and, without replacement, never repeats a sample within a batch', () => {
    fc.assert(
      fc.property(requests, ({ sampling, n, part, step, count, seed }) => {
        const B = 1 + Math.floor(part * (n - 1))
        const all = createSampler(n, seed)(sampling, count, B, step, 0)
        expect(all.every(i => i >= 0 && i < n)).toBe(true)
        if (sampling !== 'without-replacement') return
        for (let t = 0; t < count; t++) expect(new Set(all.subarray(t * B, (t + 1) * B)).size).toBe(B)
      }),
      { numRuns: 200, seed: 3 },
    )
  })

  it('differs from step to step and from seed to seed', () => {
    for (const sampling of ['with-replacement', 'without-replacement', 'reshuffled'] as const) {
      const of = (seed: number, step: number) => [...createSampler(1000, seed)(sampling, 1, 10, step, step * 10)].join()
      expect(new Set([of(1, 0), of(1, 1), of(2, 0), of(2, 1)]).size).toBe(4)
    }
  })
})

describe('random numbers of an arm', () => {
  it('are those of the run where it asks for none of its own, the same for the same number, and others for another', () => {
    const samplerOf = createSamplers(50, 9)
    for (const sampling of ['with-replacement', 'without-replacement', 'reshuffled'] as const) {
      const of = (draws: number) => [...samplerOf(draws)(sampling, 4, 6, 10, 60)]
      expect(of(0)).toEqual([...createSampler(50, 9)(sampling, 4, 6, 10, 60)])
      expect(of(2)).toEqual([...createSamplers(50, 9)(2)(sampling, 4, 6, 10, 60)])
      expect(new Set([of(0), of(1), of(2)].map(String)).size).toBe(3)
    }
  })

  it('are read at 65 536 streams a number further on', () => {
    const word = new Uint32Array(4)
    const drawn = createSamplers(1 << 20, 5)(3)('with-replacement', 1, 1, 7, 0)
    philox(word, 0, 7, 0, 3 + 3 * 65536, 5, 0)
    // A power of two takes the leading bits of the word, and rejects none.
    expect(drawn[0]).toBe((word[0] ?? 0) >>> 12)
  })
})
