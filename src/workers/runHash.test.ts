import { expect, it } from 'vitest'
import type { Simulation } from '../sim/simulation'
import { RunHash } from './runHash'

const clock = { now: () => 0, later: () => Promise.resolve() }

/** A run of one arm with so many weights, whose fingerprints are counted. */
function runOf(p: number) {
  let asked = 0
  const sim = { p, scenario: { arms: [{}] }, fingerprint: async () => `fingerprint ${++asked}` } as unknown as Simulation
  let found = 0
  const hash = new RunHash(sim, clock, () => found++)
  return { hash, asked: () => asked, found: () => found }
}

it('frames of a run that goes on carry the fingerprint of few weights, and of more only once it stands', async () => {
  const [small, large] = [runOf(1000), runOf(200_000)]
  expect([await small.hash.of(false, true), await large.hash.of(false, true)]).toEqual(['fingerprint 1', ''])
  expect(large.asked()).toBe(0)
  expect(await large.hash.of(true, true)).toBe('fingerprint 1')
  // While it is read elsewhere nothing is hashed.
  expect(await small.hash.of(false, false)).toBe('')
})

it('of millions of weights it is found in slices while the run stands, and told', async () => {
  const { hash, found } = runOf(2_000_000)
  expect(await hash.of(true, true)).toBe('')
  await Promise.resolve()
  await Promise.resolve()
  expect(found()).toBe(1)
  expect(await hash.of(true, true)).toBe('fingerprint 1')
  hash.moved()
  expect(await hash.of(false, true)).toBe('')
})
