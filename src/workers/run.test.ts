import { expect, it } from 'vitest'
import { decodeLink } from '../scenario'
import { createReferenceBackend } from '../sim/backends/reference'
import { createSimulation, type Simulation } from '../sim/simulation'
import { InPlace, type OnShare } from './observer'
import { SLICE_MS } from './pace'
import type { PlaneInfo } from './protocol'
import { Run } from './run'

it.each([2, 3, 4, 5, 6, 8])(
  'never waits for nothing on its way to the end, wherever a slice of %i looks at the clock is up',
  async looks => {
    const scenario = decodeLink('s=linear-isotropic&n=20&d=4&steps=7&every=5&speed=0')
    const sim = await createSimulation(scenario, createReferenceBackend(), undefined, { planeLater: true, planeHeld: true })
    const later = () => new Promise<void>(resolve => setTimeout(resolve))
    let [time, woken] = [0, false]
    const now = () => {
      time += SLICE_MS / looks
      return time
    }
    const wake = () => {
      woken = true
    }
    const run = new Run(1, sim, new InPlace(sim), { now, later, wake })
    run.play()
    while (run.status !== 'finished') {
      woken = false
      const wait = await run.slice(SLICE_MS)
      const stuck = wait === Number.POSITIVE_INFINITY && run.status === 'running' && !run.look && !woken
      if (stuck) throw new Error(`stands still at step ${sim.step}`)
      while (run.look) await later()
    }
    expect(sim.step).toBe(7)
    run.dispose()
  },
)

/** Reads rows at once, and hands out that of a step once it is let go. */
class Late extends InPlace {
  override readonly beside = true
  letGo = () => {}
  private readonly held = new Promise<void>(resolve => {
    this.letGo = resolve
  })
  constructor(
    private readonly of: Simulation,
    private readonly at: number,
  ) {
    super(of)
  }
  override async measure(onShare: OnShare) {
    const { step } = this.of
    const rows = await super.measure(onShare)
    if (step === this.at) await this.held
    return rows
  }
}

it.each([
  ['at its end', 'steps=4', () => {}],
  ['where it is to stop', 'steps=9&stop=step&stopat=4', () => {}],
  ['where it is paused', 'steps=9&stop=step&stopat=4', (run: Run) => run.pause()],
])('reads its row anew %s if the plane was laid anew while the row was read', async (_, settings, then) => {
  const scenario = decodeLink(`s=two-layer&n=20&d=4&m=6&every=2&speed=0&${settings}`)
  const sim = await createSimulation(scenario, createReferenceBackend(), undefined, { planeLater: true, planeHeld: true })
  const observer = new Late(sim, 4)
  const later = () => new Promise<void>(resolve => setTimeout(resolve))
  let time = 0
  const now = () => {
    time += SLICE_MS / 8
    return time
  }
  const run = new Run(1, sim, observer, { now, later, wake: () => {} })
  let row = new Float64Array()
  const goOn = async () => {
    await run.slice(SLICE_MS)
    await later()
    const frame = await run.frame()
    const taken = frame?.arms[0]?.rows
    if (taken?.length) row = taken.slice(-sim.columns.width)
  }
  const laid = async () => {
    let plane: PlaneInfo | undefined
    void run.layAnew().then(info => {
      plane = info
    })
    while (!plane) await goOn()
    return plane
  }
  await laid()
  run.play()
  while (sim.step < 4) await goOn()
  for (let i = 0; i < 9; i++) await goOn()
  expect(run.status).toBe('running')
  const plane = await laid()
  then(run)
  observer.letGo()
  while (run.status === 'running' || run.look) await goOn()
  for (let i = 0; i < 9; i++) await goOn()
  const [at, x, y] = (plane.paths[0] ?? []).slice(-4)
  expect(at).toBe(4)
  const { at: column } = sim.columns
  expect([row[column.step], row[column.path_x], row[column.path_y]]).toEqual([4, x, y])
  run.dispose()
})

it('says what it will do next while a plane is laid between two steps', async () => {
  const sim = await createSimulation(decodeLink('s=two-layer&n=20&d=4&m=6'), createReferenceBackend(), undefined, { planeLater: true })
  let time = 0
  const later = () => new Promise<void>(resolve => setTimeout(resolve))
  let come = () => {}
  const observer = Object.assign(new InPlace(sim), {
    plane: async () => {
      await new Promise<void>(resolve => (come = resolve))
      return sim.layPlane()
    },
  })
  const run = new Run(1, sim, observer, { now: () => time, later, wake: () => {} })
  run.play()
  const laid = run.layAnew()
  const slice = run.slice(SLICE_MS)
  await later()
  time += 10 * SLICE_MS
  run.pause()
  expect(run.statusInStep).toBe('paused')
  come()
  await Promise.all([laid, slice])
  expect([run.statusInStep, sim.step]).toEqual([null, 0])
  run.dispose()
})
