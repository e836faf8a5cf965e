import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { scenarioOf } from '../../sim/testing/scenario.fixture'
import { planVariance } from './variance'

it('the stationary path begins where the documentation says', async () => {
  const share = Number(/after the first (\d+) % of the run/.exec(readFileSync('docs/panels.md', 'utf8'))?.[1]) / 100
  const scenario = scenarioOf({ steps: 1000, arms: [{ id: 'sgd', kind: 'sgd', B: 2 }], view: { study: 'variance' } })
  const tasks = await planVariance({ scenario, arm: 'sgd', step: 0 })!.tasks(async () => ({ step: 0, thetas: [] }))
  expect(tasks.map(({ plan }) => plan.burn)).toEqual([Math.floor(share * 1000)])
})
