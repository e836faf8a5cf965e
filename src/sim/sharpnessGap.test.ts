import { expect, it } from 'vitest'
import { BACKENDS } from './backends/testing/backends.fixture'
import { everyBatch } from './everyBatch'
import { readGap, sharpPoint } from './sharpnessGap'
import { createSimulation } from './simulation'
import { scenarioOf } from './testing/scenario.fixture'

const [, create] = BACKENDS[0]
const scenario = scenarioOf({
  model: { kind: 'two-layer', m: 4, activation: 'tanh', biases: 'on' },
  data: { n: 7, d: 3, labelNoise: 0.4 },
  init: { kind: 'gaussian', scale: 0.8 },
  arms: [{ id: 'sgd', kind: 'sgd', eta: 0.05, B: 3, sampling: 'without-replacement' }],
})

/** Second differences of L along v, over the length of v squared. */
function bend(loss: (theta: Float64Array) => number, theta: Float64Array, v: Float64Array): number {
  const at = (s: number) => loss(theta.map((x, j) => x + s * (v[j] ?? 0)))
  const h = 2e-3
  const second = (step: number) => (at(step) - 2 * at(0) + at(-step)) / (step * step)
  return (4 * second(h / 2) - second(h)) / 3
}

it('is the largest curvature of the loss, and the variance along it over every minibatch', async () => {
  const sim = await createSimulation(scenario, await create())
  await sim.advance(5)
  const { theta } = (await sim.states())[0]
  const curvatures = (await sim.probe.curvatures(theta))!
  const { lambda, noise, curvature } = sharpPoint(curvatures)
  const { n, p, H, G, sampleGradient } = curvatures

  // Power iteration on H + c is another way to u.
  let u = Float64Array.from({ length: p }, (_, j) => 1 + j / p)
  for (let round = 0; round < 20_000; round++) {
    const next = H(u).map((v, j) => v + 20 * (u[j] ?? 0))
    const size = Math.sqrt(next.reduce((s, v) => s + v * v, 0))
    u = next.map(v => v / size)
  }
  expect(bend(sim.probe.lossAt, theta, u)).toBeCloseTo(lambda, 7)
  const inner = (a: Float64Array) => a.reduce((s, v, j) => s + v * (u[j] ?? 0), 0)
  expect(inner(G(u))).toBeCloseTo(curvature, 9)

  const gradients = Array.from({ length: n }, (_, i) => inner(sampleGradient(i)))
  const full = gradients.reduce((s, v) => s + v / n, 0)
  for (const [sampling, B, factor] of [
    ['without-replacement', 3, (n - 3) / (n - 1)],
    ['with-replacement', 2, 1],
  ] as const) {
    let variance = 0
    for (const { rows, weight } of everyBatch(n, B, sampling, 1000)!) {
      const mean = Array.from(rows, i => gradients[i] ?? Number.NaN).reduce((s, v) => s + v / B, 0)
      variance += weight * (mean - full) * (mean - full)
    }
    expect(variance / ((factor / B) * noise)).toBeCloseTo(1, 10)
  }
  sim.dispose()
})

it('reads a run at its steps, and leaves what it does not reach', async () => {
  const sim = await createSimulation(scenario, await create())
  const known: number[] = []
  const report = await readGap(sim, [1, 4, 9], done => known.push(done))
  expect(known).toEqual([1, 2, 3])
  expect([...report.lambda, ...report.noise, ...report.curvature, ...report.loss].every(v => v > 0)).toBe(true)
  sim.dispose()
  const wild = await createSimulation({ ...scenario, arms: scenario.arms.map(arm => ({ ...arm, eta: 1e4 })) }, await create())
  expect((await readGap(wild, [1, 400], () => {})).lambda[1]).toBeNaN()
  wild.dispose()
})
