import { armAt } from './events'
import { usesBatches } from './optimizers'
import { batchSize, learningRate } from './schedule'
import type { Scenario } from './types'

/** Whether what was changed at step `at` pushes arm `index` harder: a larger η, a smaller B, or a noise where there was none. */
function pushes(scenario: Scenario, index: number, at: number): boolean {
  const { n } = scenario.data
  const [before, after] = [armAt(scenario, index, at - 1), armAt(scenario, index, at)]
  if (learningRate(after, at) > learningRate(before, at)) return true
  if (!usesBatches(after) || after.noise === 'none') return false
  return before.noise === 'none' || batchSize(after, at, n) < batchSize(before, at, n)
}

/**
 * The step of the last event, at or before `step`, that raises arm `index`'s η, lowers its B or switches a noise on:
 * where its escape began, if not at the start of the run. undefined where there is none.
 */
export function lastPush(scenario: Scenario, index: number, step = Number.POSITIVE_INFINITY): number | undefined {
  return scenario.events.findLast(e => e.step <= step && pushes(scenario, index, e.step))?.step
}
