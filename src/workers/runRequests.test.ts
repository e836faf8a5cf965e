import { expect, it } from 'vitest'
import type { LossGrid, Plane } from '../sim/plane'
import type { PlaneInfo } from './protocol'
import type { Run } from './run'
import { answerFrom } from './runRequests'

const WINDOW = { type: 'landscape', domain: [-1, 1, -1, 1], nx: 2, ny: 2 } as const

/** A run on its first plane, and a page that draws what the test gives. */
function drawn(draw: (at: { id: number }) => Promise<LossGrid>) {
  const planes = [1, 2, 3].map(id => ({ name: `plane ${id}` }) as unknown as Plane)
  const at = { id: 1, paths: () => [], current: async () => ({ id: at.id, plane: planes[at.id - 1] }) }
  const run = {
    plane: at,
    layAnew: async () => {
      at.id++
      return { id: at.id } as PlaneInfo
    },
  } as unknown as Run
  const seen: Plane[] = []
  const told: PlaneInfo[] = []
  const parts = {
    now: () => 0,
    probe: () => Promise.reject(new Error('not asked')),
    planeOf: async () => null,
    tell: (_: Run, plane: PlaneInfo) => void told.push(plane),
    draw: (_: Run, plane: Plane) => {
      seen.push(plane)
      return draw(at)
    },
  }
  const ask = (anew: boolean) => answerFrom(run, { ...WINDOW, anew }, parts)
  return { ask, seen, told, planes }
}

const GRID = { nx: 2, ny: 2, grid: new Float64Array(4) }

it.each([false, true])('contours belong to the plane that they were drawn of, whatever is chosen meanwhile; anew: %s', async anew => {
  const { ask, seen, planes } = drawn(async at => {
    at.id++
    return GRID
  })
  expect(await ask(anew)).toMatchObject({ plane: anew ? 2 : 1, laid: null })
  expect(seen).toEqual([planes[anew ? 1 : 0]])
})

it('a plane that is laid anew comes with its contours, and alone where they cannot be drawn', async () => {
  expect(await drawn(async () => GRID).ask(true)).toMatchObject({ plane: 2, laid: { id: 2 } })
  const failing = drawn(() => Promise.reject(new Error('no contours')))
  await expect(failing.ask(true)).rejects.toThrow('no contours')
  await expect(failing.ask(false)).rejects.toThrow('no contours')
  expect(failing.told).toEqual([{ id: 2, paths: [] }])
})
