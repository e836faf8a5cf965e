import { describe, expect, it } from 'vitest'
import { type ArmState, atRest, DEFAULTS } from '../../../lib/optimizers'
import { type ModelSpec, type Problem, parameterCount } from '../types'
import { createWasmBackend } from './index'
import { distance, fill, generator, makePlan, makeProblem, makeState, oracle, residual, weights } from './oracle.fixture'

async function start(problem: Problem, state: ArmState) {
  const engine = await (await createWasmBackend()).open(problem)
  return { engine, arm: engine.addArm(state) }
}

const MODELS: ModelSpec[] = [
  { kind: 'linear' },
  { kind: 'olm-diagonal' },
  { kind: 'olm-two-layer', m: 1 },
  { kind: 'olm-two-layer', m: 4 },
  { kind: 'olm-two-layer', m: 7 },
]
const SHAPES: [n: number, d: number][] = [
  [1, 1],
  [7, 1],
  [1, 5],
  [3, 8],
  [6, 13],
  [40, 9],
  [33, 50],
  [5, 128],
]

describe.each(MODELS)('$kind $m', model => {
  it.each(SHAPES)('steps as defined, n = %i, d = %i', async (n, d) => {
    const next = generator(17 + n + 31 * d)
    const problem = makeProblem(n, d, model, next)
    for (const batchSize of [null, 1, 3, 4, 9]) {
      for (const momentum of [0, 0.8]) {
        const state = makeState(problem, next)
        const plan = makePlan(problem, batchSize, 12, momentum, next)
        const { engine, arm } = await start(problem, state)
        const expected = oracle(problem, state, plan)
        expect(await engine.advance(arm, plan)).toBe(12)
        const actual = await engine.readState(arm)
        expect(distance(actual.theta, expected.theta)).toBeLessThan(1e-12)
        if (momentum === 0) expect(actual.state).toEqual(state.state)
        else expect(distance(actual.state.velocity, expected.velocity)).toBeLessThan(1e-12)
        const w = weights(problem, expected.theta)
        const r = Array.from({ length: n }, (_, i) => residual(problem, w, i))
        const size = Math.max(1e-3, ...r.map(Math.abs))
        const error = (await engine.residuals(arm)).reduce((most, value, i) => Math.max(most, Math.abs(value - r[i])), 0)
        expect(error / size).toBeLessThan(1e-12)
        engine.dispose()
      }
    }
  })

  it('gives the same bits however the steps are split', async () => {
    const next = generator(5)
    const problem = makeProblem(20, 11, model, next)
    const state = makeState(problem, next)
    for (const momentum of [0, 0.9]) {
      const plan = makePlan(problem, 3, 40, momentum, next)
      const { engine, arm } = await start(problem, state)
      const other = engine.addArm(state)
      await engine.advance(arm, plan)
      for (const [from, to] of [
        [0, 1],
        [1, 17],
        [17, 17],
        [17, 40],
      ] as const) {
        const part = { ...plan, eta: plan.eta.subarray(from, to), batch: plan.batch!.subarray(3 * from, 3 * to) }
        expect(await engine.advance(other, part)).toBe(to - from)
      }
      expect(await engine.readState(other)).toEqual(await engine.readState(arm))
    }
  })

  it('stops at the step that overflows and keeps the state before it', async () => {
    for (const [momentum, eta] of [
      [0, 3],
      [0.7, 3],
      [0, 1e40],
      [0.7, 1e40],
      [0, 1e200],
    ] as const) {
      const next = generator(11)
      const problem = makeProblem(8, 6, model, next)
      const state = makeState(problem, next)
      const plan = { ...makePlan(problem, 2, 6000, momentum, next), eta: new Float64Array(6000).fill(eta) }
      const { engine, arm } = await start(problem, state)
      const expected = oracle(problem, state, plan)
      expect(expected.taken).toBeLessThan(6000)
      expect(await engine.advance(arm, plan)).toBe(expected.taken)
      const last = await engine.readState(arm)
      expect(last.theta.every(v => Math.abs(v) <= 1e150)).toBe(true)
      const fresh = engine.addArm(state)
      const until = { ...plan, eta: plan.eta.subarray(0, expected.taken), batch: plan.batch!.subarray(0, 2 * expected.taken) }
      expect(await engine.advance(fresh, until)).toBe(expected.taken)
      expect(await engine.readState(fresh)).toEqual(last)
    }
  })
})

