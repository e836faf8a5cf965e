import { beforeEach, expect, it } from 'vitest'
import { decodeLink, encodeLink } from '../../scenario'
import { Fake } from '../fakeClient.fixture'
import { idOf, keptRun, nameFor, whyNot } from './keep'

const SAID = { name: 'a run', note: 'why', savedAt: '2026-01-02T00:00:00.000Z', version: '0.1.0', thumbnail: '' }

let fake: Fake
beforeEach(() => {
  fake = new Fake()
})

const ROW = (step: number) => [step, 0.1, 1, 0, 0, ...fake.curvature]

it('holds the rows up to the step on screen, its fingerprint, and the link that leads there with its changes', async () => {
  await fake.visit('#s=linear-anisotropic&B=4', 5)
  fake.scope.set('eta', 0.2)
  await fake.settled()
  fake.frame(9, { fingerprint: 'aaaaaaaaaaaaaaaa' })
  const run = keptRun(fake.scope, SAID)
  expect(run).toMatchObject({ kind: 'run', ...SAID, step: 9, fingerprint: 'aaaaaaaaaaaaaaaa' })
  expect(run.arms.map(({ id, rows }) => [id, [...rows]])).toEqual(['sgd', 'gd'].map(id => [id, [0, 5, 9].flatMap(ROW)]))
  const leadsTo = decodeLink(run.link)
  expect(leadsTo.view.step).toBe(9)
  expect(leadsTo.events).toEqual(fake.state.scenario.events)
  expect(leadsTo.events.length).toBeGreaterThan(0)
  expect(encodeLink(leadsTo)).toBe(run.link)
})

it('ends at the step on screen where the run was taken back to it', async () => {
  await fake.visit(undefined, 5)
  fake.frame(9)
  fake.scope.store.setState({ step: 5 })
  const { arms, step } = keptRun(fake.scope, SAID)
  expect([step, [...(arms[0]?.rows ?? [])]]).toEqual([5, [0, 5].flatMap(ROW)])
})

it('has the same id for the same run whatever it is called, and another for any other', async () => {
  await fake.visit(undefined, 5)
  const run = keptRun(fake.scope, SAID)
  expect(keptRun(fake.scope, { ...SAID, name: 'other', note: '', savedAt: '' }).id).toBe(run.id)
  const [first, ...others] = run.arms
  const rows = Float64Array.from(first?.rows ?? [])
  rows[2] = 1 + Number.EPSILON
  const different = [
    { link: `${run.link}&seed=9` },
    { step: 6 },
    { fingerprint: '0123456789abcdee' },
    { arms: [{ id: 'sgd', rows, divergence: null }, ...others] },
    { arms: others },
  ]
  expect(new Set([run.id, ...different.map(part => idOf({ ...run, ...part }))]).size).toBe(different.length + 1)
  expect(run.id).toMatch(/^[0-9a-f]{16}$/)
})

it('says why there is nothing to keep', async () => {
  fake.scope.openLink('')
  expect(whyNot(fake.scope)).toMatch(/being prepared/)
  await fake.settled(2)
  expect(whyNot(fake.scope)).toBeNull()
  fake.frame(3, { fingerprint: '' })
  expect(whyNot(fake.scope)).toMatch(/pause it first/)
  fake.scope.store.setState({ status: 'failed' })
  expect(whyNot(fake.scope)).toMatch(/no run on screen/)
})

it('is named by its preset and what was changed of it, not by how it is looked at', () => {
  const named = (link: string) => nameFor(decodeLink(link))
  expect(named('s=linear-isotropic')).toBe('Linear model, isotropic inputs')
  expect(named('s=linear-isotropic&B=4&seed=7&panel=loss&step=5&backend=reference&speed=10')).toBe(
    'Linear model, isotropic inputs · B=4 · seed=7',
  )
  expect(named('s=linear-isotropic&at=5:B:2,9:sgd.eta:0.1')).toBe('Linear model, isotropic inputs · 2 changes in flight')
  expect(named(`s=linear-isotropic&at=${Array.from({ length: 3 }, (_, i) => `${i + 1}:B:2`).join()}`).length).toBeLessThanOrEqual(120)
})
