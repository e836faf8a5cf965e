import { describe, expect, test } from 'vitest'
import { STREAM } from '../../../lib/philox'
import { normals } from '../../../lib/random'
import type { EnsembleKernel, RotatedProblem } from '../ensemble'
import { plainEnsemble } from '../testing/ensemble.fixture'
import { createEnsembles } from './ensemble'

const making = createEnsembles()

function problemOf(n: number, s: number, noisy: boolean, size = 1): RotatedProblem {
  const features = normals(new Float64Array(n * s), 3, STREAM.data)
  const lambda = Float64Array.from({ length: s }, (_, k) => 1 / (k + 1))
  const rest = noisy ? normals(new Float64Array(n), 4, STREAM.data) : null
  return { n, s, features, lambda, rest, start: normals(new Float64Array(s), 5, STREAM.init).map(z => size * z) }
}

/** Advances in the given pieces at one rate. */
async function run(kernel: EnsembleKernel, pieces: readonly number[], eta: number, B: number, limit: number): Promise<void> {
  let taken = 0
  for (const count of pieces) {
    await kernel.advance({ etas: new Float64Array(count).fill(eta), B, taken, drawn: taken * B, limit })
    taken += count
  }
}

const stateOf = async (kernel: EnsembleKernel) => ({
  states: await Promise.all(Array.from({ length: kernel.R }, (_, r) => kernel.state(r))),
  ...(await kernel.read(1)),
})

describe.each(['f64', 'f32'] as const)('the kernel gives the plain loops’ bits in %s', precision => {
  async function both(problem: RotatedProblem, R: number, seed: number) {
    const args = [problem, R, seed, STREAM.ensemble, precision] as const
    return [await (await making)(...args), plainEnsemble(...args)] as const
  }

  test.each([
    [7, 3, 1, 0.3, false],
    [200, 20, 1, 2, false],
    [200, 20, 2, 2, true],
    [31, 10, 3, 0.4, true],
    [31, 10, 4, 6, false],
    [31, 9, 7, 5, true],
    [31, 9, 24, 0.1, false],
  ])('n %i, s %i, B %i, η %f, label noise %s', async (n, s, B, eta, noisy) => {
    const [kernel, plain] = await both(problemOf(n, s, noisy), 5, 99)
    expect(kernel.machine.precision).toBe(precision)
    await run(kernel, [1, 2, 40, 77], eta, B, 30)
    await run(plain, [120], eta, B, 30)
    expect(await stateOf(kernel)).toEqual(await stateOf(plain))
    kernel.reset()
    plain.reset()
    expect(await stateOf(kernel)).toEqual(await stateOf(plain))
  })

  test('states that shrink and states that grow are kept in range', async () => {
    for (const [eta, size] of [
      [0.1, 1e-90],
      [9, 1e90],
    ] as const) {
      const [kernel, plain] = await both(problemOf(20, 4, false, size), 3, 1)
      await run(kernel, [1200], eta, 1, Infinity)
      await run(plain, [1200], eta, 1, Infinity)
      expect(await stateOf(kernel)).toEqual(await stateOf(plain))
      expect((await kernel.read(1)).exponents.every(x => x !== 0)).toBe(true)
    }
  })

  test('numbers of samples for which many words are rejected', async () => {
    const [kernel, plain] = await both(problemOf(3, 2, false), 2, 7)
    await run(kernel, [50], 0.1, 3, 1)
    await run(plain, [50], 0.1, 3, 1)
    expect(await stateOf(kernel)).toEqual(await stateOf(plain))
  })
})

describe('float32 beside float64', () => {
  test.each([
    [1, 0.02, false],
    [2, 0.06, true],
  ])('over 100 stable steps with B = %i, η %f, label noise %s', async (B, eta, noisy) => {
    const problem = problemOf(60, 20, noisy)
    const make = await making
    const [single, double] = [await make(problem, 8, 3, STREAM.ensemble, 'f32'), await make(problem, 8, 3, STREAM.ensemble)]
    const { energies } = await double.read(1)
    for (const kernel of [single, double]) await run(kernel, [100], eta, B, 1.01 * (energies[0] + energies[1]))
    const [found, exact] = [await stateOf(single), await stateOf(double)]
    for (const [r, { w, exponent }] of found.states.entries()) {
      const held = w.map(v => v * 2 ** (exponent - exact.states[r].exponent))
      expect(distance(held, exact.states[r].w)).toBeLessThan(1e-6)
    }
    expect(found.escapes).toEqual(exact.escapes)
    // Some leave, and some stay: the comparison is of both.
    expect(new Set([...exact.escapes].map(step => step >= 0)).size).toBe(2)
  })

  test('features that float32 squares beyond its range are refused', async () => {
    const problem = problemOf(5, 2, false)
    problem.features[3] = 1e13
    await expect((await making)(problem, 2, 1, STREAM.ensemble, 'f32')).rejects.toThrow('features beyond float32')
  })
})

function distance(found: Float64Array, exact: Float64Array): number {
  const norm = (v: Float64Array) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0))
  return norm(found.map((v, k) => v - exact[k])) / norm(exact)
}
