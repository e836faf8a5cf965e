import { afterEach, describe, expect, it, vi } from 'vitest'
import { elementAt } from '../../lib/values'
import { decodeLink, type Scenario } from '../../scenario'
import { createBackend } from '../../sim/backends/create'
import { onPlane } from '../../sim/plane'
import { createSimulation } from '../../sim/simulation'
import { PING } from '../heartbeat'
import type { Frame, Request } from '../protocol'
import { FakeMeasuring, gate, page } from '../server.fixture'
import { Beside } from './beside'
import { measuringCost, WORTH_A_WORKER } from './cost'

const LINEAR = 's=linear-anisotropic&n=8000&d=62&k=3&eta=0.1&backend=reference&speed=0'
const NETWORK = 's=two-layer&plane=eigen&n=100&d=4&m=3000&k=3&eta=0.0005&backend=wasm&speed=0'
const linear = (rest: string) => decodeLink(`${LINEAR}&${rest}`)
const open = async (scenario: Scenario) =>
  createSimulation(scenario, await createBackend(scenario.backend === 'wasm' ? 'wasm' : 'reference'))

/** Rows of the first arm by their step. */
function rowsOf(frames: readonly Frame[], width: number): Map<number, Float64Array> {
  const found = new Map<number, Float64Array>()
  for (const { arms } of frames)
    for (let at = 0; at < arms[0].rows.length; at += width) found.set(arms[0].rows[at], arms[0].rows.slice(at, at + width))
  return found
}

async function direct(scenario: Scenario, step: number): Promise<string> {
  const sim = await open(scenario)
  await sim.advance(step)
  return sim.fingerprint()
}

/** A page whose measuring workers wait at one gate. */
function pageWith(hold?: () => Promise<void>, now?: () => number) {
  const workers: FakeMeasuring[] = []
  const measuring = () => {
    workers.push(new FakeMeasuring(hold))
    return workers.at(-1)!
  }
  const made = { ...page({ measuring, ...(now && { now }) }), workers }
  pages.push(made)
  return made
}

/** Pages of a test: their runs would go on beside the next one. */
const pages: ReturnType<typeof page>[] = []
afterEach(async () => {
  for (const { ask } of pages.splice(0)) await ask({ type: 'pause' })
})

