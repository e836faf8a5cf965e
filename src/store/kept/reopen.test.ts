import { beforeEach, expect, it } from 'vitest'
import { Fake } from '../fakeClient.fixture'
import { withBeside, withoutBeside } from './beside'
import { aRun } from './kept.fixture'
import { reopen } from './reopen'

const RUN = aRun(3)

let fake: Fake
beforeEach(async () => {
  fake = new Fake()
  await fake.visit()
})

const reopened = async (over: Partial<typeof RUN> = {}) =>
  reopen({ ...RUN, ...over }, { scope: fake.scope, go: link => fake.scope.openLink(`#${link}`), version: '0.2.0' })
const said = () => fake.state.message

it('stands at its step again and says that the fingerprint is the same', async () => {
  await reopened()
  await fake.settled(2)
  expect(fake.requests('load').at(-1)).toMatchObject({ toStep: 20, play: false })
  expect(said()).toEqual({ kind: 'notice', text: '“run 3” is at step 20 again, with the fingerprint that it was kept with.' })
})

it('says both fingerprints where they differ, and the versions', async () => {
  await reopened({ fingerprint: 'ffffffffffffffff' })
  await fake.settled(2)
  expect(said()?.kind).toBe('error')
  expect(said()?.text).toBe(
    '“run 3” had the fingerprint ffffffffffffffff at step 20 when it was kept; here it has 0123456789abcdef. It was kept by Noisescope 0.1.0, this is 0.2.0.',
  )
})

it('waits for a fingerprint that is not known yet, and speaks once', async () => {
  fake.auto = false
  await reopened({ fingerprint: 'ffffffffffffffff' })
  await fake.settled(2)
  fake.answer('load')
  // What was asked for has come, and no frame of it.
  for (let turn = 0; turn < 20; turn++) await null
  fake.frame(20, { fingerprint: '', status: 'paused' })
  expect(said()).toBeNull()
  fake.frame(20, { status: 'paused' })
  expect(said()?.kind).toBe('error')
  fake.scope.say(null)
  fake.frame(20, { status: 'paused' })
  expect(said()).toBeNull()
})

it('says nothing of a run that was left before it stood there', async () => {
  fake.auto = false
  await reopened({ fingerprint: 'ffffffffffffffff' })
  await fake.settled(2)
  fake.scope.openLink('#s=olm-diagonal&step=20')
  fake.auto = true
  fake.answer('load')
  await fake.settled(2)
  expect(fake.state.scenario.preset).toBe('olm-diagonal')
  expect(said()).toBeNull()
})

it('a link that this version cannot read leaves the run on screen and says why', async () => {
  const { scenario } = fake.state
  await reopened({ link: 's=linear-isotropic&colour=red' })
  await fake.settled(2)
  expect(fake.state.scenario).toBe(scenario)
  expect(said()?.text).toMatch(/“run 3” cannot be run here: .*colour.* It was kept by Noisescope 0\.1\.0, this is 0\.2\.0\./)
})

it('four runs may lie beside the one on screen; the fifth is refused with the names of those', () => {
  const runs = [1, 2, 3, 4].map(seed => aRun(seed))
  const all = runs.reduce<readonly (typeof RUN)[]>((beside, run) => withBeside(beside, run) as (typeof RUN)[], [])
  expect(all).toEqual(runs)
  expect(withBeside(all, aRun(2))).toBe(all)
  expect(withBeside(all, aRun(5))).toBe(
    'At most 4 kept runs lie beside the one on screen (“run 1”, “run 2”, “run 3”, “run 4”): take one of them away first.',
  )
  expect(withoutBeside(all, aRun(2).id).map(({ name }) => name)).toEqual(['run 1', 'run 3', 'run 4'])
})
