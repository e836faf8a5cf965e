import { describe, expect, it } from 'vitest'
import { atRest } from '../../../lib/optimizers'
import type { Problem } from '../types'
import { createWasmBackend } from './index'

function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}

function makeProblem(n: number, d: number, seed: number): Problem {
  const next = generator(seed)
  const X = Float64Array.from({ length: n * d }, next)
  return { n, d, X, y: new Float64Array(n), model: { kind: 'linear' } }
}

function symmetricMatrix(d: number, next: () => number): Float64Array {
  const M = new Float64Array(d * d)
  for (let i = 0; i < d; i++) for (let j = 0; j <= i; j++) M[i * d + j] = M[j * d + i] = next()
  return M
}

function naiveMoment({ n, d, X }: Problem, weights: Float64Array | null): Float64Array {
  const S = new Float64Array(d * d)
  for (let i = 0; i < n; i++) {
    const w = weights ? weights[i] : 1
    for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) S[j * d + k] += (w * X[i * d + j] * X[i * d + k]) / n
  }
  return S
}

function naiveGram({ n, d, X }: Problem, M: Float64Array | null): Float64Array {
  const XM = new Float64Array(n * d)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      let sum = M ? 0 : X[i * d + j]
      if (M) for (let k = 0; k < d; k++) sum += X[i * d + k] * M[k * d + j]
      XM[i * d + j] = sum
    }
  }
  const K = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) for (let j = 0; j < d; j++) K[i * n + k] += XM[i * d + j] * X[k * d + j]
  }
  return K
}

function expectClose(actual: Float64Array, expected: Float64Array, N: number): void {
  expect(actual.length).toBe(N * N)
  const size = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-300)
  let error = 0
  let skew = 0
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < N; j++) {
      error = Math.max(error, Math.abs(actual[i * N + j] - expected[i * N + j]))
      if (actual[i * N + j] !== actual[j * N + i]) skew++
    }
  }
  expect(error / size).toBeLessThan(1e-12)
  expect(skew).toBe(0)
}

const SHAPES: [n: number, d: number][] = [
  [1, 1],
  [2, 1],
  [1, 7],
  [5, 2],
  [9, 33],
  [257, 5],
  [601, 3],
  [50, 211],
  [7, 601],
  [300, 128],
]

describe.each(SHAPES)('n = %i, d = %i', (n, d) => {
  it('moment', async () => {
    const problem = makeProblem(n, d, 3 * n + d)
    const engine = await (await createWasmBackend()).open(problem)
    const weights = Float64Array.from({ length: n }, generator(n))
    expectClose(await engine.moment(null), naiveMoment(problem, null), d)
    expectClose(await engine.moment(weights), naiveMoment(problem, weights), d)
    expectClose(await engine.moment(null), naiveMoment(problem, null), d)
  })

  it('gram', async () => {
    const problem = makeProblem(n, d, 5 * n + d)
    const engine = await (await createWasmBackend()).open(problem)
    const M = symmetricMatrix(d, generator(d))
    expectClose(await engine.gram(null), naiveGram(problem, null), n)
    expectClose(await engine.gram(M), naiveGram(problem, M), n)
    expectClose(await engine.gram(null), naiveGram(problem, null), n)
  })
})

it('answers in between on long products, in order, and stops when disposed', async () => {
  const problem = makeProblem(1500, 400, 4)
  const engine = await (await createWasmBackend()).open(problem)
  const arm = engine.addArm(atRest(new Float64Array(400)))
  let turns = 0
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    turns++
    port2.postMessage(null)
  }
  port2.postMessage(null)
  const gram = engine.gram(null)
  const residuals = engine.residuals(arm)
  const K = await gram
  expect(turns).toBeGreaterThan(0)
  expect(await residuals).toEqual(new Float64Array(1500))
  const stopped = engine.gram(null)
  engine.dispose()
  await expect(stopped).rejects.toThrow('disposed')
  port1.close()
  expect(K[1]).toBe(K[1500])
})
