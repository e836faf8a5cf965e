import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { PRESETS, type Scenario } from '../../scenario'
import type { Scope } from '../../store'
import { TOUR_PRESET, TOUR_STOPS } from './tourSteps'

const SCENARIO = PRESETS.get(TOUR_PRESET)!.scenario
const TURN = TOUR_STOPS.find(({ title }) => title.startsWith('Turn a knob'))!

/** The part of the page that the tour turns its knob on, and what it did there. */
function page(lastStep: number) {
  const did: string[] = []
  const store = createStore(() => ({ scenario: SCENARIO, lastStep, step: lastStep, sought: null as number | null, status: 'running' }))
  const scope = {
    store,
    seek: (step: number) => did.push(`seek ${step}`),
    set: (path: string, value: number) => did.push(`${path} = ${value}`),
    play: () => did.push('play'),
  }
  return { did, store, scope: scope as unknown as Scope }
}

const THIRD = Math.floor(SCENARIO.steps / 3)
const CHANGED: Scenario = { ...SCENARIO, seed: SCENARIO.seed + 1 }

it.each([3, THIRD, SCENARIO.steps])('turns the knob at a third of the whole run, however far it has come: %i', lastStep => {
  const { did, store, scope } = page(lastStep)
  TURN.act?.(scope, false, new AbortController().signal)
  expect(did).toEqual([`seek ${THIRD}`])
  store.setState({ step: THIRD, status: 'paused' })
  expect(did.slice(1)).toEqual(['sgd.B = 16'])
  store.setState({ scenario: CHANGED })
  expect(did.slice(2)).toEqual(['play'])
})

it('leaves the run alone once the tour is over', () => {
  const { did, store, scope } = page(3)
  const over = new AbortController()
  TURN.act?.(scope, false, over.signal)
  over.abort()
  store.setState({ step: THIRD, status: 'paused' })
  expect(did).toEqual([`seek ${THIRD}`])

  const other = page(3)
  const later = new AbortController()
  TURN.act?.(other.scope, false, later.signal)
  other.store.setState({ step: THIRD, status: 'paused' })
  later.abort()
  other.store.setState({ scenario: CHANGED })
  expect(other.did).not.toContain('play')
})

it('says how much less noise the larger batch has', () => {
  const sgd = SCENARIO.arms.find(({ kind }) => kind === 'sgd')!
  // The covariance of a minibatch’s gradient is Σ/B.
  expect(sgd.sampling).toBe('with-replacement')
  expect(sgd.B).toBe(1)
  expect(TURN.says).toContain('batch size to 16 there: the noise has a sixteenth of its variance')
})
