import { beforeEach, expect, it } from 'vitest'
import { columnsFor, decodeLink } from '../scenario'
import { WorkerFailure } from '../workers/failure'
import type { MeasuredCourse } from '../workers/measured/messages'
import { Fake } from './fakeClient.fixture'

let fake: Fake
const file = (name: string) => ({ name, size: 10, slice: () => ({ arrayBuffer: async () => new ArrayBuffer(0) }) })

/** Rows of checkpoints at these steps, with so many times the step as μ. */
function courseOf(steps: readonly number[], times = 1): MeasuredCourse {
  const columns = columnsFor({ k: 2, hessian: 0 })
  const rows = new Float64Array(steps.length * columns.width).fill(Number.NaN)
  for (const [at, step] of steps.entries()) {
    rows[at * columns.width] = step
    rows[at * columns.width + columns.at.mu] = times * step
  }
  const facts = { n: 7, outputs: 3, p: 30, kind: 'jacobian', lr: null, batchSize: 4, nTrain: 5000, file: 'm.npz', single: true } as const
  return {
    ...{ columns, rows, arrays: {}, fingerprint: `f${times}`, digest: '00000000000000dd', ignored: ['theta'], notes: [] },
    checkpoints: steps.map(step => ({ ...facts, step })),
    spectra: steps.map(step => Float64Array.of(step, 1)),
  }
}

const last = () => fake.measurings.at(-1)!
const open = async (...names: string[]) => {
  const before = fake.measurings.length
  fake.scope.own(own => own.open(names.map(file)))
  while (fake.measurings.length === before) await fake.settled(4)
}

beforeEach(async () => {
  fake = new Fake()
  for (const name of ['m.npz', 'other.npz']) fake.holds.set(name, new WorkerFailure({ name: 'Measurements', message: 'no data' }))
  fake.scope.openLink('#s=linear-anisotropic')
  await fake.settled(2)
  fake.frame(20)
})

it('take the place of the run, which waits, and comes back as it was', async () => {
  const { scenario } = fake.state
  const history = [...fake.history]
  await open('m.npz')
  expect(last().asked.settings).toMatchObject({ given: { eta: false, B: false }, edge: 'on' })
  last().onProgress(0.25, 1, 4)
  expect(fake.state.own.reading).toMatchObject({ files: ['m.npz'], share: 0.25, what: 'measuring checkpoint 2 of 4,' })
  expect(fake.state).toMatchObject({ status: 'running', measured: null })
  last().resolve(courseOf([5, 70, 90]))
  await fake.settled(3)
  const { measured, own, message } = fake.state
  expect([own.reading, message?.text]).toEqual([null, 'Not used: theta.'])
  const { store, traces } = measured!.scope
  expect(store.getState()).toMatchObject({ step: 90, fingerprint: 'f1', status: 'finished', p: 30, backend: { precision: 'f32' } })
  // Words of panels speak of the samples trained on, and of those that were measured.
  expect(store.getState().scenario).toMatchObject({ data: { n: 5000, task: 'ten' }, arms: [{ id: 'sgd' }] })
  expect(traces.measured?.[1]).toEqual(Float64Array.of(70, 1))
  expect([...traces.arms[0].table.column(traces.columns!.at.mu)]).toEqual([5, 70, 90])
  expect(fake.requests('pause')).toHaveLength(1)
  fake.frame(21)
  expect(traces.arms[0].table.length).toBe(3)

  measured!.close()
  expect(fake.state).toMatchObject({ measured: null, scenario })
  expect(fake.requests('play')).toHaveLength(1)
  expect(fake.history).toEqual(history)
})

it('are gone over checkpoint by checkpoint, and read again as the reader says', async () => {
  await open('m.npz')
  last().resolve(courseOf([5, 70, 90]))
  await fake.settled(3)
  const { scope } = fake.state.measured!
  const step = () => [scope.store.getState().step, scope.traces.cursor]
  scope.seek(80)
  expect(step()).toEqual([70, 70])
  scope.stepOnce(1)
  scope.stepOnce(1)
  expect(step()).toEqual([90, 90])
  scope.reset()
  expect(step()).toEqual([5, 5])
  scope.set('panel', 'loss')
  expect(fake.measurings).toHaveLength(1)

  scope.set('eta', 0.3, false)
  expect(fake.measurings).toHaveLength(1)
  scope.set('eta', 0.4)
  expect(last().asked.settings).toMatchObject({ arm: { eta: 0.4 }, given: { eta: true, B: false } })
  last().resolve(courseOf([5, 70, 90], 2))
  await fake.settled(3)
  expect(step()).toEqual([5, 5])
  expect(scope.store.getState()).toMatchObject({ fingerprint: 'f2', scenario: { view: { panel: 'loss' } } })
  expect(fake.state.measured?.given).toEqual({ eta: true, B: false })

  // What cannot be read leaves what is on screen, and says how that was read.
  scope.set('k', 9)
  last().reject(new WorkerFailure({ name: 'DataFileError', message: 'm.npz: array gram: NaN found' }))
  await fake.settled(3)
  expect(scope.store.getState()).toMatchObject({ fingerprint: 'f2', scenario: { measure: { k: 20 }, arms: [{ eta: 0.4 }] } })
  expect(fake.state.message?.text).toBe('m.npz: array gram: NaN found. What is on screen stays.')
  scope.set('n', 9)
  expect(fake.measurings).toHaveLength(3)
  expect(fake.state.message?.text).toMatch(/^These are measurements/)
})

it('that cannot be read, or are given up, leave the run alone', async () => {
  await open('m.npz')
  last().reject(new WorkerFailure({ name: 'DataFileError', message: 'm.npz: array gram: NaN found' }))
  await fake.settled(3)
  expect(fake.state).toMatchObject({ measured: null, status: 'running', own: { reading: null } })
  expect(fake.state.message).toEqual({ kind: 'error', text: 'm.npz: array gram: NaN found. The run continues unchanged.' })
  fake.scope.say(null)
  await open('m.npz')
  fake.state.own.reading?.cancel?.()
  await fake.settled(3)
  expect(fake.state).toMatchObject({ measured: null, status: 'running', message: null, own: { reading: null } })
  expect(fake.requests('pause')).toEqual([])
})

it('give way to other files, and to another run', async () => {
  await open('m.npz')
  const first = last()
  await open('other.npz')
  first.resolve(courseOf([1]))
  await fake.settled(3)
  expect(fake.state.measured).toBeNull()
  last().resolve(courseOf([2]))
  await fake.settled(3)
  expect(fake.state.measured?.files).toEqual(['other.npz'])
  fake.scope.openLink('#s=linear-isotropic', { back: true })
  await fake.settled(3)
  expect(fake.state).toMatchObject({ measured: null, scenario: decodeLink('s=linear-isotropic') })
})
