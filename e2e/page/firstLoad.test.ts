import { gzipSync } from 'node:zlib'
import type { Browser, Response } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../harness/chromium'

/** Bytes of JavaScript and WebAssembly, gzipped, that may be asked for before the first picture that moves. */
const BUDGET = 200_000

/** Milliseconds of the page's clock at the first frame that shows a step beyond 0; text, since the compiler adds helpers to functions. */
const WATCH = `(function look() {
  if (Number(document.querySelector('[data-testid="step"]')?.textContent) > 0) globalThis.firstMove = performance.now()
  else requestAnimationFrame(look)
})()`

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** Opens the page as on a first visit; returns when it first moved, and what had been asked for by then. */
async function firstVisit() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const responses: Response[] = []
  context.on('response', response => responses.push(response))
  const page = await context.newPage()
  await page.addInitScript(WATCH)
  await page.goto(inject('url'))
  await page.waitForFunction('globalThis.firstMove !== undefined')
  const moved = (await page.evaluate('firstMove')) as number
  const end = moved + ((await page.evaluate('performance.timeOrigin')) as number)
  // A file is fetched once: later askers, as a second worker, get it from the cache.
  const files = new Map(responses.filter(r => r.request().timing().startTime <= end).map(r => [r.url(), r]))
  const code = [...files].filter(([url]) => /\.(m?js|wasm)$/.test(new URL(url).pathname))
  const sizes = await Promise.all(code.map(async ([url, r]) => ({ name: url.split('/').at(-1)!, bytes: gzipSync(await r.body()).length })))
  await context.close()
  return { moved, sizes: sizes.sort((a, b) => b.bytes - a.bytes) }
}

it(`asks for at most ${BUDGET / 1000} kB of code, gzipped, before the opening page moves`, async () => {
  const { sizes } = await firstVisit()
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)
  const largest = sizes.slice(0, 6).map(({ name, bytes }) => `${name} ${(bytes / 1000).toFixed(1)}`)
  console.log(
    `code before the first moving frame: ${(total / 1000).toFixed(1)} kB (${(total / 1024).toFixed(1)} KiB) gzipped in ${sizes.length} files; ` +
      `the largest: ${largest.join(', ')}`,
  )
  expect(sizes.some(({ name }) => name.startsWith('simulation.worker'))).toBe(true)
  expect(total).toBeLessThanOrEqual(BUDGET)
})

it('moves within three seconds of a first visit', async () => {
  const times: number[] = []
  for (let visit = 0; visit < 5; visit++) times.push((await firstVisit()).moved)
  times.sort((a, b) => a - b)
  console.log(`first moving frame after ${times.map(t => t.toFixed(0)).join(', ')} ms`)
  expect(times[2]!).toBeLessThan(3000)
})
