/**
 * Memory of a page that trains and measures very wide networks: the renderer's peak resident set (the whole process: page, worker,
 * code; Linux) when the link has played to its end in headless Chromium, and the live heaps after a collection.
 * `npm run bench -- memory LINK` does so for a link of one's own.
 */
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { kindOf, watchHeaps } from '../../e2e/harness/cdp'
import { launch } from '../../e2e/harness/chromium'
import { serveBuilt } from '../../e2e/harness/server'
import type { Row, Target } from '../core/row'
import { seen } from '../core/single'

const wide = (m: number) => `s=two-layer&m=${m}&n=1000&d=50&sgd.B=32&scaling=ntk&steps=6&speed=0`
/** Megabytes that a page may need at its peak. */
const LIMITS = new Map([
  [wide(16384), 400],
  [wide(65536), 800],
])

/** Reads the peak resident megabytes of the largest renderer again and again: Chromium itself now and then has the system forget it. */
async function watchPeak(browser: Browser): Promise<{ stop(): Promise<number> }> {
  const session = await browser.newBrowserCDPSession()
  let [peak, on] = [0, true]
  async function read(): Promise<void> {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    for (const { id } of processInfo.filter(p => p.type === 'renderer'))
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))![1]) / 1024)
  }
  async function watch(): Promise<void> {
    for (; on; await new Promise(resolve => setTimeout(resolve, 200))) await read()
  }
  const watching = watch()
  return {
    async stop() {
      on = false
      await watching
      await read()
      return peak
    },
  }
}

export async function rows(say: (row: Row) => void, links: readonly string[]): Promise<void> {
  const server = await serveBuilt()
  try {
    for (const link of links.length > 0 ? links : LIMITS.keys()) say(await memoryOf(link, server.url))
  } finally {
    await server.close()
  }
}

async function memoryOf(link: string, url: string): Promise<Row> {
  const browser = await launch({ webgpu: 'off' })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const heaps = await watchHeaps(page)
    const watching = await watchPeak(browser)
    await page.goto(`${url}#${link}`)
    while (!/finished|The run ended/.test((await page.textContent('body')) ?? '')) await page.waitForTimeout(200)
    // What else is asked for at the end, such as a landscape, comes after.
    await page.waitForTimeout(5000)
    const peak = await watching.stop()
    const live = (await heaps()).map(({ where, objects, buffers }) => seen(`heap of ${kindOf(where)}`, [(objects + buffers) / 1e6]))
    const limit = LIMITS.get(link)
    const targets: Target[] = limit === undefined ? [] : [{ of: 'renderer at its peak', atMost: limit }]
    const cells = [seen('renderer at its peak', [peak]), ...live]
    return { part: 'memory', group: 'memory of the page', name: link, unit: 'MB', cells, targets }
  } finally {
    await browser.close()
  }
}
