import { beforeEach, describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { decodeLink, openingPreset, ScenarioError } from '../scenario'
import { WorkerFailure } from '../workers/failure'
import type { DataInfo, Proposal, Request } from '../workers/protocol'
import { Fake } from './fakeClient.fixture'
import { createOwnFiles } from './ownFiles'
import { initialState, type Message, type ScopeState } from './state'

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
  test: 0,
  choice: { target: '', drop: '', predict: 'auto', header: 'auto', decimal: 'auto', missing: 'refuse', classes: '', test: 'split' },
  summary: {
    rows: 150,
    left_out: 0,
    columns: 5,
    targets: ['species'],
    dropped: [],
    constant: [],
    duplicate: [],
    classes: ['setosa', 'versicolor', 'virginica'].map(name => ({ name, count: 50 })),
    range: [0, 8],
    target_range: [],
  },
}
const dataOf = ({ digest }: DataInfo) => ({ ...openingPreset().scenario.data, source: 'file' as const, file: digest })
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
    expect(fake.requests('propose')).toHaveLength(1)
  })

  it('of several classes get a model with several outputs, which is said', async () => {
    pick('iris.csv')
    await until(() => runsOn(iris.digest))
    expect(fake.state.scenario).toMatchObject({ model: { kind: 'mlp' }, data: { n: 133, task: 'ten' } })
    expect(fake.state.message).toMatchObject({ kind: 'notice', text: 'The model is now a deep net: 3 classes take as many outputs.' })
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

  const unfit = new ScenarioError('d', '7', 'at most 4')
  it.each([
    ['later', () => Promise.reject(unfit)],
    [
      'at once',
      () => {
        throw unfit
      },
    ],
  ])('that fit no scenario are an error, found %s, which to try again would not mend', async (_, act) => {
    fake.scope.own(act)
    await fake.settled(2)
    expect(fake.state.message).toEqual({ kind: 'error', text: unfit.message, field: 'd' })
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
    fake.answer('propose', new WorkerFailure({ name: 'Cancelled', message: 'the reading was cancelled' }))
    await until(() => fake.state.own.reading === null)
    expect(fake.state).toMatchObject({ message: null, status: 'running' })
  })

  it('that arrive after another scenario was chosen leave it alone, and can be chosen', async () => {
    fake.auto = false
    pick('two.csv')
    await until(() => fake.state.own.reading !== null)
    fake.scope.openPreset('linear-isotropic')
    await until(() => fake.state.scenario.preset === 'linear-isotropic')
    fake.answer('propose')
    await until(() => fake.state.own.reading === null)
    expect(fake.state.scenario.data.source).toBe('gaussian')
    expect(fake.state.message).toMatchObject({ kind: 'notice', text: expect.stringMatching(/^two.csv can now be chosen as data/) })
    expect(fake.state.own.known).toEqual([two])
  })

  it.each(['', `#s=linear-isotropic&source=file&file=${'0'.repeat(16)}&n=50&d=4&input=raw&init=gaussian`])(
    'that are opened one after the other are the last ones, though the first were read already (at “%s”)',
    async link => {
      if (link) fake.scope.openLink(link)
      await until(() => !link || fake.state.own.missing !== null)
      fake.auto = false
      pick('two.csv')
      await until(() => fake.requests('propose').length === 1)
      pick('iris.csv')
      await until(() => fake.requests('propose').length === 2)
      fake.auto = true
      fake.answer('propose')
      await fake.settled(20)
      fake.answer('propose')
      await until(() => runsOn(iris.digest))
      await fake.settled(20)
      expect(fake.state.scenario.data.file).toBe(iris.digest)
      expect(fake.requests('load').filter(({ scenario }) => scenario.data.file === two.digest)).toEqual([])
      // A link asks for its own reading first.
      expect(fake.requests('propose').map(({ files }) => files[0]?.name)).toEqual(['two.csv', 'iris.csv', ...(link ? ['iris.csv'] : [])])
    },
  )

  it('that cannot be kept here, as in Node, say why', async () => {
    pick('two.csv')
    await until(() => fake.state.own.notKept !== null)
    expect(fake.state.own).toMatchObject({ kept: null, notKept: 'its storage is closed to this page' })
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

  it('that a link wants are read as the link says, not as one would guess', async () => {
    const { meant } = fake
    fake.meant = (info, asked) => ({
      ...meant(asked?.target === '2' ? info : { ...info, digest: '00000000000000dd' }, asked),
      certain: false,
    })
    fake.scope.openLink(`#s=linear-isotropic&source=file&file=${two.digest}&n=50&d=4&input=raw&init=gaussian&target=2`)
    await until(() => fake.state.own.missing === two.digest)
    pick('two.csv')
    await until(() => runsOn(two.digest))
    expect(fake.state.own).toMatchObject({ missing: null, asking: null })
  })

  it('that hold the same data, read in another way, are named with the way they are read', async () => {
    pick('two.csv')
    await until(() => runsOn(two.digest))
    fake.holds.set('three.csv', { ...two, files: ['three.csv'], choice: { ...two.choice, header: 'yes' } })
    pick('three.csv')
    await until(() => fake.state.scenario.data.header === 'yes' && runsOn(two.digest))
    expect(decodeLink(fake.history.at(-1)!).data).toMatchObject({ file: two.digest, header: 'yes' })
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
    await until(() => fake.requests('data').length === 1 && runsOn(two.digest))
    expect(fake.requests('load').at(-1)).toMatchObject({ toStep: 40 })
    expect(fake.state.own.missing).toBeNull()
  })
})

describe('files whose meaning is in doubt', () => {
  const asking = () => fake.state.own.asking
  const doubtful = (over: Partial<Proposal>) => {
    fake.meant = (info, asked) =>
      ({ info, certain: false, said: ['It is in doubt.'], problem: '', guess: { ...info.choice, ...asked }, ...over }) as Proposal
  }

  it('are asked about while the run goes on, read as the user says, and run when that is right', async () => {
    doubtful({})
    pick('two.csv')
    await until(() => asking() !== null)
    expect(fake.state.scenario.data.source).toBe('gaussian')
    fake.scope.own(own => own.answer({ target: '2' }))
    fake.scope.own(own => own.answer({ drop: '1' }))
    await until(() => asking()?.busy === false && fake.requests('propose').length === 3)
    expect(fake.requests('propose').at(-1)).toMatchObject({ asked: { target: '2', drop: '1' } })
    expect(asking()?.proposal.guess).toMatchObject({ target: '2', drop: '1' })
    fake.scope.own(own => own.accept())
    await until(() => runsOn(two.digest))
    expect(asking()).toBeNull()
    // They can be asked about again.
    fake.scope.own(own => own.change(two.digest))
    await until(() => asking() !== null)
    expect(fake.requests('propose').at(-1)?.asked).toEqual(two.choice)
    fake.scope.own(own => own.dismiss())
    await until(() => asking() === null)
    expect(fake.state.scenario.data.file).toBe(two.digest)
  })

  it('are no longer asked about when others are opened', async () => {
    doubtful({})
    pick('two.csv')
    await until(() => asking() !== null)
    doubtful({ certain: true })
    pick('iris.csv')
    await until(() => runsOn(iris.digest))
    expect(asking()).toBeNull()
    fake.scope.own(own => own.accept())
    await fake.settled(20)
    expect(fake.state.scenario.data.file).toBe(iris.digest)
  })

  it('cannot be taken as long as they cannot be read so', async () => {
    doubtful({ info: null, problem: 'two.csv: nothing to predict' })
    pick('two.csv')
    await until(() => asking() !== null)
    fake.scope.own(own => own.accept())
    await fake.settled(20)
    expect(asking()?.proposal.problem).toBe('two.csv: nothing to predict')
    expect(fake.state.scenario.data.source).toBe('gaussian')
  })

  it('are not asked about where there is none: what was noticed is said, and can be changed', async () => {
    doubtful({ certain: true, said: ['“id” numbers the rows and is left out.'] })
    pick('two.csv')
    await until(() => runsOn(two.digest))
    expect(fake.state.message).toMatchObject({
      kind: 'notice',
      text: '“id” numbers the rows and is left out.',
      action: { label: 'Change…' },
    })
    fake.state.message?.action?.act()
    await until(() => asking() !== null)
  })

  it('are not asked about, and nothing was noticed: what was guessed is said, and both it and a lowered learning rate can be changed', async () => {
    fake.curvature = [10, 20, 15, 1]
    fake.diverges = ({ arms }) => (arms.some(arm => arm.eta > 0.01) ? { step: 7, direction: 1, share: 1 } : null)
    pick('two.csv')
    await until(() => runsOn(two.digest) && fake.state.scenario.arms.every(arm => arm.eta <= 0.01))
    await fake.settled(20)
    const { message } = fake.state
    expect(message?.text).toBe(
      'two.csv is read as 150 samples of 4 inputs; target: species. The learning rate was lowered from 0.5 to 0.002 and from 1.5 to 0.002: the run diverged at step 7.',
    )
    expect([message?.action?.label, message?.also?.label]).toEqual(['Keep η as it was', 'Change…'])
    message?.also?.act()
    await until(() => asking() !== null)
    expect(asking()?.proposal.files).toEqual(['two.csv'])
    message?.action?.act()
    await until(() => fake.state.scenario.arms.some(arm => arm.eta === 1.5))
  })
})

describe('files that a worker needs again', () => {
  /** A page with two.csv open and kept, and a worker that reads the files from now on as `reads` has it. */
  async function opened(reads: () => DataInfo | Error, copy = true) {
    const said: Message[] = []
    const asked: Request[] = []
    let reading: () => DataInfo | Error = () => two
    async function request(of: Request): Promise<never> {
      asked.push(of)
      const result = reading()
      if (result instanceof Error) throw result
      return (of.type === 'propose' ? { info: result, certain: true, said: [] } : result) as never
    }
    const own = createOwnFiles({
      store: createStore<ScopeState>(() => initialState(openingPreset().scenario)),
      client: { request, ack() {}, cancel() {}, ping() {}, replace() {}, dispose() {} },
      kept: { keep: async () => null, find: async () => (copy ? [file('two.csv')] : null), forget: async () => {} },
      now: () => 0,
      step: () => 0,
      replace() {},
      again() {},
      say: message => said.push(message),
      measure() {},
    })
    await own.open([file('two.csv')])
    asked.length = 0
    said.length = 0
    reading = reads
    return { own, said, asked }
  }
  const failure = (name: string) => new WorkerFailure({ name, message: `two.csv: ${name}` })

  it('are not read again from the copy where the reading was cancelled', async () => {
    const { own, said, asked } = await opened(() => failure('Cancelled'))
    expect(await own.provide(dataOf(two))).toBe(false)
    expect([asked.length, said]).toEqual([1, []])
  })

  it('are read from the copy where they are gone, which is no error', async () => {
    const answers = [failure('DataFileError'), two]
    const { own, said, asked } = await opened(() => answers.shift() ?? two)
    expect(await own.provide(dataOf(two))).toBe(true)
    expect([asked.length, said]).toEqual([2, []])
  })

  it.each([
    ['cannot be read either', true, 2],
    ['is not there', false, 1],
  ])('are gone, and the copy %s: the page says so once', async (_, copy, readings) => {
    const { own, said, asked } = await opened(() => failure('DataFileError'), copy)
    expect(await own.provide(dataOf(two))).toBe(false)
    expect(asked).toHaveLength(readings)
    expect(said).toMatchObject([{ kind: 'error', text: expect.stringMatching(/^two.csv: DataFileError/) }])
  })
})
