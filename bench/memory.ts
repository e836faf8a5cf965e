/**
 * Memory of a page that measures a very wide network, by hand: `npm run bench -- memory [LINK]`. Builds the page, plays the
 * link to its end in headless Chromium and prints the renderer's peak resident set (the whole process: page, worker, code;
 * Linux) and the live heaps of page and worker after a collection. The default link is to stay under 600 MB.
 */
import { readFileSync } from 'node:fs'
import { watchHeaps } from '../e2e/harness/cdp'
import { launch } from '../e2e/harness/chromium'
import { serveBuilt } from '../e2e/harness/server'

const link = process.argv.slice(2).find(arg => arg.includes('=')) ?? 's=two-layer&m=16384&n=1000&d=50&sgd.B=32&scaling=ntk&steps=6&speed=0'

/** Peak resident megabytes of the largest renderer. */
async function peak(): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const pages = processInfo.filter(p => p.type === 'renderer')
  return Math.max(...pages.map(p => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${p.id}/status`, 'utf8'))![1]) / 1024))
}

const server = await serveBuilt()
const browser = await launch({ webgpu: 'off' })
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const heaps = await watchHeaps(page)
  const began = performance.now()
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1)
  await page.goto(`${server.url}#${link}`)
  let told = ''
  for (let ended = false; !ended; ended = /finished|The run ended/.test((await page.textContent('body')) ?? '')) {
    await page.waitForTimeout(200)
    const step = (await page.textContent('[data-testid=step]'))?.trim() ?? ''
    if (step !== told) console.log(`${seconds()} s: step ${step}, peak ${(await peak()).toFixed(0)} MB`)
    told = step
  }
  // What else is asked for at the end, such as a landscape, comes after.
  await page.waitForTimeout(5000)
  console.log(
    `${link}: ${seconds()} s, renderer's peak ${(await peak()).toFixed(0)} MB, ${await page.textContent('[data-testid=backend]')}`,
  )
  for (const { where, objects, buffers } of await heaps())
    console.log(`  ${where.split('/').at(-1)}: objects ${(objects / 1e6).toFixed(0)} MB, buffers ${(buffers / 1e6).toFixed(0)} MB`)
} finally {
  await browser.close()
  await server.close()
}
