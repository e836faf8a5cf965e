import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { BACKENDS } from './backends/testing/backends.fixture'
import { OVERFLOW } from './backends/types'
import { createSimulation } from './simulation'
import { dense, denseMetrics } from './testing/dense.fixture'
import { inner } from './testing/linalg.fixture'
import { scenarioOf } from './testing/scenario.fixture'

const STEPS = 3000
const plan = (n: number, d: number, eta: number, arms: 'both' | 'sgd' = 'both') =>
  scenarioOf({
    seed: 2,
    steps: STEPS,
    data: { n, d, spectrum: 'power-law', exponent: 1 },
    arms: [
      { id: 'sgd', kind: 'sgd' as const, eta: 0.02, B: 2 },
      { id: 'gd', kind: 'gd' as const, eta },
    ].slice(0, arms === 'both' ? 2 : 1),
  })

describe.each(BACKENDS)('gradient descent past its edge on the %s backend', (_, create) => {
  it.each([
    [30, 6],
    [6, 10],
  ])('overflows at the step that |1 − ηλ_1| tells: n = %i, d = %i', async (n, d) => {
    const backend = await create()
    const probe = await createSimulation(plan(n, d, 0.1), backend)
    const { theta } = (await probe.states())[1]
    const { lambda, v } = denseMetrics(dense({ kind: 'linear' }, theta, probe.data), false)
    probe.dispose()
    const eta = 2.5 / lambda[0]
    const simulation = await createSimulation(plan(n, d, eta), backend)
    const { data } = simulation
    const offset = theta.map((x, j) => x - data.teacher[j])
    const start = Math.abs(inner(v[0], offset))
    const top = (values: readonly number[]) => Math.max(...values.map(Math.abs))
    const residual = start * top(Array.from({ length: n }, (_v, i) => inner(v[0], data.X.subarray(i * d, (i + 1) * d))))
    const weight = start * top(v[0])
    // θ(t) = θ* + Σ (1 − ηλ_k)^t w_k v_k: step t is refused when its residuals, or the θ it leads to, are past the limit.
    const growth = Math.abs(1 - eta * lambda[0])
    const until = (size: number) => Math.ceil(Math.log(OVERFLOW.f64 / size) / Math.log(growth))
    const predicted = Math.min(until(residual), until(weight) - 1)

    expect(await simulation.advance(STEPS)).toBe(STEPS)
    const [sgd, gd] = simulation.divergences
    expect(sgd).toBeNull()
    expect(Math.abs(gd!.step - predicted)).toBeLessThanOrEqual(1)
    expect(gd!.direction).toBe(1)
    expect(gd!.share).toBeGreaterThan(0.999)
    expect(gd!.share).toBeLessThanOrEqual(1)
    const states = await simulation.states()
    expect(states[1].theta.every(x => Math.abs(x) <= OVERFLOW.f64)).toBe(true)
    const last = await simulation.measure()
    const { at } = simulation.columns
    expect(last.map(r => r.row[at.step])).toEqual([STEPS, gd!.step])
    expect(last[0].row[at.loss]).toBeLessThan(1e-3)

    // One step less is still fine, and the arm stays where it is whatever is asked of it.
    const exact = await createSimulation(plan(n, d, eta), backend)
    await exact.advance(gd!.step)
    expect(exact.divergences[1]).toBeNull()
    expect([...(await exact.states())[1].theta]).toEqual([...states[1].theta])
    const snapshot = await exact.snapshot()
    await exact.advance(1)
    expect(exact.divergences[1]).toEqual(gd)
    await exact.advance(50)
    expect([...(await exact.states())[1].theta]).toEqual([...states[1].theta])
    // Going back takes the divergence away, and it comes again.
    await exact.restore(snapshot)
    expect(exact.divergences[1]).toBeNull()
    await exact.advance(STEPS)
    expect(exact.divergences[1]).toEqual(gd)
    expect(await exact.fingerprint()).toBe(await simulation.fingerprint())

    // The arm that goes on is the arm alone.
    const alone = await createSimulation(plan(n, d, eta, 'sgd'), backend)
    await alone.advance(STEPS)
    expect([...(await alone.states())[0].theta]).toEqual([...states[0].theta])
    for (const s of [simulation, exact, alone]) s.dispose()
    backend.dispose()
  })

  it('at 0.98 of the edge it converges', async () => {
    const backend = await create()
    const probe = await createSimulation(plan(30, 6, 0.1), backend)
    const lambda = (await probe.geometry(0)).lambda[0]
    probe.dispose()
    const simulation = await createSimulation(plan(30, 6, 1.96 / lambda), backend)
    await simulation.advance(STEPS)
    expect(simulation.divergences).toEqual([null, null])
    const row = (await simulation.measure())[1].row
    expect(row[simulation.columns.at.loss]).toBeLessThan(1e-20)
    simulation.dispose()
    backend.dispose()
  })

  it.each(['olm-diagonal', 'olm-two-layer'] as const)('%s diverges to a finite θ', async kind => {
    const backend = await create()
    const scenario = scenarioOf({
      steps: 500,
      model: { kind, m: 2 },
      data: { n: 8, d: 4 },
      arms: [
        { id: 'a', kind: 'sgd', eta: 50, B: 2 },
        { id: 'b', kind: 'gd', eta: 50, momentum: 0.9 },
      ],
    })
    const simulation = await createSimulation(scenario, backend)
    await simulation.advance(500)
    for (const [a, { theta, state }] of (await simulation.states()).entries()) {
      expect(simulation.divergences[a]?.step).toBeLessThan(30)
      expect([...theta, ...state.velocity].every(x => Math.abs(x) <= OVERFLOW.f64 * 1e150)).toBe(true)
      expect(theta.every(x => Math.abs(x) <= OVERFLOW.f64)).toBe(true)
    }
    await simulation.measure()
    simulation.dispose()
    backend.dispose()
  })
})

it('the documentation names the limits within which the last θ lies', () => {
  const [, ...powers] =
    /beyond 10([⁰¹²³⁴-⁹]+) in size \(10([⁰¹²³⁴-⁹]+) in single precision\)/.exec(readFileSync('docs/files.md', 'utf8')) ?? []
  const plain = (power: string) => power.replace(/./g, digit => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)))
  expect(powers.map(power => Number(`1e${plain(power)}`))).toEqual([OVERFLOW.f64, OVERFLOW.f32])
})
