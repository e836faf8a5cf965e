import { describe, expect, it } from 'vitest'
import { ASSETS } from '../cli/assets'
import { checkScenario, decodeLink } from '../scenario'
import { createBackend } from './backends/create'
import { atOnce } from './backends/machine/program'
import type { Task } from './crew'
import { withMachine } from './net/layout'
import { instance } from './net/nets.fixture'
import { measuredInTiles } from './net/tiles'
import { sharedTiles } from './netShared'
import { netOf } from './network'
import { createSimulation } from './simulation'
import { crewHere } from './testing/crew.fixture'

/** The row of a link after a step, and what a crew of so many was asked for. */
async function rowOf(link: string, workers: number, worth = 0) {
  const backend = await createBackend('wasm')
  const crew = crewHere(workers, worth)
  const shares: number[] = []
  const sim = await createSimulation(checkScenario(decodeLink(link)), backend, ASSETS, {
    crew: workers > 0 ? crew : null,
    planeLater: true,
  })
  await sim.advance(1)
  const [{ row }] = await sim.measure(share => void shares.push(share))
  sim.dispose()
  backend.dispose()
  return { row, tasks: crew.tasks, shares }
}

const kinds = (tasks: readonly Task[]) => new Set(tasks.map(task => task.kind))

describe('a network measured by a crew', () => {
  const WIDE = 's=two-layer&plane=eigen&n=90&d=4&m=46000&k=5&eta=0.0001&steps=9'
  const CONVOLUTIONS = 's=resnet-digits&plane=eigen&n=70&filters=4,8&depth=1&steps=9&precision=f64'
  it.each([WIDE, `${WIDE}&precision=f32`, CONVOLUTIONS])('has the very row of one that is measured alone: %s', async link => {
    const alone = await rowOf(link, 0)
    for (const workers of [1, 2, 4]) {
      const { row, tasks, shares } = await rowOf(link, workers)
      expect(row).toEqual(alone.row)
      expect(kinds(tasks)).toEqual(new Set(['band']))
      // Of the plane, and of two arms.
      expect(tasks.length).toBe(3 * workers)
      expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    }
  })

  it('in tiles too', async () => {
    const image = { channels: 1, height: 8, width: 8 }
    const backend = await createBackend('wasm')
    for (const link of ['s=vgg-digits&filters=3,6&depth=1', 's=resnet-digits&filters=3,6&depth=1&loss=squared'])
      for (const precision of ['f64', 'f32'] as const) {
        const { net: plain, theta, X, Y } = instance(netOf(decodeLink(link), { d: 64, image, outputs: 3 }).spec, 41, 6)
        const net = withMachine(plain, await backend.machine!(precision))
        const limits = { bytes: 2e5 }
        const { energies, ...alone } = atOnce(measuredInTiles(net, theta, X, Y, 3, undefined, limits))
        for (const workers of [1, 2, 4]) {
          const crew = crewHere(workers)
          const { energies: _, ...found } = await sharedTiles(crew, net, theta, X, Y, 3, undefined, limits)
          expect(found).toEqual(alone)
          expect(crew.tasks.length).toBeGreaterThanOrEqual(workers)
          expect(crew.shares.every(share => share > 0 && share < 1)).toBe(true)
        }
        net.machine.dispose()
      }
    backend.dispose()
  })

  it('is left alone where it is small', async () => {
    expect((await rowOf('s=two-layer&n=100&d=8&m=200&k=5&eta=0.0001&steps=9', 2, 2e9)).tasks).toEqual([])
  })
})
