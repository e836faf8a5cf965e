import { describe, expect, it } from 'vitest'
import { cellScenario, decodeLink, encodeLink, MAP, mapSizes, parseScenario } from '../../scenario'
import { createWasmBackend } from '../../sim/backends/wasm'
import { createSimulation } from '../../sim/simulation'
import { planMap } from '../../store/studyPlans/map'
import { perron } from '../../theory/escapePerron'
import { escapeProblem } from '../../theory/escapeProblem'
import { compute } from './map'

const scenario = parseScenario({
  version: 1,
  preset: 'stability-map',
  data: { n: 12, d: 3 },
  init: { kind: 'near-minimum', scale: 1e-3 },
  arms: [
    { id: 'gd', kind: 'gd', eta: 0.3 },
    { id: 'sgd', kind: 'sgd', eta: 0.2, B: 2, momentum: 0.5, schedule: 'cosine' },
  ],
  events: [{ step: 3, arm: 'sgd', field: 'eta', value: 0.7 }],
  ensemble: { R: 64, threshold: 10 },
})
const plan = planMap({ scenario, arm: 'sgd', step: 5 })!
const tasks = await plan.tasks(async () => ({ step: 0, thetas: [] }))
const context = { assets: { mnist: () => Promise.reject(new Error('not wanted')) }, report() {}, show() {} }

describe('the plan of a stability map', () => {
  it('has every cell once in full, after a first look at every fourth both ways', () => {
    const sizes = mapSizes(12)
    const full = tasks.filter(t => !t.draft).flatMap(t => t.etas.map(at => `${t.size} ${at}`))
    expect(full.length).toBe(sizes.length * MAP.etas)
    expect(new Set(full).size).toBe(full.length)
    expect(tasks.filter(t => t.draft).map(t => t.size)).toEqual(sizes.map((_, i) => i).filter(i => i % 4 === 0))
    expect(tasks.findIndex(t => !t.draft)).toBe(tasks.filter(t => t.draft).length)
    expect(plan.weights).toHaveLength(tasks.length)
  })

  it('has sixteen batch sizes from 1 to n, or all of a small n', () => {
    for (const n of [16, 17, 20, 57, 200, 20000]) {
      const sizes = mapSizes(n)
      expect([sizes.length, sizes[0], sizes[15]]).toEqual([16, 1, n])
      for (const [i, B] of sizes.entries()) if (i) expect(B).toBeGreaterThan(sizes[i - 1])
    }
    expect(mapSizes(5)).toEqual([1, 2, 3, 4, 5])
  })

  it('is the same map whatever η and B its arm has, also for the run of a cell', () => {
    const opened = cellScenario(scenario, 0.123, 4)
    expect(planMap({ scenario: opened, arm: 'sgd', step: 0 })!.key).toBe(plan.key)
    expect(planMap({ scenario: { ...scenario, seed: 9 }, arm: 'sgd', step: 0 })!.key).not.toBe(plan.key)
  })
})

describe('a cell of the map', () => {
  it('opens, through its link, the run that has its fingerprint', async () => {
    const part = await compute({ ...tasks.find(t => !t.draft && t.size === 2)!, etas: [3, 22] }, context)
    for (const cell of part.cells) {
      const sim = await createSimulation(decodeLink(encodeLink(cellScenario(scenario, cell.eta, part.B))), await createWasmBackend())
      await sim.advance(MAP.steps)
      expect(sim.step).toBe(MAP.steps)
      expect(await sim.fingerprint()).toBe(cell.fingerprint)
      sim.dispose()
    }
    expect(part.cells[0].fingerprint).not.toBe(part.cells[1].fingerprint)
  })

  it('decays below the edge of mean-square stability, which is that of the exact operator, and escapes far above', async () => {
    const part = await compute({ ...tasks[0], etas: [0, 39] }, context)
    const sim = await createSimulation(cellScenario(scenario, 1, 1), await createWasmBackend())
    const { X, n, d } = sim.data
    expect(perron(escapeProblem(X, n, d), { eta: part.edge, strength: 1 / part.B, shape: 'sigma' }).rho).toBeCloseTo(1, 7)
    sim.dispose()
    const [low, high] = part.cells
    expect(low!.eta).toBeLessThan(part.edge)
    expect(low!.lyapunov).toBeLessThan(0)
    expect(high!.lyapunov).toBeGreaterThan(0)
    expect(high!.escaped).toBe(1)
    expect(part.etas).toHaveLength(MAP.etas)
  })
})
