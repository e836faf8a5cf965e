import { beforeEach, expect, it, vi } from 'vitest'
import { LONGEST_LINK, openingPreset, type Scenario } from '../scenario'
import { GestureLog } from './gestures'
import { createLinkWriter } from './linkWriter'

const { scenario } = openingPreset()
/** A scenario whose fields are too many to be read, told from others by `n`. */
function long(n: number): Scenario {
  const events = Array.from({ length: LONGEST_LINK / 10 }, (_, i) => ({ step: i + 1, arm: '', field: 'eta', value: 0.1 }) as const)
  return { ...scenario, data: { ...scenario.data, n }, events }
}

let written: [string, string][]
let errors: { again: () => void }[]
let gestures: GestureLog
beforeEach(() => {
  vi.resetModules()
  written = []
  errors = []
  const complain = (_: unknown, again: () => void) => errors.push({ again })
  gestures = new GestureLog(createLinkWriter({ write: (...entry) => written.push(entry) }, complain), () => scenario)
})

it('a link that was opened while the code that packs is on its way stays in the address', async () => {
  gestures.writeLink(long(100), 'push')
  gestures.opened({ ...scenario, seed: 7 }, true)
  await vi.dynamicImportSettled()
  expect(written).toEqual([])
  gestures.writeLink(long(110), 'push')
  expect(written).toMatchObject([[expect.stringMatching(/&z=1/), 'push']])
})

it('an opened link takes its own entry, not that of what waited', async () => {
  gestures.writeLink(long(100), 'push')
  gestures.opened({ ...scenario, seed: 7 }, false)
  await vi.dynamicImportSettled()
  expect(written).toMatchObject([[expect.stringMatching(/&seed=7$/), 'replace']])
})

it('what could not be packed is written when it is asked for again', async () => {
  vi.doMock('./links', () => {
    throw new Error('offline')
  })
  gestures.writeLink(long(100), 'push')
  await vi.dynamicImportSettled()
  expect([errors.length, written]).toEqual([1, []])
  gestures.writeLink(long(100), 'replace')
  await vi.dynamicImportSettled()
  expect([errors.length, written]).toEqual([2, []])
  vi.doUnmock('./links')
  errors[1]?.again()
  await vi.dynamicImportSettled()
  expect(written).toMatchObject([[expect.stringMatching(/&z=1/), 'push']])
})
