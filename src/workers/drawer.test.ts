import { expect, it, vi } from 'vitest'
import { decodeLink } from '../scenario'
import { createBackend } from '../sim/backends/create'
import { createSimulation } from '../sim/simulation'
import { choosesDrawer } from './drawer'
import { InPlace, type Observer, type Painter } from './observer'
import { FakeMeasuring } from './server.fixture'

const WINDOW = { domain: [-1, 1, -1, 1], nx: 4, ny: 4 } as const
/** Of more than half a million weights. */
const WIDE = 's=two-layer&arms=sgd&n=4&d=50&m=10300'
const SMALL = 's=two-layer&n=4&d=3&m=5'

/** Who has drawn a window for a simulation on so many processors: whoever measures it, workers of their own, or the run. */
async function drawnBy(link: string, processors: number, within?: number) {
  const sim = await createSimulation(decodeLink(`${link}&backend=wasm`), await createBackend('wasm'))
  const hired = { draw: vi.fn<Painter['draw']>((plane, lattice) => sim.probe.landscape(plane, lattice, () => {})) }
  const observer: Observer = Object.assign(new InPlace(sim), { painter: () => hired })
  const own: FakeMeasuring[] = []
  const spawn = () => {
    own.push(new FakeMeasuring())
    return own.at(-1) as unknown as Worker
  }
  const clock = { now: () => performance.now(), later: () => new Promise<void>(resolve => setTimeout(resolve)) }
  const inPlace = vi.spyOn(sim.probe, 'landscape')
  const drawer = choosesDrawer(sim, { spawn, backend: 'wasm', own: null, processors, clock, observer, running: () => true })
  const { grid } = await drawer.draw(
    sim.plane,
    { ...WINDOW, ...(within !== undefined && { within }) },
    () => {},
    () => false,
  )
  const want = await sim.probe.landscape(sim.plane, WINDOW, () => {})
  drawer.dispose()
  sim.dispose()
  const of = {
    hired: hired.draw.mock.calls.length > 0,
    own: own.length,
    inPlace: inPlace.mock.calls.length - (hired.draw.mock.calls.length + 1) > 0,
  }
  return { of, grid, want: want.grid }
}

it.each([
  ['of many weights', WIDE, 2, { hired: true, own: 0, inPlace: false }],
  ['of many weights where processors are left', WIDE, 4, { hired: false, own: 2, inPlace: false }],
  ['of few weights', SMALL, 2, { hired: false, own: 1, inPlace: false }],
])('the landscape of a network %s is drawn by whoever is free for it', async (_, link, processors, who) => {
  const { of, grid, want } = await drawnBy(link, processors)
  expect(of).toEqual(who)
  expect(grid).toEqual(want)
})

it('a first picture is drawn by the run where its points are soon there, and waits for others where they are not', async () => {
  expect((await drawnBy(SMALL, 2, 1e9)).of).toEqual({ hired: false, own: 0, inPlace: true })
  expect((await drawnBy(WIDE.replace('n=4', 'n=400'), 2, 0)).of).toEqual({ hired: true, own: 0, inPlace: false })
})
