import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { watchHeaps } from '../harness/cdp'
import { launch, openPage } from '../harness/chromium'
import { LINKS } from './endurance.cases'
import type { Ask, Tally } from './endurance.worker'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ exposeGc: true })
})
afterAll(() => browser?.close())

// What a step leaves in JavaScript shows in bytes, and only over many steps: wasm takes them. What it leaves on a device, emulated
// here and slow, is counted piece by piece, and one piece is one too many. The slack is bytes by which heaps may differ between two
// looks without having grown: code is compiled and inline caches move, for tfjs over some thousand steps (`npm run bench -- endurance`).
it.each([
  ['wasm', 10_000, 'linear', 300_000],
  ['webgpu', 600, 'linear', 1_000_000],
  ['webgl', 600, 'linear', 1_000_000],
  ['wasm', 10_000, 'network', 600_000],
  ['wasm', 4000, 'network with noise of its own', 600_000],
  ['webgpu', 40, 'network', 1_000_000],
  ['webgl', 200, 'network', 1_000_000],
] as const)('a run on %s, %i steps long and measured every 10, leaves nothing behind: %s', async (id, steps, model, slack) => {
  const page = await openPage(browser)
  const heaps = await watchHeaps(page)
  await page.goto(`${inject('url')}e2e/browser/endurance.html`)
  await page.waitForFunction(() => 'call' in globalThis)
  const call = (ask: Ask) => page.evaluate(ask => (globalThis as unknown as { call(a: Ask): Promise<Tally> }).call(ask), ask)
  const size = async () => (await heaps()).reduce((sum, heap) => sum + heap.objects + heap.buffers, 0)

  const opened = await call({ open: LINKS[model], backend: id })
  // The first steps compile code and shaders and fill the pools.
  const warm = await call({ steps: Math.min(100, steps), every: 10 })
  const before = await size()
  const half = await call({ steps: steps / 2, every: 10 })
  const middle = await size()
  const end = await call({ steps: steps / 2, every: 10 })
  const after = await size()
  console.log(`${id}, ${model}: ${JSON.stringify(opened)} → ${JSON.stringify(end)}, heaps ${before} → ${middle} → ${after} bytes`)
  expect(half).toEqual(warm)
  expect(end).toEqual(warm)
  expect(after - middle).toBeLessThan(slack)
  expect((await call({ close: true })).own).toBe(0)
  await page.close()
})
