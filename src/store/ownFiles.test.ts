import { beforeEach, describe, expect, it } from 'vitest'
import { decodeLink } from '../scenario'
import { WorkerFailure } from '../workers/failure'
import type { DataInfo } from '../workers/protocol'
import { Fake } from './fakeClient.fixture'

let fake: Fake

const iris: DataInfo = {
  digest: '00000000000000aa',
  files: ['iris.csv'],
  format: 'csv',
  n: 150,
  of: 150,
  d: 4,
  shape: [4],
  outputs: 3,
  classes: ['setosa', 'versicolor', 'virginica'],
}
const two: DataInfo = { ...iris, digest: '00000000000000bb', files: ['two.csv'], outputs: 1, classes: ['a', 'b'] }
const file = (name: string, size = 10) => ({ name, size, slice: () => ({ arrayBuffer: async () => new ArrayBuffer(0) }) })

async function until(test: () => boolean) {
  while (!test()) await fake.settled(4)
}
const pick = (...names: string[]) => fake.scope.own(own => own.open(names.map(name => file(name))))
const runsOn = (digest: string) => fake.requests('load').at(-1)!.scenario.data.file === digest && fake.state.status === 'running'

beforeEach(async () => {
  fake = new Fake()
  fake.holds.set('iris.csv', iris).set('two.csv', two)
  fake.holds.set('cut.npy', new WorkerFailure({ name: 'DataFileError', message: 'cut.npy: file ends after 10 of 12 bytes' }))
  fake.scope.openLink('#s=linear-anisotropic&at=3:gd.eta:1.5')
  await fake.settled(2)
  fake.frame(20)
})

describe('files of user data', () => {
  it('that can be read restart the run on them, and Back leads to what was before', async () => {
    pick('two.csv')
    await until(() => runsOn(two.digest))
    const { scenario, own } = fake.state
    expect(scenario.data).toMatchObject({ source: 'file', file: two.digest, n: 135, d: 4 })
    expect(scenario).toMatchObject({ events: [], model: { kind: 'linear' }, init: { kind: 'gaussian' } })
    expect(scenario.arms[1].eta).toBe(1.5)
    expect(decodeLink(fake.history.at(-1)!)).toEqual(scenario)
    expect(own).toMatchObject({ known: [two], reading: null, missing: null })
    expect(fake.history).toHaveLength(2)
    fake.scope.openLink(fake.history[0], { back: true })
    await until(() => fake.state.scenario.data.source === 'gaussian' && fake.state.status === 'running')
    // The list leads back to the data that are open.
    fake.scope.set('source', 'file')
    await until(() => runsOn(two.digest))
    expect(fake.requests('data')).toHaveLength(1)
  })

  it('of several classes get a model with several outputs, which is said', async () => {
    pick('iris.csv')
    await until(() => runsOn(iris.digest))
    expect(fake.state.scenario).toMatchObject({ model: { kind: 'mlp' }, data: { n: 133, task: 'ten' } })
    expect(fake.state.message).toEqual({ kind: 'notice', text: 'The model is now a deep net: 3 classes take as many outputs.' })
  })

  it('that cannot be read leave the run alone, and the message names file and cause', async () => {
    const loads = fake.requests('load').length
    const { scenario } = fake.state
    pick('cut.npy')
    await until(() => fake.state.message !== null)
    expect(fake.state.message).toEqual({
      kind: 'error',
      text: 'cut.npy: file ends after 10 of 12 bytes. The run continues unchanged.',
    })
    expect(fake.state).toMatchObject({ scenario, status: 'running', own: { reading: null } })
    expect(fake.requests('load')).toHaveLength(loads)
  })

  it('are asked for by the controls where none is open', async () => {
    fake.scope.set('source', 'file')
    await until(() => fake.state.wanted.source === 'file')
    expect(fake.state.scenario.data.source).toBe('gaussian')
    expect(fake.requests('load')).toHaveLength(1)
  })

  it('show how far the reading is, and end it', async () => {
    fake.auto = false
    pick('two.csv')
    await until(() => fake.state.own.reading !== null)
    fake.push({ type: 'data', share: 0.5 })
    expect(fake.state.own.reading).toEqual({ files: ['two.csv'], share: 0.5, since: 0 })
    fake.scope.own(own => own.cancel())
    await until(() => fake.requests('cancel-data').length === 1)
    fake.answer('data', new WorkerFailure({ name: 'Cancelled', message: 'the reading was cancelled' }))
    await until(() => fake.state.own.reading === null)
    expect(fake.state).toMatchObject({ message: null, status: 'running' })
  })

  it('that a link wants are asked for; opened, the link is followed as it stands', async () => {
    const link = `#s=linear-isotropic&source=file&file=${two.digest}&n=50&d=4&input=raw&init=gaussian`
    fake.scope.openLink(link)
    await until(() => fake.state.own.missing === two.digest)
    expect(fake.state).toMatchObject({ status: 'failed', scenario: decodeLink(link) })
    const entries = fake.history.length
    pick('two.csv')
    await until(() => runsOn(two.digest))
    expect(fake.state).toMatchObject({ scenario: decodeLink(link), own: { missing: null } })
    expect(fake.history).toHaveLength(entries)
  })

  it('other than the link wants are used instead, and the page says so', async () => {
    fake.scope.openLink(`#s=linear-isotropic&source=file&file=00000000000000cc&n=50&d=4&init=gaussian`)
    await until(() => fake.state.own.missing !== null)
    pick('two.csv')
    await until(() => runsOn(two.digest))
    expect(fake.state.message?.text).toMatch(/needs data with digest 00000000000000cc; the opened data have digest 00000000000000bb/)
    expect(fake.state.own.missing).toBeNull()
  })

  it('are read again by a worker that was started again', async () => {
    pick('two.csv')
    await until(() => runsOn(two.digest))
    fake.frame(40, { run: fake.runs })
    fake.inWorker.clear()
    fake.crash('out of memory')
    await until(() => fake.requests('data').length === 2 && runsOn(two.digest))
    expect(fake.requests('load').at(-1)).toMatchObject({ toStep: 40 })
    expect(fake.state.own.missing).toBeNull()
  })
})