describe('measuring beside the run', () => {
  it.each([LINEAR, NETWORK, `${NETWORK}&precision=f32`])(
    'gives the very rows of the run at a fixed cadence, and loses none: %s',
    async link => {
      const scenario = decodeLink(`${link}&steps=12&every=4&at=6:eta:0.0002`)
      const sim = await open(scenario)
      expect(measuringCost(sim)).toBeGreaterThan(WORTH_A_WORKER)
      const { ask, frames, until, workers } = pageWith()
      const { columns } = await ask({ type: 'load', scenario, play: true })
      // The frame that ends the run may come after the one that brings its last row.
      await until(() => rowsOf(frames, columns.width).has(12) && frames.at(-1)?.status === 'finished')
      const rows = rowsOf(frames, columns.width)
      expect([...rows.keys()]).toEqual([0, 4, 8, 12])
      for (const step of rows.keys()) {
        await sim.advance(step - sim.step)
        const [{ row }] = await sim.measure()
        // What the closed forms fill is not measured.
        const want = row.map((v, c) => (Number.isNaN(v) ? (rows.get(step)?.[c] ?? v) : v))
        expect(rows.get(step)).toEqual(want)
      }
      expect(workers).toHaveLength(1)
      expect(frames.at(-1)).toMatchObject({ status: 'finished', fingerprint: await sim.fingerprint() })
    },
  )

  it('never holds the steps back, nor the answer to any request', async () => {
    const { hold } = gate()
    const { ask, frames, until } = pageWith(hold)
    const scenario = linear('steps=1000000')
    const info = await ask({ type: 'load', scenario, play: true })
    expect(info.plane).toBeNull()
    await until(() => frames.length > 3 && frames.at(-1)!.step > frames[1].step)
    const view = { ...scenario.view, i: 2, j: 1 }
    const requests: Request[] = [
      { type: 'pause' },
      { type: 'speed', speed: 0 },
      { type: 'step', count: 5 },
      { type: 'adopt', scenario: { ...scenario, view } },
      { type: 'state' },
      { type: 'seek', step: 10 },
    ]
    for (const request of requests) await ask(request)
    const changed = await ask({ type: 'change', event: { arm: '', field: 'eta', value: 0.05 } })
    expect(changed.events).toEqual([{ step: 10, arm: '', field: 'eta', value: 0.05 }])
    await ask({ type: 'step', count: 30 })
    await until(() => frames.at(-1)!.step === 40)
    expect(frames.at(-1)!.fingerprint).toBe(await direct(changed, 40))
    expect(frames.every(f => f.arms[0].rows.length === 0)).toBe(true)
    await ask({ type: 'load', scenario: { ...scenario, seed: 5 }, play: false })
  })

  it('at a fixed cadence steps wait for a row that would be lost', async () => {
    const { open: release, hold } = gate()
    const { ask, frames, until } = pageWith(hold)
    const { columns } = await ask({ type: 'load', scenario: linear('steps=40&every=10'), play: true })
    await until(() => frames.at(-1)?.step === 10)
    await ask({ type: 'speed', speed: 0 })
    expect(frames.at(-1)).toMatchObject({ step: 10, status: 'running' })
    release()
    await until(() => rowsOf(frames, columns.width).has(40))
    expect([...rowsOf(frames, columns.width).keys()]).toEqual([0, 10, 20, 30, 40])
  })

  it('what waits gives way to what is newer, and a run that stops ends with the row of its step', async () => {
    const { open: release, hold } = gate()
    const { ask, frames, until, workers } = pageWith(hold)
    const { columns } = await ask({ type: 'load', scenario: linear('steps=1000000'), play: true })
    await until(() => frames.length > 3 && frames.at(-1)!.step > 100)
    await ask({ type: 'pause' })
    await until(() => frames.at(-1)!.status === 'paused')
    const { step } = frames.at(-1)!
    expect(workers[0].asked.filter(({ ask }) => ask.type === 'measure')).toHaveLength(1)
    release()
    await until(() => rowsOf(frames, columns.width).has(step))
    expect([...rowsOf(frames, columns.width).keys()]).toEqual([0, step])
  })

  it('a row of what is no longer part of the run is dropped', async () => {
    const { open: release, hold } = gate()
    const { ask, frames, until } = pageWith(hold)
    const { columns } = await ask({ type: 'load', scenario: linear('steps=1000000&every=1000'), toStep: 30, play: false })
    release()
    await until(() => rowsOf(frames, columns.width).has(30))
    const later = gate()
    const other = pageWith(later.hold)
    const begun = await other.ask({ type: 'load', scenario: linear('steps=1000000'), toStep: 30, play: false })
    await other.ask({ type: 'seek', step: 10 })
    await other.ask({ type: 'change', event: { arm: '', field: 'eta', value: 0.05 } })
    later.open()
    await other.until(() => rowsOf(other.frames, begun.columns.width).has(10))
    expect([...rowsOf(other.frames, begun.columns.width).keys()].every(step => step <= 10)).toBe(true)
  })

  it('goes on in another worker when the first one dies, in place when that dies too, and says so', async () => {
    const { open: release, hold } = gate()
    const { ask, frames, pushes, until, workers } = pageWith(hold)
    const scenario = linear('steps=1000000')
    const { columns } = await ask({ type: 'load', scenario, play: true })
    const notices = () => pushes.flatMap(p => (p.type === 'notice' ? [p.text] : []))
    await until(() => workers.length === 1 && workers[0].asked.length > 1)
    workers[0].onerror?.({ message: 'out of memory' })
    await until(() => workers.length === 2 && workers[1].asked.length > 1)
    expect(notices().at(-1)).toMatch(/out of memory.*Another one measures/)
    workers[1].onerror?.({ message: 'out of memory' })
    await until(() => rowsOf(frames, columns.width).size > 1)
    expect(notices().at(-1)).toMatch(/measured in its own worker/)
    expect(workers.map(w => w.terminated)).toEqual([true, true])
    await ask({ type: 'pause' })
    await until(() => frames.at(-1)!.status === 'paused' && frames.at(-1)!.fingerprint !== '')
    const { step, fingerprint } = frames.at(-1)!
    expect(fingerprint).toBe(await direct(scenario, step))
    release()
  })

  it('a measurement of what has changed since is given up within a second, and the step is measured anew', async () => {
    const { open: release, hold } = gate()
    let ahead = 0
    const { ask, frames, until, workers } = pageWith(hold, () => performance.now() + ahead)
    const { columns } = await ask({ type: 'load', scenario: linear('steps=1000000'), play: false })
    await until(() => workers[0]?.asked.some(({ ask }) => ask.type === 'measure'))
    await ask({ type: 'change', event: { arm: '', field: 'eta', value: 0.05 } })
    ahead = 1001
    await until(() => workers.length === 2)
    expect(workers[0].terminated).toBe(true)
    release()
    await until(() => rowsOf(frames, columns.width).has(0))
    expect(rowsOf(frames, columns.width).get(0)?.[columns.at.lr]).toBe(0.05)
    expect(workers).toHaveLength(2)
  })

  it('a worker that stops answering is replaced, said, and its measurement asked of another one', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    try {
      const sim = await open(linear('steps=10'))
      const silent = { onmessage: null, onerror: null, onmessageerror: null, sent: [] as unknown[], ended: false }
      const dead = { ...silent, postMessage: (message: unknown) => void silent.sent.push(message), terminate: () => (silent.ended = true) }
      const workers: unknown[] = [dead, new FakeMeasuring()]
      const told: string[] = []
      const beside = new Beside(sim, {
        spawn: () => workers.shift() as Worker,
        backend: 'reference',
        own: null,
        tell: text => told.push(text),
      })
      const patience = 30 + (measuringCost(sim) * sim.scenario.arms.length) / 2e8
      const asked = beside.measure(() => {})
      await vi.advanceTimersByTimeAsync(1000 * patience - 1000)
      expect([silent.ended, told, silent.sent.filter(m => m === PING)]).toEqual([false, [], [PING]])
      await vi.advanceTimersByTimeAsync(2000)
      expect(await asked).toBeNull()
      expect(silent.ended).toBe(true)
      expect(told).toEqual([expect.stringMatching(/gave no sign of life for 3\d s.*Another one measures/)])
      const rows = await beside.measure(() => {})
      expect(rows?.[0]?.[0]).toBe(0)
      beside.dispose()
    } finally {
      vi.useRealTimers()
    }
  })

  it('another worker in place of one that died is told the plane', async () => {
    const sim = await open(linear('steps=10'))
    let hold = Promise.resolve()
    const workers = [new FakeMeasuring(() => hold), new FakeMeasuring()] as const
    const spawned = [...workers]
    const beside = new Beside(sim, { spawn: () => spawned.shift() as unknown as Worker, backend: 'reference', own: null, tell: () => {} })
    const plane = await beside.plane()
    hold = new Promise(() => {})
    const line = { from: sim.theta0, to: null, k: 1 }
    const asked = beside.probe(
      { kind: 'section', line, points: 2, reach: 1 },
      () => {},
      () => false,
    )
    await vi.waitFor(() => expect(workers[0].asked.at(-1)?.ask.type).toBe('probe'), { timeout: 600_000 })
    workers[0].onerror?.({ message: 'out of memory' })
    await asked
    expect(workers[1].asked.map(({ ask }) => ask)).toMatchObject([{ type: 'open' }, { type: 'probe', on: { plane } }])
    beside.dispose()
  })

  it('draws what the run would draw, and is told the plane once, and once more in place of a worker that died', async () => {
    const sim = await open(linear('steps=10'))
    const hold = gate()
    const workers = [new FakeMeasuring(), new FakeMeasuring(), new FakeMeasuring(hold.hold)] as const
    const spawned = [...workers]
    const told: string[] = []
    const beside = new Beside(sim, {
      ...{ spawn: () => spawned.shift() as unknown as Worker, backend: 'reference', own: null },
      tell: text => told.push(text),
    })
    const plane = await sim.layPlane()
    const lattice = { domain: [-1, 1, -1, 1], nx: 4, ny: 4 } as const
    const want = await sim.landscape(lattice.domain, 4, 4)
    const painter = beside.painter()
    for (let times = 0; times < 2; times++) expect(await painter.draw(plane, lattice, false)).toEqual(want)
    const given = ({ asked }: FakeMeasuring) => asked.flatMap(({ ask }) => (ask.type === 'landscape' ? [ask.on.plane] : []))
    expect(given(workers[0])).toEqual([plane, undefined])
    workers[0].onerror?.({ message: 'out of memory' })
    expect(await painter.draw(plane, lattice, false)).toEqual(want)
    expect(given(workers[1])).toEqual([plane])
    expect(told).toEqual([expect.stringMatching(/out of memory.*Another one measures/)])
    // One that is dropped with a measurement is asked for again, of a worker that says nothing; of a run that ends nobody waits.
    const late = painter.draw(plane, lattice, false)
    beside.cancel()
    await vi.waitFor(() => expect(given(workers[2])).toEqual([plane]), { timeout: 600_000 })
    const ended = expect(late).rejects.toMatchObject({ name: 'DisposedError' })
    beside.dispose()
    await ended
  })

  it('a landscape that gives way to a newer one is no failure of the worker', async () => {
    const sim = await open(linear('steps=10'))
    const told: string[] = []
    const worker = new FakeMeasuring()
    const beside = new Beside(sim, {
      spawn: () => worker as unknown as Worker,
      backend: 'reference',
      own: null,
      tell: text => told.push(text),
    })
    worker.postMessage = message => {
      if (message === PING || message.ask.type === 'open')
        worker.onmessage?.({ data: { id: message === PING ? -1 : message.id, result: null } })
      else worker.onmessage?.({ data: { id: message.id, failure: { name: 'Cancelled', message: 'given up' } } })
    }
    const drawn = beside.painter().draw(await sim.layPlane(), { domain: [-1, 1, -1, 1], nx: 4, ny: 4 }, false)
    await expect(drawn).rejects.toMatchObject({ name: 'Cancelled' })
    expect([told, worker.terminated]).toEqual([[], false])
    beside.dispose()
  })

  it('of a plane that is laid at a step the first row is on it, though its worker has not been there', async () => {
    const scenario = linear('steps=20&laid=step&laidat=6')
    const sim = await createSimulation(scenario, await createBackend('reference'), undefined, { planeLater: true })
    for (let step = 0; step < 20; step += 2) {
      await sim.advance(2)
      sim.planes.record.add(sim.step, await sim.thetas())
    }
    const beside = new Beside(sim, {
      spawn: () => new FakeMeasuring() as unknown as Worker,
      backend: 'reference',
      own: null,
      tell: () => {},
    })
    const [row] = (await beside.measure(() => {})) ?? []
    const plane = await beside.plane({ at: await sim.planes.at() })
    expect(plane.step).toBe(6)
    const { path_x, path_y } = sim.columns.at
    expect([row?.[path_x], row?.[path_y]]).toEqual(onPlane(plane, elementAt(await sim.thetas(), 0)))
    beside.dispose()
  })

  it('cancelled it leaves the run usable, and begins anew with the next step; another load ends its worker', async () => {
    const { hold } = gate()
    const { ask, frames, until, workers, server } = pageWith(hold)
    await ask({ type: 'load', scenario: linear('steps=1000000'), play: false })
    await until(() => workers.length === 1 && workers[0].asked.length > 1)
    server.receive({ kind: 'cancel', reading: true })
    expect(workers[0].terminated).toBe(true)
    await ask({ type: 'step', count: 3 })
    await until(() => workers.length === 2 && frames.at(-1)?.step === 3)
    await ask({ type: 'load', scenario: linear('steps=1000000&seed=4'), play: false })
    await until(() => workers.length === 3)
    expect(workers.map(w => w.terminated)).toEqual([true, true, false])
  })

  it('draws landscapes and lays planes, with the paths so far', async () => {
    const { ask, frames, pushes, until } = pageWith(undefined, () => 0)
    const scenario = linear('steps=20&every=5')
    const info = await ask({ type: 'load', scenario, play: true })
    await until(() => rowsOf(frames, info.columns.width).has(20))
    const window = { domain: [-1, 1, -1, 1], nx: 5, ny: 5 } as const
    const sim = await open(scenario)
    const { plane: id, laid, ...drawn } = await ask({ type: 'landscape', ...window })
    expect([id, laid]).toEqual([1, null])
    expect(drawn).toEqual({ domain: window.domain, ...(await sim.landscape(window.domain, 5, 5)) })
    const next = { ...scenario, view: { ...scenario.view, i: 2, j: 1 } }
    const answer = await ask({ type: 'adopt', scenario: next })
    const told = () => pushes.flatMap(p => (p.type === 'plane' ? [p.plane] : [])).at(-1)
    await until(() => answer !== null || told()?.i === 2)
    const plane = answer ?? told()
    expect(plane?.id).toBe(2)
    // Every step, measured or not.
    expect(plane?.paths[0].filter((_, at) => at % 4 === 0)).toEqual(Float64Array.from({ length: 21 }, (_, step) => step))
  })
})
