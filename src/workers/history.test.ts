import { expect, it } from 'vitest'
import type { Snapshot } from '../sim/simulation'
import { RunHistory } from './history'

const snapshot = (step: number): Snapshot => ({ step, arms: [] })

it('keeps the start and as many snapshots as fit, spaced further and further', () => {
  const history = new RunHistory(1 << 19)
  let kept = 0
  for (let step = 0; step < 20_000; step += 16)
    if (history.wantsSnapshot(step)) {
      history.addSnapshot(snapshot(step))
      kept++
    }
  expect(history.before(0)!.step).toBe(0)
  // Sixteen of 2·2¹⁸ numbers are the budget: the newest lies at most one spacing back, and few were made only to be dropped.
  expect(history.newest!.step).toBeGreaterThan(15_000)
  expect(kept).toBeLessThan(80)
})

it('of a run of which two snapshots would not fit only the start is kept, and no other is made', () => {
  const history = new RunHistory(1 << 23)
  const wanted: number[] = []
  for (let step = 0; step < 5000; step += 16)
    if (history.wantsSnapshot(step)) {
      history.addSnapshot(snapshot(step))
      wanted.push(step)
    }
  expect(wanted).toEqual([0])
  expect(history.before(4000)!.step).toBe(0)
})
