import { expect, it, vi } from 'vitest'
import type { ViewSettings } from '../../scenario'
import type { Dynamics } from '../dynamics'
import type { Plane } from '../plane'
import { scenarioOf } from '../testing/scenario.fixture'
import { createPlaneOfView } from './laying'

type OnShare = (share: number) => void

/** The plane of a view whose directions of G come when the test lets them, through θ. */
function board(view: Partial<ViewSettings>) {
  let scenario = scenarioOf({ view })
  const at = (step: number) => Float64Array.of(step, 0, 0)
  const found: { theta: Float64Array | undefined; come: () => void; giveUp: (error: Error) => void }[] = []
  const plane = ({ plane: kind, i, j }: ViewSettings, _: OnShare, theta?: Float64Array) =>
    new Promise<Plane>((resolve, giveUp) => {
      const come = () => resolve({ kind, i, j, anchor: theta ?? at(0), step: 0 } as Plane)
      found.push({ theta, come, giveUp })
    })
  const dynamics = { theta0: at(0), model: {}, plane } as unknown as Dynamics
  const run = { scenario: () => scenario, step: () => 7, thetas: async () => [at(7)], release: () => {}, pause: async () => {} }
  const planes = createPlaneOfView(dynamics, 1, run)
  const look = (next: Partial<ViewSettings>) => {
    planes.look({ ...scenario.view, ...next })
    scenario = { ...scenario, view: { ...scenario.view, ...next } }
  }
  const asked = (count: number) => vi.waitFor(() => expect(found.length).toBeGreaterThanOrEqual(count), { interval: 1, timeout: 600_000 })
  return { planes, found, asked, look }
}

it('a plane that two wait for, and the first gives up, is laid for the second', async () => {
  const { planes, found, asked } = board({ plane: 'eigen' })
  const [first, second] = [planes.lay(), planes.lay()]
  const givenUp = expect(first).rejects.toThrow('given up')
  found[0].giveUp(new Error('given up'))
  await givenUp
  await asked(2)
  found[1].come()
  expect(await second).toBe(planes.laid)
})

it('a plane that cannot be laid is asked for once by everyone who wants it', async () => {
  const { planes, found, asked } = board({ plane: 'eigen' })
  const refused = Promise.all([planes.lay(), planes.lay()].map(laid => expect(laid).rejects.toThrow('no directions')))
  found[0].giveUp(new Error('no directions'))
  await asked(2)
  found[1].giveUp(new Error('no directions'))
  await refused
  expect([found.length, planes.known]).toEqual([2, false])
})

it.each(['lay', 'layAnew'] as const)('where another view is chosen while a plane is found, %s gives that of the view', async how => {
  const { planes, found, asked, look } = board({ plane: 'eigen', i: 1, j: 2 })
  const laid = planes[how]()
  look({ i: 3 })
  const next = planes.lay()
  await asked(2)
  found[1].come()
  expect((await next).i).toBe(3)
  found[0].come()
  expect(await laid).toBe(await next)
  expect(planes.laid).toBe(await next)
})

it('directions of G are found at the place that is given, and the plane is of its step', async () => {
  const { planes, found, asked } = board({ plane: 'eigen', laid: 'now' })
  const place = await planes.at()
  expect(place).toEqual({ step: 7, theta: Float64Array.of(7, 0, 0) })
  const laid = planes.layAnew(undefined, { step: 4, theta: Float64Array.of(4, 0, 0) })
  await asked(1)
  found[0].come()
  expect(await laid).toMatchObject({ step: 4, anchor: Float64Array.of(4, 0, 0) })
  expect(await board({ plane: 'eigen' }).planes.at()).toBeUndefined()
})
