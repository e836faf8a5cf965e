import { describe, expect, it } from 'vitest'
import { createReferenceBackend } from './backends/reference'
import { tokensOf } from './questions'
import { createSimulation } from './simulation'
import { scenarioOf } from './testing/scenario.fixture'

const model = { kind: 'transformer', loss: 'cross-entropy', blocks: 2, width: 3, heads: 2, mlp: 3, norm: 'off' } as const
const data = { source: 'hops', n: 20, symbols: 4, pairs: 2, hops: 2 } as const

describe('what a transformer looks at', () => {
  it('is the softmax of QKᵀ/√s up to each token, from θ by hand in the first block', async () => {
    const sim = await createSimulation(scenarioOf({ model, data, steps: 3 }), createReferenceBackend())
    await sim.advance(2)
    const look = (await sim.attention(5))!
    const [{ theta }] = await sim.states()
    const { test } = sim.data
    const tokens = tokensOf(sim.scenario.data, test!.X, 5)
    expect(look).toMatchObject({ question: 5, count: test!.n, unseen: true, tokens })
    const places = tokens.length
    const channels = 4 + 2 + places
    const size = Math.sqrt(channels / 2)
    // Embeddings are columns of W: that of the token and that of the place.
    const embedded = tokens.map((token, t) =>
      Array.from({ length: 6 }, (_, c) => size * (theta[c * channels + token] + theta[c * channels + 6 + t]) + theta[6 * channels + c]),
    )
    const qkvAt = 6 * channels + 6
    const part = (row: number, e: readonly number[]) =>
      e.reduce((s, v, c) => s + theta[qkvAt + row * 6 + c] * v, theta[qkvAt + 18 * 6 + row])
    for (let head = 0; head < 2; head++)
      for (let t = 0; t < places; t++) {
        const channelsOfHead = [0, 1, 2].map(c => 3 * head + c)
        const scores = embedded
          .slice(0, t + 1)
          .map(e => channelsOfHead.reduce((s, c) => s + part(c, embedded[t]) * part(6 + c, e), 0) / Math.sqrt(3))
        const whole = scores.reduce((s, v) => s + Math.exp(v), 0)
        const found = look.arms[0].weights.subarray((head * places + t) * places, (head * places + t + 1) * places)
        for (let u = 0; u < places; u++) expect(found[u]).toBeCloseTo(u <= t ? Math.exp(scores[u]) / whole : 0, 12)
      }
    expect(look.arms[0].weights.length).toBe(2 * 2 * places * places)
    sim.dispose()
  })

  it('comes with the outputs of the very question, counted round, and with nothing for other models', async () => {
    const sim = await createSimulation(scenarioOf({ model, data, steps: 3 }), createReferenceBackend())
    const { n } = sim.data.test!
    expect((await sim.attention(n + 3))!.question).toBe(3)
    const look = (await sim.attention(3))!
    const { y } = sim.data.test!
    expect(y[3 * 4 + look.answer]).toBe(1)
    sim.dispose()
    const other = await createSimulation(scenarioOf({ model: { kind: 'mlp' }, data }), createReferenceBackend())
    expect(await other.attention(0)).toBeNull()
    other.dispose()
  })
})

it('a transformer learns the answers of a few questions by heart', async () => {
  const arms = [{ id: 'adam', kind: 'adam', eta: 0.02, B: 6 } as const]
  const small = { ...data, n: 6 }
  const sim = await createSimulation(scenarioOf({ model, data: small, arms, steps: 150, measure: { k: 1 } }), createReferenceBackend())
  const loss = async () => (await sim.measure())[0].row[sim.columns.at.loss]
  const before = await loss()
  await sim.advance(150)
  expect(before).toBeGreaterThan(1)
  expect(await loss()).toBeLessThan(0.1)
  sim.dispose()
})
