import { describe, expect, it } from 'vitest'
import { LIGHT } from '../../../charts'
import { recordingContext } from '../../../charts/testing'
import { elementAt } from '../../../lib/values'
import { createBackend } from '../../../sim/backends/create'
import { createSimulation } from '../../../sim/simulation'
import { denseAt, eigen } from '../../../sim/testing/columns/dense.fixture'
import { Traces } from '../../../store/traces'
import { type View, viewOf } from '../reading/view'
import { type Row, scenarioWith, viewOfRows } from '../testing/view.fixture'
import { energiesAt, energyPath } from './energies'
import { sharpSpec } from './spec'

const border = (k: number) => ({ k }) as Parameters<typeof sharpSpec>[0]

/** Training without noise up to step 20, then θ − θ_a of the given parts: along v₁, along v₂, outside both. */
const rowsOf = ([a, b, rest]: readonly [number, number, number]): Row[] =>
  Array.from({ length: 31 }, (_, step): Row => {
    const size = step > 20 ? 1 : 0
    const moved = { moved: size * Math.hypot(a, b, rest), moved_along: [size * a, size * b], moved_rest: size * rest, anchor_step: 20 }
    return step < 20 ? { step } : { step, ...moved }
  })

const trained = scenarioWith('escape-trained')
const view = (): View => viewOfRows(trained, [rowsOf([3, -4, 12]), rowsOf([2, 0, 1e-9])])

/** A network that leaves a trained minimum, with its rows read at some steps, and θ of both arms there. */
async function escaping(steps: readonly number[]) {
  const { model, data } = trained
  const scenario = { ...trained, model: { ...model, m: 6 }, data: { ...data, n: 8, d: 4 }, measure: { ...trained.measure, k: 4 } }
  const sim = await createSimulation(scenario, await createBackend('wasm'))
  const traces = new Traces()
  traces.start(
    scenario.arms.map(arm => arm.id),
    sim.columns,
  )
  const thetas: Float64Array[][] = []
  for (const step of steps) {
    await sim.advance(step - sim.step)
    const arms = (await sim.measure()).map(({ row }) => ({ rows: row, path: new Float64Array(0), divergence: null }))
    traces.append({ run: 1, step, status: 'paused', rate: 0, every: 1, fingerprint: '', plane: 0, rowsOn: 0, arms })
    thetas.push((await sim.thetas()).map(theta => theta.slice()))
  }
  return { sim, view: viewOf(traces, scenario, ''), thetas }
}

describe('sharp against flat of a network', () => {
  it('is the squared distance from where the escape began, split by the dense G there', async () => {
    const steps = [300, 301, 310, 400]
    const { sim, view: seen, thetas } = await escaping(steps)
    for (const [a, arm] of seen.arms.entries()) {
      const from = elementAt(elementAt(thetas, 0), a)
      const { vectors } = eigen(denseAt(sim, from).G)
      for (const [row] of steps.entries()) {
        const step = elementAt(elementAt(thetas, row), a).map((v, i) => v - elementAt(from, i))
        const total = step.reduce((sum, v) => sum + v * v, 0)
        for (const k of [1, 2, 4]) {
          const { sharp, flat, D } = energiesAt(seen, arm, k, row)
          if (row === 0) {
            expect(sharp).toBeNaN()
            continue
          }
          const along = vectors.slice(0, k).map(v => step.reduce((sum, s, i) => sum + s * elementAt(v, i), 0))
          const wanted = along.reduce((sum, v) => sum + v * v, 0)
          expect(Math.abs(sharp - wanted) / total).toBeLessThan(1e-9)
          expect(Math.abs(sharp + flat - total) / total).toBeLessThan(1e-12)
          expect(Math.abs((D * sharp) / flat - 1)).toBeLessThan(1e-12)
        }
      }
    }
    sim.dispose()
  })

  it('begins with the first step away, and draws neither mean nor bound', () => {
    const seen = view()
    const path = energyPath(seen, elementAt(seen.arms, 0), 2)
    expect([...path.sharp.slice(19, 23)]).toEqual([Number.NaN, Number.NaN, 25, 25])
    expect(path.flat[30]).toBe(144)
    const { ctx, calls } = recordingContext()
    const layout = sharpSpec(border(2)).draw(ctx, { width: 600, height: 400, theme: LIGHT }, seen, {})
    const words = calls.filter(({ name }) => name === 'fillText').map(({ args }) => args[0])
    expect(words.some(text => String(text).includes('bound'))).toBe(false)
    // A ring where the first step has led.
    const rings = calls.filter(({ name, args }) => name === 'arc' && args[2] === 3.4)
    expect(rings.map(({ args }) => args[0])).toContain(layout.x.px(25))
  })

  it('says how far the arms have gone and how that is split, and exports it', () => {
    const spec = sharpSpec(border(1))
    expect(spec.sentence(view())).toBe(
      'Since step 20 SGD · no noise has gone 13, its square 18 times as large in flatter directions as along v₁; GD has gone 2, along v₁ alone.',
    )
    expect(spec.subtitle(view())).toBe('flat : sharp 17.78')
    const table = spec.table(view())
    expect(table.header).toEqual(['arm', 'step', 'anchor_step', 'k', 'distance2_sharp', 'distance2_flat', 'flat_to_sharp'])
    expect(table.rows[30]?.slice(0, 5)).toEqual(['sgd', 30, 20, 1, 9])
    expect(table.rows[30]?.[5]).toBeCloseTo(160, 12)
  })

  it('waits for the escape, and says when the next change comes', () => {
    const early = viewOfRows(trained, [rowsOf([1, 1, 1]).slice(0, 10), rowsOf([1, 1, 1]).slice(0, 10)])
    expect(sharpSpec(border(1)).missing?.(early)).toContain('No escape has begun')
    expect(sharpSpec(border(1)).missing?.(early)).toContain('The next change acts at step 300.')
    const wide = viewOfRows(trained, [[{ step: 301, moved: 1 }], [{ step: 301, moved: 1 }]])
    expect(sharpSpec(border(1)).missing?.(wide)).toContain('too wide')
    expect(sharpSpec(border(1)).missing?.(view())).toBeUndefined()
  })
})
