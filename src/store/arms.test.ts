import { beforeEach, expect, it } from 'vitest'
import { decodeLink, PRESETS } from '../scenario'
import { moved, renamed, withArm, withCopy } from './arms'
import { Fake, START } from './fakeClient.fixture'

const scenario = PRESETS.get('linear-anisotropic')!.scenario
let fake: Fake
beforeEach(() => {
  fake = new Fake()
})

it('lets a further arm of a kind differ by one setting, and says which', () => {
  const sgd = withArm(scenario, 'sgd')
  expect(sgd.says).toBe('SGD 2 draws random numbers of its own (random numbers 1), and is like SGD otherwise.')
  const [first, added] = [sgd.scenario.arms[0], sgd.scenario.arms.at(-1)]
  expect(added).toEqual({ ...first, id: 'sgd2', draws: 1 })
  expect(withArm(sgd.scenario, 'sgd').scenario.arms.at(-1)).toMatchObject({ id: 'sgd3', draws: 2 })
  const gd = withArm(scenario, 'gd')
  const eta = scenario.arms.find(arm => arm.id === 'gd')?.eta ?? Number.NaN
  expect(gd.scenario.arms.at(-1)).toMatchObject({ id: 'gd2', eta: eta / 2, draws: 0 })
  expect(gd.says).toContain('half the learning rate of GD')
  expect(withArm(scenario, 'adam')).toMatchObject({ id: 'adam', says: '' })
})

it('copies an arm with all its settings but its random numbers', () => {
  const fast = { ...scenario, arms: scenario.arms.map((arm, a) => (a === 0 ? { ...arm, id: 'fast', eta: 0.9, B: 7 } : arm)) }
  const { scenario: next, id } = withCopy(fast, 'fast')
  expect(next.arms.at(-1)).toEqual({ ...fast.arms[0], id: 'fast2', draws: 1 })
  expect(id).toBe('fast2')
  expect(withCopy(next, 'fast2').id).toBe('fast3')
})

it('renames and moves an arm with its recorded changes, and refuses names that links cannot have', () => {
  const at = decodeLink('s=linear-anisotropic&at=10:gd.eta:1.5')
  const other = renamed(at, 'gd', 'full')
  expect(other.arms.map(arm => arm.id)).toEqual(['sgd', 'full'])
  expect(other.events).toEqual([{ ...at.events[0], arm: 'full' }])
  expect(() => renamed(at, 'gd', 'sgd')).toThrow('differ')
  expect(() => renamed(at, 'gd', '9th')).toThrow('lower-case')
  expect(moved(at, 'gd', -1).arms.map(arm => arm.id)).toEqual(['gd', 'sgd'])
  expect(moved(at, 'gd', 5).arms).toEqual(at.arms)
  expect(moved(at, 'gd', -1).events).toEqual(at.events)
})

it('writes all of it into the link, and keeps the selection with the arm', async () => {
  await fake.visit(`#${START}&at=10:gd.eta:1.5`, 50)
  fake.scope.renameArm('gd', 'full')
  await fake.settled(5)
  expect(fake.state).toMatchObject({ selectedArm: 'full', scenario: { events: [{ step: 10, arm: 'full' }] } })
  fake.scope.moveArm('full', -1)
  await fake.settled(5)
  expect(fake.state.scenario.arms.map(arm => arm.id)).toEqual(['full', 'sgd'])
  fake.scope.copyArm('full')
  await fake.settled(5)
  expect(fake.state.scenario.arms.map(arm => arm.id)).toEqual(['full', 'sgd', 'full2'])
  expect(fake.state.message?.text).toContain('FULL 2 has half the learning rate of FULL')
  expect(decodeLink(fake.history.at(-1) ?? '')).toEqual(fake.state.scenario)
  fake.scope.renameArm('full', 'sgd')
  await fake.settled()
  expect(fake.state.message?.kind).toBe('error')
})
