import { gzipSync } from 'node:zlib'
import type { Browser, Response } from 'playwright-core'

/**
 * Milliseconds of the page's clock at the first frame that shows a step beyond 0; text, since the compiler adds helpers to
 * functions. Timers of 100 ms and more never ring: what the page fetches some time after its first picture is not of that picture,
 * however slowly it comes.
 */
const WATCH = `(function look() {
  if (Number(document.querySelector('[data-testid="step"]')?.textContent) > 0) globalThis.firstMove = performance.now()
  else requestAnimationFrame(look)
})()`
const HOLD = `{
  const { setTimeout } = globalThis
  globalThis.setTimeout = (run, ms = 0, ...rest) => (ms < 100 ? setTimeout(run, ms, ...rest) : 0)
}`

export interface FirstVisit {
  /** Milliseconds until a step beyond 0 was shown. */
  readonly moved: number
  /** What had been asked for by then: files of code, gzipped, the largest first. */
  readonly code: readonly { readonly name: string; readonly bytes: number }[]
}

/** Opens the page as on a first visit, until it moves. With `hold`, what waits on a timer is not fetched. */
export async function firstVisit(browser: Browser, url: string, { hold = false } = {}): Promise<FirstVisit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  context.setDefaultTimeout(0)
  const responses: Response[] = []
  context.on('response', response => responses.push(response))
  const page = await context.newPage()
  if (hold) await page.addInitScript(HOLD)
  await page.addInitScript(WATCH)
  await page.goto(url)
  await page.waitForFunction(() => 'firstMove' in globalThis)
  const { moved, end } = await page.evaluate(() => {
    const { firstMove } = globalThis as unknown as { firstMove: number }
    return { moved: firstMove, end: firstMove + performance.timeOrigin }
  })
  // A file is fetched once: later askers, as a second worker, get it from the cache.
  const files = new Map(responses.filter(r => r.request().timing().startTime <= end).map(r => [new URL(r.url()).pathname, r]))
  const code = await Promise.all(
    [...files]
      .filter(([path]) => /\.(m?js|wasm)$/.test(path))
      .map(async ([path, r]) => ({ name: path.slice(path.lastIndexOf('/') + 1), bytes: gzipSync(await r.body()).length })),
  )
  await context.close()
  return { moved, code: code.sort((a, b) => b.bytes - a.bytes) }
}
