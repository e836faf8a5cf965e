import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { watchHeaps } from '../harness/cdp'
import { launch } from '../harness/chromium'
import type { Ask, Tally } from './endurance.worker'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ exposeGc: true })
})
afterAll(() => browser?.close())

const STEPS = 10_000
/** Bytes by which a heap may differ between two looks without having grown: compiled code and inline caches move. */
const SLACK = 300_000

it.each(['wasm', 'webgpu', 'webgl'] as const)(
  '10,000 steps on %s, measured every 10, leave nothing behind',
  async id => {
    const page = await browser.newPage()
    const heaps = await watchHeaps(page)
    await page.goto(`${inject('url')}e2e/browser/endurance.html`)
    await page.waitForFunction(() => 'call' in globalThis)
    const call = (ask: Ask) => page.evaluate(ask => (globalThis as unknown as { call(a: Ask): Promise<Tally> }).call(ask), ask)
    const size = async () => (await heaps()).reduce((sum, heap) => sum + heap.objects + heap.buffers, 0)

    await call({ open: 's=linear-anisotropic&n=16&d=6&k=4&eta=0.05&B=4&steps=1000000', backend: id })
    // The first steps compile code and shaders and fill the pools.
    const warm = await call({ steps: 500, every: 10 })
    const before = await size()
    const half = await call({ steps: STEPS / 2, every: 10 })
    const middle = await size()
    const end = await call({ steps: STEPS / 2, every: 10 })
    const after = await size()
    console.log(
      `${id}: tensors ${warm.tensors} → ${half.tensors} → ${end.tensors}, GPU buffers ${warm.buffers} → ${half.buffers} → ${end.buffers}, ` +
        `heaps ${before} → ${middle} → ${after} bytes, ${((half.ms + end.ms) / STEPS).toFixed(2)} ms per step`,
    )
    expect([half.tensors, end.tensors]).toEqual([warm.tensors, warm.tensors])
    expect(end.buffers).toBeLessThanOrEqual(Math.max(warm.buffers, half.buffers))
    expect(after - middle).toBeLessThan(SLACK)
    expect((await call({ close: true })).tensors).toBe(0)
    await page.close()
  },
  400_000,
)
