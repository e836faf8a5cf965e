import { expect, it } from 'vitest'
import { decodeLink } from '../../scenario'
import { createBackend } from '../../sim/backends/create'
import { createSimulation } from '../../sim/simulation'
import { createMeasuring } from './measuring'
import type { FromMeasuring, MeasuringAsk } from './messages'

const scenario = decodeLink('s=two-layer&n=20&m=6&d=4&backend=wasm')

/** A worker that pauses at every point of a landscape until it is let on; what it has answered, in order. */
async function worker() {
  const sim = await createSimulation(scenario, await createBackend('wasm'))
  const said: FromMeasuring[] = []
  const waiting: (() => void)[] = []
  let time = 0
  const take = createMeasuring({
    assets: { mnist: () => Promise.reject(new Error('no digits')) },
    post: message => void ('share' in message || said.push(message)),
    now: () => (time += 100),
    later: () => new Promise<void>(resolve => waiting.push(resolve)),
  })
  let id = 0
  const ask = (ask: MeasuringAsk) => {
    take({ id: id++, ask })
    return id - 1
  }
  const settled = async (of: number) => {
    for (;;) {
      const found = said.find(message => message.id === of)
      if (found) return found
      await new Promise(resolve => setTimeout(resolve))
    }
  }
  const letOn = () => {
    for (const resume of waiting.splice(0)) resume()
  }
  const paused = async () => {
    while (waiting.length === 0) await new Promise(resolve => setTimeout(resolve))
  }
  ask({ type: 'open', scenario, backend: 'wasm', own: null })
  return { sim, said, ask, settled, letOn, paused }
}

const lattice = { domain: [-1, 1, -1, 1], nx: 2, ny: 2 } as const

it('measures between the points of a landscape, each on its own plane, and knows by number what it was told and what it found', async () => {
  const { sim, said, ask, settled, letOn, paused } = await worker()
  const plane = await sim.layPlane()
  const other = { ...plane, first: plane.second, second: plane.first }
  const drawn = ask({ type: 'landscape', lattice, busy: false, on: { id: 0, plane: other } })
  await paused()
  const sight = await sim.sight()
  const measured = await settled(ask({ type: 'measure', scenario, sight, on: { id: 1, plane } }))
  expect(measured).toMatchObject({ result: expect.any(Array) })
  expect(said.some(({ id }) => id === drawn)).toBe(false)
  const finish = setInterval(letOn)
  expect(await settled(drawn)).toMatchObject({ result: await sim.probe.landscape(other, lattice, () => {}) })
  // The plane that came with the measurement is known for landscapes too, as is one that it finds itself.
  expect(await settled(ask({ type: 'plane', scenario, id: 2 }))).toMatchObject({ result: plane })
  for (const id of [1, 2])
    expect(await settled(ask({ type: 'landscape', lattice, busy: false, on: { id } }))).toMatchObject({
      result: await sim.landscape(lattice.domain, 2, 2),
    })
  clearInterval(finish)
  sim.dispose()
})

it('gives a landscape up for a newer one, and says where it knows no plane', async () => {
  const { sim, ask, settled, letOn, paused } = await worker()
  const finish = () => setInterval(letOn)
  expect(await settled(ask({ type: 'landscape', lattice, busy: false, on: { id: 9 } }))).toMatchObject({
    failure: { message: expect.stringContaining('No plane') },
  })
  const old = ask({ type: 'landscape', lattice, busy: false, on: { id: 3, plane: await sim.layPlane() } })
  await paused()
  const newer = ask({ type: 'landscape', lattice: { ...lattice, nx: 3 }, busy: false, on: { id: 3 } })
  const timer = finish()
  expect(await settled(old)).toMatchObject({ failure: { name: 'Cancelled' } })
  expect(await settled(newer)).toMatchObject({ result: { nx: 3, ny: 2 } })
  clearInterval(timer)
  sim.dispose()
})
