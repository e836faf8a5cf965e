import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sequenceOf } from '../scenario'
import { drawQuestions, hopsAsked, tokensOf } from './questions'
import { scenarioOf } from './testing/scenario.fixture'

const settingsOf = (data: { n?: number; symbols: number; pairs: number; hops: number; labelNoise?: number }) =>
  scenarioOf({ model: { kind: 'mlp' }, data: { source: 'hops', n: 30, ...data } }).data

const sizes = fc
  .record({
    pairs: fc.integer({ min: 1, max: 8 }),
    more: fc.integer({ min: 1, max: 5 }),
    hops: fc.integer({ min: 1, max: 4 }),
    seed: fc.nat(1000),
  })
  .map(({ pairs, more, hops, seed }) => ({ seed, data: settingsOf({ pairs, symbols: pairs + more, hops: Math.min(hops, pairs) }) }))

/** Follows the links that a question's tokens give. */
function follow(tokens: readonly number[], symbols: number): number | undefined {
  const pairs = (tokens.length - 2) / 2
  const next = new Map(Array.from({ length: pairs }, (_, i) => [tokens[2 * i], tokens[2 * i + 1]]))
  let at: number | undefined = tokens[2 * pairs]
  for (let hop = symbols; hop <= tokens[2 * pairs + 1]; hop++) at = at === undefined ? at : next.get(at)
  return at
}

describe('questions', () => {
  it('are answered by following their links, 1 to K hops in equal parts', () => {
    fc.assert(
      fc.property(sizes, ({ data, seed }) => {
        const { n, X, y, outputs, test, d } = drawQuestions(data, seed)
        const { places, tokens } = sequenceOf(data)
        expect([outputs, d]).toEqual([data.symbols, places * (tokens + places)])
        const sets = [{ n, X, y }, ...(test ? [test] : [])]
        for (const set of sets)
          for (let i = 0; i < set.n; i++) {
            const row = tokensOf(data, set.X, i)
            expect(set.y.subarray(i * outputs, (i + 1) * outputs).indexOf(1)).toBe(follow(row, data.symbols))
            // No symbol comes twice as a start or as an end: the chain is one.
            expect(new Set(row.filter((_, t) => t < places - 2 && t % 2 === 0)).size).toBe(data.pairs)
          }
        expect(Array.from({ length: n }, (_, i) => hopsAsked(data, X, i))).toEqual(Array.from({ length: n }, (_, i) => 1 + (i % data.hops)))
      }),
      { numRuns: 20, seed: 1 },
    )
  })

  it('say each token and each place once, of mean square one over the channels', () => {
    const data = settingsOf({ symbols: 5, pairs: 3, hops: 2 })
    const { X, d, image } = drawQuestions(data, 1)
    expect(image).toEqual({ channels: 15, height: 1, width: 8 })
    const squares = Array.from(X.subarray(0, d), v => v * v)
    expect(squares.filter(v => v !== 0).length).toBe(16)
    for (let t = 0; t < 8; t++) expect(squares.reduce((s, v, at) => s + (at % 8 === t ? v : 0), 0) / 15).toBeCloseTo(1, 12)
    for (let t = 0; t < 8; t++) expect(X[(7 + t) * 8 + t]).toBeGreaterThan(0)
  })

  it('hold out only what was not trained on, and nothing where all is known', () => {
    const data = settingsOf({ symbols: 4, pairs: 2, hops: 2, n: 100 })
    const { n, X, test } = drawQuestions(data, 3)
    const of = (set: Float64Array, count: number) => Array.from({ length: count }, (_, i) => tokensOf(data, set, i).join())
    const known = new Set(of(X, n))
    expect(test!.n).toBeGreaterThan(10)
    expect(of(test!.X, test!.n).filter(q => known.has(q))).toEqual([])
    expect(drawQuestions(settingsOf({ symbols: 2, pairs: 1, hops: 1, n: 50 }), 1).test).toBeNull()
  })

  it('are the same for a seed, others for another, and carry label noise on the targets alone', () => {
    const data = settingsOf({ symbols: 5, pairs: 3, hops: 2 })
    const [a, b, c] = [drawQuestions(data, 1), drawQuestions(data, 1), drawQuestions(data, 2)]
    expect(a.X).toEqual(b.X)
    expect(a.X).not.toEqual(c.X)
    const noisy = drawQuestions({ ...data, labelNoise: 0.1 }, 1)
    expect(noisy.X).toEqual(a.X)
    expect(noisy.test!.y).toEqual(a.test!.y)
    expect(noisy.y).not.toEqual(a.y)
  })
})
