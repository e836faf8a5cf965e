import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Fake } from '../fakeClient.fixture'
import { keptSweep, reopenSweep, sweepOnScreen } from './sweep'
import type { KeptSweep } from './types'

vi.mock('idb-keyval', () => ({
  createStore: () => undefined,
  get: async () => undefined,
  getMany: async (names: string[]) => names.map(() => undefined),
  keys: async () => [],
  set: async () => {},
  del: async () => {},
  clear: async () => {},
}))

const SAID = { name: 'a sweep', note: '', savedAt: '2026-01-02T00:00:00.000Z', version: '0.1.0', thumbnail: '' }
const LINK = 's=linear-isotropic&grid=eta=0.01,0.02,0.03'

let fake: Fake
beforeEach(async () => {
  await Promise.all([import('../studies'), import('../../scenario/presets')])
  fake = new Fake()
  fake.scope.openLink(`#${LINK}`)
  await fake.settled(1000)
})
afterEach(() => {
  fake.scope.dispose()
  vi.useRealTimers()
})

const part = (index: number) => ({ names: ['step'], rows: [], steps: 1, fingerprint: `f${index}` })
const arrives = (index: number) => fake.jobs.at(-1)?.options.onPart(index, part(index) as never)
const kept = () => keptSweep(fake.scope, SAID) as KeptSweep

/** The browser's own place of parts. */
function parts(refuses: string | null = null) {
  const found = new Map<string, unknown>()
  const keep = async (name: string, value: unknown) => {
    if (refuses === null) found.set(name, value)
    return refuses
  }
  return { found, open: () => ({ keep }) as never }
}

it('holds the runs that have come, by the names that the browser finds them by, and leads back to its plan', async () => {
  expect(sweepOnScreen(fake.scope)).toBeNull()
  arrives(2)
  arrives(0)
  expect(sweepOnScreen(fake.scope)).toEqual({ done: 2, runs: 3 })
  const sweep = kept()
  expect(sweep).toMatchObject({ kind: 'sweep', ...SAID, runs: 3, link: `v=1&${LINK}` })
  expect(sweep.parts.map(p => p.part.fingerprint)).toEqual(['f0', 'f2'])
  arrives(1)
  expect(kept().id).not.toBe(sweep.id)
  const { scenario } = fake.state
  fake.scope.store.setState({ scenario: { ...scenario, view: { ...scenario.view, grid: 'eta=0.5,0.6' } } })
  expect(keptSweep(fake.scope, SAID)).toBeNull()
})

it('comes back with its runs; those of other sources are computed anew, and a full storage is said', async () => {
  arrives(1)
  const sweep = kept()
  const [go, place] = [vi.fn(), parts()]
  expect(await reopenSweep(sweep, go, place.open)).toEqual({ text: '“a sweep”: 1 of its 3 runs are here again.', bad: false })
  expect(place.found).toEqual(new Map([[sweep.parts[0]?.name, part(1)]]))
  expect(go.mock.calls).toEqual([[sweep.link]])

  const elsewhere = parts()
  const others = { ...sweep, sources: 'others', parts: [{ name: JSON.stringify(['others', 'a link']), part: part(1) }] }
  expect((await reopenSweep(others, go, elsewhere.open)).text).toBe(
    '“a sweep” was computed by other sources (Noisescope 0.1.0): its runs are computed anew here.',
  )
  expect(elsewhere.found.size).toBe(0)

  const full = await reopenSweep(sweep, go, parts('its storage is full').open)
  expect(full).toEqual({ text: 'The runs of “a sweep” could not be put back: its storage is full. They can be computed anew.', bad: true })
  expect(go).toHaveBeenCalledTimes(3)
})
