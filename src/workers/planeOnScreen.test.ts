import { expect, it } from 'vitest'
import { PathRecord } from '../sim/planes/record'
import { LONG } from '../sim/planes/span'
import type { Simulation } from '../sim/simulation'
import type { Observer } from './observer'
import { PlaneOnScreen } from './planeOnScreen'
import { Standing } from './standing'

const TAKEN_MS = 30_000

/** A run of `steps` steps that take `stepMs`, recorded by points that take `pointMs`, the first, the second …, on a clock of their own. */
async function recorded(stepMs: number, pointMs: (point: number) => number, steps = Number.POSITIVE_INFINITY) {
  let [time, recording, step] = [0, 0, 0]
  const points: number[] = []
  const record = new PathRecord(1, Float64Array.of(0))
  const recordPath = async () => {
    time += pointMs(points.length)
    recording += pointMs(points.length)
    points.push(step)
  }
  const sim = {
    planes: { record },
    scenario: { steps },
    recordPath,
    get step() {
      return step
    },
  } as unknown as Simulation
  const clock = { now: () => time, later: async () => {}, wake: () => {} }
  const plane = new PlaneOnScreen(sim, {} as Observer, clock, new Standing(clock.wake))
  let calls = 0
  while (time < TAKEN_MS && step < steps) {
    const count = Math.min(plane.free(stepMs), Math.max(1, Math.floor(10 / stepMs)))
    step += count
    time += count * stepMs
    calls++
    await plane.stepped(stepMs)
  }
  return { points, recording, calls, step }
}

it.each([
  [0.004, 0.005],
  [1, 2],
  [50, 400],
])('steps of %d ms leave at most three hundredths of their time to points of %d ms, but for the first', async (stepMs, pointMs) => {
  const { points, recording, calls, step } = await recorded(stepMs, () => pointMs)
  expect(recording).toBeLessThan(0.03 * TAKEN_MS + 20 + 3 * pointMs)
  const granted = Math.floor(20 / pointMs) + 1
  expect(points.slice(0, granted)).toEqual(Array.from({ length: granted }, (_, i) => i + 1))
  // No step is taken alone for the sake of points that are not recorded.
  if (stepMs < 0.1) expect(step / calls).toBeGreaterThan(0.4 / stepMs)
  expect(calls).toBeLessThan(points.length + step / Math.max(1, Math.floor(10 / stepMs)) + 2)
})

it('every step is recorded where there is time for it', async () => {
  const { points } = await recorded(10, () => 0.05)
  expect(points).toEqual(Array.from(points, (_, i) => i + 1))
})

it('the path of a short run has points enough for a curve, also where most of them wait for a processor', async () => {
  const waits = (point: number) => (point % 8 === 2 ? 2 : 40)
  expect((await recorded(1, waits, 2000)).points.length).toBeGreaterThanOrEqual(120)
  expect((await recorded(1, () => 2, 2000)).points.length).toBeLessThan(150)
  // Half a second is not enough for it.
  expect((await recorded(1, () => 40, 2000)).points.length).toBeLessThan(10)
})

it('the paths on a plane of long vectors are written in parts, between which messages come in; asked for twice they are written once', async () => {
  const size = LONG + 1
  const record = new PathRecord(1, new Float64Array(size), 12 * size)
  for (let step = 0; step < 12; step++) record.add(step, [new Float64Array(size).fill(step)])
  const first = new Float64Array(size)
  first[0] = 1
  const laid = { kind: 'eigen', i: 1, j: 2, axes: [], step: 0, anchorKind: 'start', anchor: new Float64Array(size), first, second: first }
  const sim = { planes: { record }, size, step: 12, scenario: { view: { plane: 'eigen', laid: 'usual' } } } as unknown as Simulation
  const observer = { plane: async () => laid } as unknown as Observer
  const clock = { now: () => 0, later: async () => {}, wake: () => {} }
  const plane = new PlaneOnScreen(sim, observer, clock, new Standing(clock.wake))
  let messages = 0
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => messages++
  const both = Promise.all([plane.lay(), plane.lay()])
  port2.postMessage(null)
  const [one, other] = await both
  port1.close()
  expect(messages).toBe(1)
  expect([one.id, other.id, plane.id]).toEqual([1, 1, 1])
  expect(one.paths[0].filter((_, i) => i % 4 === 1)).toEqual(Float64Array.from({ length: 12 }, (_, step) => step))
})
