import { expect, it } from 'vitest'
import { decodeLink, type Scenario } from '../scenario'
import { createReferenceBackend } from '../sim/backends/reference'
import { createSimulation } from '../sim/simulation'
import { FakeMeasuring, gate, page } from './server.fixture'

const scenario = decodeLink('s=linear-anisotropic&arms=sgd&steps=400&speed=0&backend=reference&stop=loss&stopat=0.001')

/** The first looked-at step whose loss is at the value or below, and the fingerprint there. */
async function expected(s: Scenario, every: number) {
  const sim = await createSimulation(s, createReferenceBackend())
  for (;;) {
    const [reading] = await sim.measure()
    if (!reading || (reading.row[sim.columns.at.loss] ?? 0) <= s.stop.value) break
    await sim.advance(every)
  }
  return { step: sim.step, fingerprint: await sim.fingerprint() }
}

const stops = (frames: ReturnType<typeof page>['frames']) => frames.findLast(f => f.stopped)

it.each([
  ['at every row', scenario, 1],
  ['at the rows that the scenario fixes', { ...scenario, measure: { ...scenario.measure, every: 7 } }, 7],
  ['at rows that follow from many steps', { ...scenario, steps: 2500 }, 3],
])('stops %s, whatever the pace, and goes on to the end when it is played', async (_, s, every) => {
  const wanted = await expected(s, every)
  expect(wanted.step).toBeGreaterThan(10)
  const { ask, frames, until } = page()
  await ask({ type: 'load', scenario: s, play: true })
  await until(() => stops(frames) !== undefined)
  expect(stops(frames)).toMatchObject({ ...wanted, status: 'paused', stopped: { when: 'loss', arm: 'sgd', step: wanted.step } })
  await ask({ type: 'play' })
  await until(() => frames.at(-1)?.status === 'finished')
  expect(frames.at(-1)).toMatchObject({ step: s.steps, stopped: null })
  await ask({ type: 'seek', step: 5 })
  await ask({ type: 'play' })
  await until(() => frames.at(-1)?.stopped !== null && frames.at(-1)?.status === 'paused' && (frames.at(-1)?.step ?? 0) > 5)
  expect(frames.at(-1)).toMatchObject(wanted)
})

it('is found as well by who pauses there', async () => {
  const wanted = await expected(scenario, 1)
  const { ask, frames, until } = page()
  await ask({ type: 'load', scenario, play: false })
  await ask({ type: 'step', count: wanted.step })
  await until(() => frames.at(-1)?.step === wanted.step)
  await ask({ type: 'play' })
  await until(() => stops(frames) !== undefined)
  expect(stops(frames)).toMatchObject(wanted)
})

it('waits for the rows that are read beside the run, and stops at the step of the one that ends it', async () => {
  const s = decodeLink('s=two-layer&plane=eigen&m=1500&n=150&eta=0.001&speed=0&steps=12&every=2&stop=step&stopat=4')
  const workers: FakeMeasuring[] = []
  const rows = () => workers.flatMap(({ asked }) => asked.filter(({ ask }) => ask.type === 'measure')).length
  const { open, hold } = gate()
  const measuring = () => {
    // The rows of steps 0 and 2 come at once, that of step 4 is held back.
    const worker = new FakeMeasuring(() => (rows() < 3 ? Promise.resolve() : hold()))
    workers.push(worker)
    return worker
  }
  const { ask, frames, until } = page({ measuring })
  await ask({ type: 'load', scenario: s, play: true })
  await until(() => rows() === 3)
  // Between two requests the run takes the steps that it may.
  for (let i = 0; i < 20; i++) await ask({ type: 'speed', speed: 0 })
  expect(frames.at(-1)).toMatchObject({ step: 4, status: 'running' })
  open()
  await until(() => frames.at(-1)?.status === 'paused')
  expect(frames.at(-1)).toMatchObject({ step: 4, stopped: { when: 'step', step: 4 } })
  expect(workers).toHaveLength(1)
})
