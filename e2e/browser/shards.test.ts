import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createWasmBackend } from '../../src/sim/backends/wasm'
import { inPlace } from '../../src/workers/ensemble/shard'
import { launch, openPage } from '../harness/chromium'
import { story } from './shards.story'
import type { Ask } from './shards.worker'

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
  page = await openPage(browser)
  await page.goto(`${inject('url')}e2e/browser/shards.html`)
})
afterAll(() => browser?.close())

const ask = (request: Ask) => page.evaluate(r => (globalThis as unknown as { ask(r: Ask): Promise<string> }).ask(r), request)

describe.each(['f64', 'f32'] as const)('networks in %s', precision => {
  it('have the bits of Node over 1, 2 and 4 workers of a worker', async () => {
    const node = await story(inPlace({ backend: await createWasmBackend(), assets: () => undefined }), precision)
    for (const workers of [1, 2, 4]) expect(await ask({ workers, precision, broken: 0 })).toBe(`${node} by ${workers}`)
  })
})

it('go on where a worker dies, and without any where all do', async () => {
  const calm = (await ask({ workers: 2, precision: 'f64', broken: 0 })).replace(/ by 2$/, '')
  expect(await ask({ workers: 2, precision: 'f64', broken: 1 })).toBe(`${calm} by 2`)
  expect(await ask({ workers: 2, precision: 'f64', broken: 9 })).toBe(`${calm} by 1`)
})
