import { expect, it } from 'vitest'
import type { Tick } from '../lib/tick'
import type { LossGrid, Plane } from '../sim/plane'
import { createDrawing, type Drawer, drawsInPlace, drawsUntil, type Window } from './drawing'

const PLANE = {} as Plane
const WINDOW = { domain: [-1, 1, -1, 1], nx: 40, ny: 40 } as const

/** A clock that moves where it is told, and a drawing that takes so many milliseconds for a lot of points. */
function drawn(busy: boolean, lot: number) {
  let [time, working, waits] = [0, 0, 0]
  const clock = {
    now: () => time,
    // Woken early, as by a message, every time but the last.
    later: async (ms: number) => {
      waits++
      time += Math.min(ms, 3)
    },
  }
  const grid = { nx: 40, ny: 40, grid: new Float64Array(1600) }
  const landscape = async (_: unknown, __: unknown, tick: Tick = () => {}) => {
    for (let i = 1; i <= 100; i++) {
      time += lot
      working += lot
      await tick(i / 100)
    }
    return grid
  }
  const drawer = drawsInPlace({ probe: { landscape } } as never, clock, () => busy)
  return { clock, drawer, seen: () => ({ working, time, waits }) }
}

it.each([0.7, 5, 60])('drawing in place leaves a running simulation four fifths of the time, in lots of %d ms', async lot => {
  const { clock, drawer, seen } = drawn(true, lot)
  expect((await createDrawing(clock.now).draw(drawer, PLANE, WINDOW, () => false)).grid).toHaveLength(1600)
  const { working, time } = seen()
  // But for the last lots, after which nothing is left to wait for.
  expect(time - working).toBeGreaterThanOrEqual(4 * (working - 5 - lot))
})

it('drawing in place takes all of the time of a run that rests, and lets messages in', async () => {
  const { drawer, seen } = drawn(false, 5)
  await drawer.draw(
    PLANE,
    WINDOW,
    () => {},
    () => false,
  )
  expect(seen()).toEqual({ working: 500, time: 500, waits: 100 })
})

it('drawing in place is given up in the midst of a wait', async () => {
  const { drawer, seen } = drawn(true, 60)
  let asked = 0
  const given = drawer.draw(
    PLANE,
    WINDOW,
    () => {},
    () => ++asked > 3,
  )
  await expect(given).rejects.toMatchObject({ name: 'Cancelled' })
  expect(seen().working).toBe(60)
  expect(seen().time).toBeLessThan(100)
})

it('a first picture has as many points as come in time, as the coarsest and then the last picture tell', async () => {
  let time = 0
  const clock = { now: () => time, later: async () => {} }
  let pointMs = 2
  const asked: number[] = []
  const landscape = async (_: unknown, { nx, ny }: { nx: number; ny: number }) => {
    time += pointMs * nx * ny
    asked.push(nx)
    return { nx, ny, grid: new Float64Array(nx * ny) }
  }
  const drawer = drawsInPlace({ probe: { landscape } } as never, clock, () => true)
  const first = (within: number, most = 256) =>
    drawer.draw(
      PLANE,
      { domain: [-1, 1, -1, 1], nx: most, ny: most, within },
      () => {},
      () => false,
    )
  // 9 points have taken 18 of the 80 ms: 25 more come in time.
  expect((await first(80)).nx).toBe(5)
  expect(asked).toEqual([3, 5])
  pointMs = 0.01
  expect((await first(80)).nx).toBe(5)
  expect((await first(80)).nx).toBe(65)
  expect((await first(80, 40)).nx).toBe(33)
  expect((await first(0)).nx).toBe(3)
  expect((await first(1e9)).nx).toBe(256)
})

it('a first picture that the coarsest has taken all the time of is that one', async () => {
  let time = 0
  const asked: number[] = []
  const landscape = async (_: unknown, { nx, ny }: { nx: number; ny: number }) => {
    time += 10 * nx * ny
    asked.push(nx)
    return { nx, ny, grid: new Float64Array(nx * ny) }
  }
  const drawer = drawsInPlace({ probe: { landscape } } as never, { now: () => time, later: async () => {} }, () => true)
  const window = { domain: [-1, 1, -1, 1], nx: 256, ny: 256, within: 40 } as const
  const drawn = await drawer.draw(
    PLANE,
    window,
    () => {},
    () => false,
  )
  expect(drawn.nx).toBe(3)
  expect(asked).toEqual([3])
})

it('a first picture does not wait for one who is on the way, and what he cannot do is drawn in place', async () => {
  const by = (name: string): Drawer & { readonly ends: string[] } => {
    const ends: string[] = []
    return { draw: async () => ({ nx: 1, ny: 1, grid: new Float64Array(1), name }) as LossGrid, dispose: () => void ends.push(name), ends }
  }
  const FIRST = { ...WINDOW, within: 80 }
  const draws = async (drawer: Drawer, window: Window) => {
    const drawn = await drawer.draw(
      PLANE,
      window,
      () => {},
      () => false,
    )
    return (drawn as LossGrid & { name: string }).name
  }
  const [inPlace, beside] = [by('in place'), by('beside')]
  let come: (drawer: Drawer) => void = () => {}
  const drawer = drawsUntil(new Promise<Drawer>(resolve => (come = resolve)), inPlace, true)
  expect(await draws(drawer, FIRST)).toBe('in place')
  const finer = draws(drawer, WINDOW)
  come(beside)
  expect(await finer).toBe('beside')
  expect(await draws(drawer, FIRST)).toBe('beside')
  drawer.dispose()
  await Promise.resolve()
  expect(beside.ends).toEqual(['beside'])

  const alone = drawsUntil(Promise.reject(new Error('no such file')), inPlace, false)
  expect(await draws(alone, FIRST)).toBe('in place')
  expect(await draws(alone, WINDOW)).toBe('in place')
})
