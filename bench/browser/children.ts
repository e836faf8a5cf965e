/** Chromium as a child of the race: `openBrowser()` gives children by name, each a module worker of one page. */
import { launch } from '../../e2e/harness/chromium'
import { serveSource } from '../../e2e/harness/server'
import type { Child, Reply } from '../core/child'

export interface BrowserRace {
  /** The WebGPU adapter in its own words. */
  readonly adapter: string
  child(name: string): Child
  close(): Promise<void>
}

/** A machine's own GPU where BENCH_GPU=hardware says that there is one; an emulated one otherwise. */
const GPU = process.env.BENCH_GPU === 'hardware' ? 'hardware' : 'software'

export async function openBrowser(): Promise<BrowserRace> {
  const server = await serveSource('bench')
  const browser = await launch({ webgpu: GPU })
  const page = await browser.newPage()
  await page.goto(`${server.url}bench/browser/race.html`)
  await page.waitForFunction('globalThis.ask !== undefined')
  const adapter = (await page.evaluate(`navigator.gpu?.requestAdapter().then(a => a
    ? [a.info.vendor, a.info.architecture, a.info.description].filter(Boolean).join(' ') : 'none') ?? 'none'`)) as string
  return {
    adapter,
    child: name => ({
      name,
      async ask(request) {
        const reply = page.evaluate(([n, r]) => (globalThis as unknown as { ask(n: string, r: object): Promise<Reply> }).ask(n, r), [
          name,
          request,
        ] as const)
        return reply.catch((error: unknown) => ({ missing: String(error) }))
      },
      close() {},
    }),
    async close() {
      await browser.close()
      await server.close()
    },
  }
}
