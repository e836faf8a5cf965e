/**
 * What a long run leaves behind: 10,000 steps on each backend in headless Chromium, measured every 10, with what is held after every
 * thousand: tensors, pieces on the device, megabytes of the heaps after a collection. Ten minutes on an emulated GPU.
 */
import type { Ask, Tally } from '../../e2e/browser/endurance.worker'
import { watchHeaps } from '../../e2e/harness/cdp'
import { launch } from '../../e2e/harness/chromium'
import { serveSource } from '../../e2e/harness/server'
import type { Row } from '../core/row'
import { seen } from '../core/single'

export async function rows(say: (row: Row) => void): Promise<void> {
  const server = await serveSource()
  const browser = await launch({ exposeGc: true })
  try {
    for (const backend of ['wasm', 'webgpu', 'webgl'] as const) {
      const page = await browser.newPage()
      const heaps = await watchHeaps(page)
      await page.goto(`${server.url}e2e/browser/endurance.html`)
      await page.waitForFunction(() => 'call' in globalThis)
      const call = (ask: Ask) => page.evaluate(ask => (globalThis as unknown as { call(a: Ask): Promise<Tally> }).call(ask), ask)
      await call({ open: 's=linear-anisotropic&n=16&d=6&k=4&eta=0.05&B=4&steps=1000000', backend })
      for (let thousand = 1; thousand <= 10; thousand++) {
        const { tensors, data, device } = await call({ steps: 1000, every: 10 })
        const bytes = (await heaps()).reduce((sum, heap) => sum + heap.objects + heap.buffers, 0)
        const held = { tensors, data, 'on the device': device, 'heaps, MB': bytes / 1e6 }
        const cells = Object.entries(held).map(([who, value]) => seen(who, [value]))
        say({ part: 'endurance', group: 'held after steps', name: `${backend}, ${thousand},000 steps`, unit: '', cells, targets: [] })
      }
      await page.close()
    }
  } finally {
    await browser.close()
    await server.close()
  }
}
