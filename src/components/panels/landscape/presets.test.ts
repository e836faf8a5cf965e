import { expect, it } from 'vitest'
import { ASSETS } from '../../../cli/assets'
import { elementAt } from '../../../lib/values'
import { followsArms, PRESETS, type Scenario } from '../../../scenario'
import { createBackend } from '../../../sim/backends/create'
import { createSimulation, type Simulation } from '../../../sim/simulation'
import { Traces } from '../../../store/traces'
import { viewOf } from '../reading/view'
import { armLines } from './ArmsText'
import { LandscapeWindow } from './window'

/** Steps of networks, which take long, and of the others: what leaves a minimum has left it by then. */
const [NET_STEPS, STEPS] = [8, 800]
/** Frames of a run that its window follows. */
const FRAMES = 40
/** Frames within which a window has come to rest: half a second. */
const SETTLING = 30
/** How wide two planar models are, which show all of their basins. */
const BASINS: Partial<Record<Scenario['model']['kind'], number>> = { 'two-basins': 3.3, 'zhu-2d': 3.8 }

const SHORT = [...PRESETS.values()].map(({ id, scenario }) => {
  const net = !/linear|diagonal|two-basins|zhu/.test(scenario.model.kind)
  return [id, { ...scenario, steps: Math.min(scenario.steps, net ? NET_STEPS : STEPS), backend: 'wasm' } as Scenario] as const
})

/** The picture of a run as the page keeps it, without rows: paths on the plane, and the window that follows them. */
async function picture(sim: Simulation) {
  const { scenario, planes } = sim
  const traces = new Traces()
  traces.start(
    scenario.arms.map(arm => arm.id),
    sim.columns,
  )
  const window = new LandscapeWindow(() => {})
  const view = () => viewOf(traces, scenario, '')
  let id = 0
  async function lay(anew: boolean) {
    const plane = anew ? await planes.layAnew() : await planes.lay()
    planes.record.lay(plane)
    traces.setPlane({ ...plane, id: ++id, anchor: plane.anchorKind, paths: planes.record.paths(), whole: true })
  }
  return {
    lay,
    async record() {
      planes.record.add(sim.step, await sim.thetas())
    },
    /** Draws a frame. */
    draw() {
      const paths = planes.record.take()
      const arms = sim.divergences.map((divergence, a) => ({ rows: new Float64Array(0), path: elementAt(paths, a), divergence }))
      traces.append({ run: 1, step: sim.step, status: 'running', rate: 0, every: 1, fingerprint: '', plane: id, rowsOn: id, arms })
      return window.next(view(), false)
    },
    lines: () => armLines(view(), window.next(view(), true)).split('\n'),
    /** The larger side of the box of the origin and all paths. */
    extent() {
      const sides = [1, 2].map(axis => {
        const values = [0, ...traces.arms.flatMap(({ path }) => [...path.column(axis)])]
        return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b))
      })
      return Math.max(...sides)
    },
    alive: () => sim.divergences.map(divergence => !divergence),
    moving: () => sim.divergences.some(divergence => !divergence),
  }
}

it.each(SHORT)(
  '%s: every arm stays in the picture, which is no larger than it must be at a quarter, half and the end',
  async (_, scenario) => {
    const sim = await createSimulation(scenario, await createBackend('wasm'), ASSETS, { planeLater: true })
    const page = await picture(sim)
    await page.lay(false)
    await page.record()
    page.draw()
    const looks = [0.25, 0.5, 1].map(share => Math.round(share * scenario.steps))
    const every = Math.max(1, Math.floor(scenario.steps / FRAMES))
    while (sim.step < scenario.steps && page.moving()) {
      await sim.advance(1)
      await page.record()
      const looked = looks.includes(sim.step)
      if (!looked && sim.step % every > 0) continue
      if (looked && followsArms(scenario.view)) await page.lay(true)
      page.draw()
      const inView = () => page.lines().every((line, a) => line.endsWith(' inside') || !page.alive()[a])
      expect(inView(), page.lines().join('\n')).toBe(true)
      if (!looked) continue
      for (let frame = 0; frame < SETTLING; frame++) page.draw()
      const { x, y } = page.draw()
      expect(inView(), page.lines().join('\n')).toBe(true)
      expect(Math.max(x[1] - x[0], y[1] - y[0])).toBeLessThan(3 * Math.max(page.extent(), BASINS[scenario.model.kind] ?? 0))
    }
    sim.dispose()
  },
)
