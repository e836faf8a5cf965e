import { beforeEach, expect, it } from 'vitest'
import { decodeLink } from '../scenario'
import { Fake } from './fakeClient.fixture'

let fake: Fake
const rates = () => fake.state.scenario.arms.map(arm => arm.eta)

async function settledOn(test: () => boolean): Promise<void> {
  while (!test()) await fake.settled(4)
}

beforeEach(async () => {
  fake = new Fake()
  await fake.visit('#s=linear-isotropic&arms=sgd,gd&eta=0.4')
})

it('a problem whose thresholds lie below the rates begins again below them: said, in the link, and undone by one press', async () => {
  fake.curvature = [10, 20, 15, 1]
  fake.scope.set('scale', 5)
  await settledOn(() => fake.state.message !== null)
  expect(rates()).toEqual([0.02, 0.02])
  expect(fake.state.message).toMatchObject({
    kind: 'notice',
    field: 'eta',
    text: 'The learning rate was lowered from 0.4 to 0.02: at its start this problem is stable up to about 0.05, the edge in mean square.',
  })
  expect(fake.requests('load').at(-1)).toMatchObject({ play: true, toStep: 0 })
  // One change is one entry of the history.
  expect(fake.history).toHaveLength(2)
  await fake.settled(20)
  expect(decodeLink(fake.history.at(-1) ?? '')).toEqual(fake.state.scenario)

  fake.state.message?.action?.act()
  await fake.settled(20)
  expect(rates()).toEqual([0.4, 0.4])
  expect(fake.state.scenario.data.scale).toBe(5)
  expect(decodeLink(fake.history.at(-1) ?? '')).toEqual(fake.state.scenario)
  expect(fake.history).toHaveLength(3)
})

it('noise that would leave η next to nothing is met with a larger batch as well: said, and both undone by one press', async () => {
  fake.curvature = [1, 400, 20, 1]
  const B = fake.state.scenario.arms[0]?.B ?? 0
  fake.scope.set('scale', 5)
  await settledOn(() => fake.state.message !== null)
  const raised = fake.state.scenario.arms[0]?.B ?? 0
  expect(raised).toBeGreaterThan(B)
  expect(fake.state.message?.text).toMatch(
    new RegExp(
      `^The learning rate was lowered from 0\\.4 to 0\\.0\\d, the batch size was raised from ${B} to ${raised}: at its start this problem is stable up to`,
    ),
  )
  expect(fake.state.message?.action?.label).toBe('Keep η and B as they were')
  fake.state.message?.action?.act()
  await fake.settled(20)
  expect([rates(), fake.state.scenario.arms[0]?.B]).toEqual([[0.4, 0.4], B])
})

it('steps of fixed size that diverge are left alone', async () => {
  await fake.visit('#s=linear-isotropic&arms=adam')
  await fake.settled(20)
  fake.diverges = () => ({ step: 7, direction: 1, share: 1 })
  const loads = fake.requests('load').length
  fake.scope.set('scale', 5)
  await fake.settled(60)
  expect(fake.requests('load')).toHaveLength(loads + 1)
  expect(fake.state.message).toBeNull()
})

it('rates below the thresholds stay, as do those of presets, links and of a start at a minimum', async () => {
  fake.scope.set('scale', 5)
  await fake.settled(20)
  expect(rates()).toEqual([0.4, 0.4])
  fake.curvature = [10, 20, 15, 1]
  for (const go of [() => fake.scope.openPreset('two-layer'), () => fake.scope.openLink('#s=linear-isotropic&eta=0.3')]) {
    go()
    await fake.settled(20)
    expect(fake.requests('load').at(-1)?.scenario.arms).toEqual(fake.state.scenario.arms)
    expect(fake.state.message).toBeNull()
  }
  fake.scope.openLink('#s=escape')
  await fake.settled(20)
  const before = rates()
  fake.scope.set('n', 200)
  await fake.settled(20)
  expect(rates()).toEqual(before)
})

it('a run that diverges all the same begins again with smaller steps, until it does not', async () => {
  fake.diverges = ({ arms }) => (arms.some(arm => arm.eta > 0.01) ? { step: 7, direction: 1, share: 1 } : null)
  fake.scope.set('scale', 5)
  await settledOn(() => rates()[0] === 0.01)
  expect(fake.state.message?.text).toBe('The learning rate was lowered from 0.4 to 0.01: the run diverged at step 7.')
  await fake.settled(20)
  expect(rates()).toEqual([0.01, 0.01])
  expect(fake.history).toHaveLength(2)
})

it('what the user changes meanwhile is left alone', async () => {
  fake.scope.set('scale', 5)
  fake.scope.set('eta', 0.5)
  await fake.settled(20)
  fake.frame(30, {
    arms: [0, 1].map(() => ({
      rows: Float64Array.from([30, 0.1, 1, 0, 0, 1, 1, 1, 1]),
      path: new Float64Array(0),
      divergence: { step: 30, direction: 1, share: 1 },
    })),
  })
  await fake.settled(20)
  expect(fake.state.message).toBeNull()
})
