/**
 * What a long run leaves behind: 10,000 steps of a linear model and of a network on each backend in headless Chromium, measured every
 * 10, with what is held after every thousand: tensors, pieces on the device, megabytes of the heaps after a collection. An hour on an emulated GPU.
 */

import { LINKS } from '../../e2e/browser/endurance.cases'
import type { Ask, Tally } from '../../e2e/browser/endurance.worker'
import { watchHeaps } from '../../e2e/harness/cdp'
import { launch } from '../../e2e/harness/chromium'
import { serveSource } from '../../e2e/harness/server'
import type { Row } from '../core/row'
import { seen } from '../core/single'

const CASES = (['linear', 'network'] as const).flatMap(model =>
  (['wasm', 'webgpu', 'webgl'] as const).map(backend => [backend, model] as const),
)

export async function rows(say: (row: Row) => void): Promise<void> {
  const server = await serveSource()
  const browser = await launch({ exposeGc: true })
  try {
    for (const [backend, model] of CASES) {
      const page = await browser.newPage()
      const heaps = await watchHeaps(page)
      await page.goto(`${server.url}e2e/browser/endurance.html`)
      await page.waitForFunction(() => 'call' in globalThis)
      const call = (ask: Ask) => page.evaluate(ask => (globalThis as unknown as { call(a: Ask): Promise<Tally> }).call(ask), ask)
      await call({ open: LINKS[model], backend })
      for (let thousand = 1; thousand <= 10; thousand++) {
        const { tensors, data, device, bytes: own } = await call({ steps: 1000, every: 10 })
        const bytes = (await heaps()).reduce((sum, heap) => sum + heap.objects + heap.buffers, 0)
        const held = { tensors, data, 'on the device': device, 'by its own count, kB': own / 1e3, 'heaps, MB': bytes / 1e6 }
        const cells = Object.entries(held).map(([who, value]) => seen(who, [value]))
        say({
          part: 'endurance',
          group: 'held after steps',
          name: `${model} on ${backend}, ${thousand},000 steps`,
          unit: '',
          cells,
          targets: [],
        })
      }
      await page.close()
    }
  } finally {
    await browser.close()
    await server.close()
  }
}
