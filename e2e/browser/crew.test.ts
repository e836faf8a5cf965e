import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { launch, openPage } from '../harness/chromium'
import { STORIES, story } from './crew.story'
import type { Ask } from './crew.worker'

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
  page = await openPage(browser)
  await page.goto(`${inject('url')}e2e/browser/crew.html`)
})
afterAll(() => browser?.close())

const ask = (request: Ask) => page.evaluate(r => (globalThis as unknown as { ask(r: Ask): Promise<string> }).ask(r), request)

describe.each(['f64', 'f32'] as const)('a measurement in %s', precision => {
  it.each(STORIES)('has the bits of Node alone, over 0, 1, 2 and 4 workers of a worker: %s', async name => {
    const node = await story(name, precision, null)
    for (const workers of [0, 1, 2, 4]) expect(await ask({ name, precision, workers, broken: 0 })).toBe(`${node} by ${workers}`)
  })
})

it('goes on where a worker dies', async () => {
  const node = await story('deep', 'f64', null)
  expect(await ask({ name: 'deep', precision: 'f64', workers: 2, broken: 1 })).toBe(`${node} by 3`)
})
