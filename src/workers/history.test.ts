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

it('keeps the step of the newest change however the others thin, and forgets what lies after it', () => {
  const history = new RunHistory(1 << 21)
  const pass = (from: number, to: number) => {
    for (let step = from; step <= to; step++) if (history.wantsSnapshot(step)) history.addSnapshot(snapshot(step))
  }
  pass(0, 100)
  history.branchAt(101)
  pass(101, 5000)
  expect(history.before(4000)!.step).toBeGreaterThan(101)
  for (const back of [101, 150]) expect(history.before(back)!.step).toBeLessThanOrEqual(back)
  expect(history.before(101)!.step).toBe(101)
  history.branchAt(101)
  expect([history.newest!.step, history.before(100)!.step]).toEqual([101, 0])
  // A change at the very start leaves the start among those that are kept.
  const other = new RunHistory(1)
  other.branchAt(0)
  other.addSnapshot(snapshot(0))
  other.branchAt(50)
  expect(other.before(40)!.step).toBe(0)
})
