import { expect, it } from 'vitest'
import { decodeLink } from '../scenario'
import { createReferenceBackend } from '../sim/backends/reference'
import { createSimulation } from '../sim/simulation'
import { checkpoints } from './checkpoints'
import type { Push } from './protocol'
import { page } from './server.fixture'

const scenario = { ...decodeLink('s=linear-anisotropic&backend=reference&speed=0&at=3:eta:0.3'), steps: 200 }
const open = () => createSimulation(scenario, createReferenceBackend())

it('hands out the newest snapshot every five seconds, once, and not the start', async () => {
  const sim = await open()
  const pushes: Push[] = []
  let now = 0
  const tell = checkpoints(
    () => now,
    push => pushes.push(push),
  )
  const start = await sim.snapshot()
  await sim.advance(5)
  const checkpoint = await sim.snapshot()
  for (const [at, given] of [
    [4000, checkpoint],
    [6000, start],
    [6100, checkpoint],
    [20_000, checkpoint],
    [20_100, undefined],
  ] as const) {
    now = at
    tell({ id: 4, sim, checkpoint: given })
  }
  expect(pushes).toEqual([{ type: 'checkpoint', run: 4, snapshot: checkpoint, events: scenario.events }])
})

it('a load goes on from a snapshot to the same bits, and can be sought back to its start', async () => {
  const sim = await open()
  await sim.advance(60)
  const from = structuredClone(await sim.snapshot())
  await sim.advance(40)
  const { ask, frames, until } = page()
  await ask({ type: 'load', scenario, from, toStep: 100, play: false })
  await until(() => frames.at(-1)?.step === 100)
  expect(frames.at(-1)!.fingerprint).toBe(await sim.fingerprint())
  expect(frames[0].step).toBeGreaterThanOrEqual(60)
  // Where it goes on is what it was given, not what replaying would come to.
  const [first, ...others] = from.arms
  const theta = first.theta.map(v => 2 * v)
  const moved = { ...from, arms: [{ ...first, theta }, ...others] }
  await ask({ type: 'load', scenario, from: moved, toStep: 100, play: false })
  await until(() => frames.at(-1)?.run === 2 && frames.at(-1)?.step === 100)
  const elsewhere = await open()
  await elsewhere.restore(moved)
  await elsewhere.advance(40)
  expect(await elsewhere.fingerprint()).not.toBe(await sim.fingerprint())
  expect(frames.at(-1)!.fingerprint).toBe(await elsewhere.fingerprint())
  await ask({ type: 'seek', step: 10 })
  await until(() => frames.at(-1)!.step === 10)
  const early = await open()
  await early.advance(10)
  expect(frames.at(-1)!.fingerprint).toBe(await early.fingerprint())
})