describe.each(MODELS)('overflow, $kind $m', model => {
  it('sees one residual among many', async () => {
    for (const at of [0, 1, 2, 3, 4, 5, 6]) {
      for (const size of [null, 3, 4, 7]) {
        const problem = { ...makeProblem(7, 2, model, generator(at)), y: new Float64Array(7) }
        problem.y[at] = 1e151
        const state = makeState(problem, generator(1))
        const batch = size && Int32Array.from({ length: 3 * size }, (_, k) => (at + (k === size + (at % size) ? 0 : 1 + (k % 3))) % 7)
        const plan = { eta: new Float64Array(3).fill(1e-180), batch: batch || null, batchSize: size ?? 7, settings: DEFAULTS }
        const { engine, arm } = await start(problem, state)
        expect(await engine.advance(arm, plan)).toBe(oracle(problem, state, plan).taken)
        expect(oracle(problem, state, plan).taken).toBe(size ? 1 : 0)
      }
    }
  })

  it('sees a velocity that carries θ away', async () => {
    const problem = { ...makeProblem(3, 2, model, generator(1)), X: new Float64Array(6) }
    const p = parameterCount(model, 2)
    for (let at = 0; at < p; at++) {
      const state = atRest(new Float64Array(p))
      state.state.velocity[at] = 9.3e149
      const plan = { eta: new Float64Array(30).fill(0.1), batch: null, batchSize: 3, settings: { ...DEFAULTS, momentum: 1 } }
      const { engine, arm } = await start(problem, state)
      expect(oracle(problem, state, plan).taken).toBe(10)
      expect(await engine.advance(arm, plan)).toBe(10)
    }
  })
})

describe('an engine', () => {
  const problem = makeProblem(10, 3, { kind: 'linear' }, generator(2))
  const state = makeState(problem, generator(3))

  it('gives back what was written, in the plain layout', async () => {
    const next = generator(8)
    for (const model of MODELS) {
      const shaped = makeProblem(4, 5, model, next)
      const { engine, arm } = await start(shaped, makeState(shaped, next))
      const p = parameterCount(model, 5)
      const written = { ...atRest(fill(p, next)), state: { velocity: fill(p, next) } }
      await engine.writeState(arm, written)
      expect(await engine.readState(arm)).toEqual(written)
    }
  })

  it('chunks long plans without a change of bits', async () => {
    const next = generator(21)
    const { engine, arm } = await start(problem, state)
    const other = engine.addArm(state)
    const plan = makePlan(problem, 7, 30_000, 0, next)
    expect(await engine.advance(arm, plan)).toBe(30_000)
    const part = (from: number, to: number) => ({
      ...plan,
      eta: plan.eta.subarray(from, to),
      batch: plan.batch!.subarray(7 * from, 7 * to),
    })
    await Promise.all([engine.advance(other, part(0, 12_345)), engine.advance(other, part(12_345, 30_000))])
    expect(await engine.readState(other)).toEqual(await engine.readState(arm))
    const wide = makePlan(problem, 70_000, 2, 0, next)
    expect(await engine.advance(arm, wide)).toBe(2)
    expect(distance((await engine.readState(arm)).theta, oracle(problem, await engine.readState(other), wide).theta)).toBeLessThan(1e-12)
  })

  it('names what is wrong with a call', async () => {
    const { engine, arm } = await start(problem, state)
    const plan = makePlan(problem, 2, 3, 0, generator(1))
    await expect(engine.advance(5, plan)).rejects.toThrow('There is no arm 5')
    await expect(engine.advance(arm, { ...plan, batch: new Int32Array(5) })).rejects.toThrow('batch must have length 6')
    await expect(engine.advance(arm, { ...plan, batch: Int32Array.of(0, 0, 0, 0, 10, 0) })).rejects.toThrow('samples 0 to 9')
    await expect(engine.advance(arm, { ...plan, batch: Int32Array.of(0, 0, 0, 0, -1, 0) })).rejects.toThrow('sample -1')
    await expect(engine.writeState(arm, { ...state, state: { velocity: new Float64Array(2) } })).rejects.toThrow('length 3')
    await expect(engine.moment(new Float64Array(9))).rejects.toThrow('weights must have length 10')
    await expect(engine.gram(new Float64Array(10))).rejects.toThrow('M must have length 9')
  })

  it('rejects everything once disposed, and counts its memory', async () => {
    const backend = await createWasmBackend()
    const engine = await backend.open(problem)
    const arm = engine.addArm(state)
    expect(engine.usage().tensors).toBe(0)
    expect(engine.usage().bytes).toBeGreaterThan(8 * 30)
    engine.dispose()
    engine.dispose()
    expect(engine.usage()).toEqual({ bytes: 0, tensors: 0 })
    const gone = /disposed; open the problem again with backend\.open/
    expect(() => engine.addArm(state)).toThrow(gone)
    await expect(engine.advance(arm, makePlan(problem, 2, 3, 0, generator(1)))).rejects.toThrow(gone)
    await expect(engine.readState(arm)).rejects.toThrow(gone)
    await expect(engine.writeState(arm, state)).rejects.toThrow(gone)
    await expect(engine.residuals(arm)).rejects.toThrow(gone)
    await expect(engine.moment(null)).rejects.toThrow(gone)
    await expect(engine.gram(null)).rejects.toThrow(gone)
    backend.dispose()
    await expect(backend.open(problem)).rejects.toThrow(/disposed; call createWasmBackend/)
  })

  it('says how much memory a problem needs when it cannot have it', async () => {
    const backend = await createWasmBackend()
    const huge = {
      n: 600_000_000,
      d: 1,
      X: { length: 600_000_000 },
      y: { length: 600_000_000 },
      model: { kind: 'linear' },
    } as unknown as Problem
    await expect(backend.open(huge)).rejects.toThrow(/needs 27\u2009\d+ MiB of WebAssembly memory; 4\u2009096 MiB are allowed/)
  })
})
