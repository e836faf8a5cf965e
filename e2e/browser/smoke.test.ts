import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { watchHeaps, watchLongTasks } from '../harness/cdp'
import { launch, openPage } from '../harness/chromium'

let browser: Browser
let page: Page
let longTasks: () => Promise<number[]>

const ask = (question: string) => page.evaluate(q => (globalThis as unknown as { ask(q: string): Promise<unknown> }).ask(q), question)

beforeAll(async () => {
  browser = await launch()
  page = await openPage(browser)
  longTasks = await watchLongTasks(page)
  await page.goto(`${inject('url')}e2e/browser/smoke.html`)
})
afterAll(() => browser?.close())

it('gives a module worker a WebGPU device and WebGL2 with float32 targets', async () => {
  expect(await ask('devices')).toEqual({ adapter: 'swiftshader', device: true, webgl2: true, float32: true })
})

it('reads the heaps of workers, and of their workers, after a garbage collection', async () => {
  const heaps = await watchHeaps(page)
  const buffers = async () => (await heaps()).filter(heap => heap.where.includes('smoke.worker')).map(heap => heap.buffers > 8e6)
  await ask('keep')
  expect(await buffers()).toEqual([true])
  await ask('drop')
  expect(await buffers()).toEqual([false])
  await ask('nest')
  expect(await buffers()).toEqual([false, true])
  await page.evaluate(() => (globalThis as unknown as { worker: Worker }).worker.terminate())
  await expect.poll(buffers, { timeout: 0 }).toEqual([])
})

it('sees the long tasks of the main thread', async () => {
  const busy = () => {
    const end = performance.now() + 80
    while (performance.now() < end);
  }
  await page.evaluate(`setTimeout(${busy})`)
  await expect.poll(async () => Math.max(...(await longTasks())), { timeout: 0 }).toBeGreaterThan(70)
})

it('has no adapter where WebGPU is off', async () => {
  const plain = await launch({ webgpu: 'off' })
  const tab = await openPage(plain)
  await tab.goto(`${inject('url')}e2e/browser/smoke.html`)
  expect(await tab.evaluate(async () => (await navigator.gpu?.requestAdapter()) ?? null)).toBeNull()
  await plain.close()
})
