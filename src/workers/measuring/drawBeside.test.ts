import { afterEach, expect, it, vi } from 'vitest'
import { decodeLink } from '../../scenario'
import { createBackend } from '../../sim/backends/create'
import type { Plane } from '../../sim/plane'
import { createSimulation, type Simulation } from '../../sim/simulation'
import { type Drawer, drawsInPlace, type Window } from '../drawing'
import type { Painter } from '../observer'
import { FakeMeasuring, gate } from '../server.fixture'
import { drawsBeside } from './drawBeside'

const WINDOW: Window = { domain: [-1, 2, -1, 1], nx: 7, ny: 9 }
const clock = { now: () => performance.now(), later: () => new Promise<void>(resolve => setTimeout(resolve)) }
const open = async (link: string) => createSimulation(decodeLink(`${link}&backend=wasm`), await createBackend('wasm'))
const nobody: Drawer = { draw: () => Promise.reject(new Error('drawn in place')), dispose: () => {} }

const made: Drawer[] = []
afterEach(() => {
  for (const drawer of made.splice(0)) drawer.dispose()
})

function team(sim: Simulation, workers: number, inPlace: Drawer = nobody, hold?: () => Promise<void>) {
  const spawned: FakeMeasuring[] = []
  const spawn = () => {
    spawned.push(new FakeMeasuring(hold))
    return spawned.at(-1) as unknown as Worker
  }
  const drawer = drawsBeside(sim, { spawn, backend: 'wasm', own: null, inPlace, workers, atOnce: true, now: clock.now, busy: () => false })
  made.push(drawer)
  const draw = (plane: Plane, window = WINDOW, stale = () => false) => drawer.draw(plane, window, () => {}, stale)
  return { drawer, spawned, draw }
}

it.each(['s=two-layer&n=20&m=6&d=4', 's=linear-anisotropic&n=30&d=5', 's=two-basins'])(
  'a picture of %s has the same bits drawn by one worker, by three, and in place',
  async link => {
    const sim = await open(link)
    const alone = drawsInPlace(sim, clock, () => false)
    const want = await alone.draw(
      sim.plane,
      WINDOW,
      () => {},
      () => false,
    )
    for (const workers of [1, 3]) {
      const { draw, spawned } = team(sim, workers)
      expect(await draw(sim.plane)).toEqual(want)
      const told = spawned.map(({ asked }) => asked.flatMap(({ ask }) => (ask.type === 'landscape' && ask.on.plane ? [ask.on.plane] : [])))
      expect(told).toEqual(spawned.map(() => [sim.plane]))
    }
    // Another point of it, found without a lattice.
    const { anchor, first, second } = sim.plane
    const [x, y] = [-1 + (3 * 2) / 6, -1 + (2 * 5) / 8]
    const theta = anchor.map((v, i) => v + x * (first[i] ?? 0) + y * (second[i] ?? 0))
    expect(want.grid[5 * 7 + 2]).toBeCloseTo(sim.probe.lossAt(theta), 12)
    sim.dispose()
  },
)

it('is given up within a part of a picture, and draws another plane next', async () => {
  const sim = await open('s=two-layer&n=20&m=6&d=4')
  const { draw, spawned } = team(sim, 1)
  const bands = () => spawned[0]?.asked.filter(({ ask }) => ask.type === 'landscape').length ?? 0
  await expect(draw(sim.plane, WINDOW, () => bands() > 0)).rejects.toMatchObject({ name: 'Cancelled' })
  expect(bands()).toBe(1)
  const other = { ...sim.plane, first: sim.plane.second, second: sim.plane.first }
  const want = await sim.probe.landscape(other, WINDOW, () => {})
  expect(await draw(other)).toEqual(want)
  sim.dispose()
})

it('goes on in place where a worker dies, or says nothing', async () => {
  const sim = await open('s=two-layer&n=20&m=6&d=4')
  const { hold } = gate()
  const alone = drawsInPlace(sim, clock, () => false)
  const want = await sim.probe.landscape(sim.plane, WINDOW, () => {})
  const dying = team(sim, 2, alone, hold)
  const drawn = dying.draw(sim.plane)
  dying.spawned[1]?.onerror?.({ message: 'out of memory' })
  expect(await drawn).toEqual(want)
  expect(dying.spawned.map(w => w.terminated)).toEqual([true, true])

  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  try {
    const silent = team(sim, 1, { ...nobody, draw: async () => want }, hold)
    const late = silent.draw(sim.plane)
    for (const worker of silent.spawned) worker.postMessage = () => {}
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await late).toBe(want)
    expect(silent.spawned.map(w => w.terminated)).toEqual([true])
  } finally {
    vi.useRealTimers()
  }
  sim.dispose()
})

it('a first picture of which nobody knows how long it takes begins with the coarsest, which spares nobody', async () => {
  const sim = await open('s=two-layer&n=20&m=6&d=4')
  let [time, pointMs] = [0, 400]
  const asked: [points: number, busy: boolean][] = []
  const draw: Painter['draw'] = async (plane, lattice, busy) => {
    const { nx, ny, rows: [from, to] = [0, ny] } = lattice
    asked.push([nx * (to - from), busy])
    time += pointMs * nx * (to - from)
    return sim.probe.landscape(plane, lattice, () => {})
  }
  const spawn = () => Promise.reject(new Error('no worker is wanted')) as never
  const drawer = drawsBeside(sim, {
    ...{ spawn, backend: 'wasm', own: null, inPlace: nobody, workers: 1, hired: { draw }, atOnce: false },
    ...{ now: () => time, busy: () => true },
  })
  const first = { ...WINDOW, nx: 65, ny: 65, within: 40 }
  const drawn = async () =>
    (
      await drawer.draw(
        sim.plane,
        first,
        () => {},
        () => false,
      )
    ).nx
  expect(await drawn()).toBe(3)
  expect(asked).toEqual([
    [3, false],
    [3, false],
    [3, false],
  ])
  pointMs = 0.01
  expect(await drawn()).toBe(3)
  expect(asked.slice(3).every(([, busy]) => busy)).toBe(true)
  expect(await drawn()).toBe(33)
  sim.dispose()
})

it('a first picture of a network does not wait for workers who have not drawn yet', async () => {
  const sim = await open('s=two-layer&n=20&m=6&d=4')
  const inPlace = { ...nobody, draw: vi.fn(async () => ({ nx: 3, ny: 3, grid: new Float64Array(9) })) }
  const { draw, spawned } = team(sim, 1, inPlace)
  const first = { ...WINDOW, nx: 9, ny: 9, within: 1e9 }
  expect((await draw(sim.plane, first)).nx).toBe(3)
  expect([inPlace.draw.mock.calls.length, spawned.length]).toEqual([1, 0])
  await draw(sim.plane)
  expect((await draw(sim.plane, first)).nx).toBe(9)
  expect((await draw(sim.plane, { ...first, within: 0 })).nx).toBe(3)
  expect(inPlace.draw).toHaveBeenCalledTimes(1)
  sim.dispose()
})
