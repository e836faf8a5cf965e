/**
 * How a page grows with its history: a run that measures every step, looked at when so many rows are kept. Time per step and live
 * heaps of page and workers after a collection, with the exponent of the power law that fits best.
 */
import { watchHeaps } from '../../e2e/harness/cdp'
import { launch } from '../../e2e/harness/chromium'
import { serveBuilt } from '../../e2e/harness/server'
import type { Row } from '../core/row'
import { seen } from '../core/single'
import { curveRow } from './scaling'

const LINK = 's=linear-anisotropic&every=1&speed=0&steps=100000000'
const LENGTHS = [500, 2000, 8000, 32000]
const WINDOW = 3000

export async function rows(say: (row: Row) => void): Promise<void> {
  const server = await serveBuilt()
  const browser = await launch({ webgpu: 'off' })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const heaps = await watchHeaps(page)
    await page.goto(`${server.url}#${LINK}`)
    const step = async () => Number(await page.getByTestId('step').textContent())
    const [times, bytes]: number[][] = [[], []]
    for (const length of LENGTHS) {
      while ((await step()) < length) await page.waitForTimeout(50)
      const [from, began] = [await step(), performance.now()]
      await page.waitForTimeout(WINDOW)
      times.push((performance.now() - began) / ((await step()) - from))
      // A worker of a study may end while it is asked.
      const live = await heaps().catch(() => heaps())
      bytes.push(live.reduce((sum, heap) => sum + heap.objects + heap.buffers, 0) / 1e6)
    }
    const cells = (values: readonly number[]) => LENGTHS.map((length, i) => seen(`rows ${length.toLocaleString('en-US')}`, [values[i]]))
    say(curveRow('rows', 'time per measured step in the page', 'ms', LENGTHS, cells(times)))
    say(curveRow('rows', 'live heaps of the page', 'MB', LENGTHS, cells(bytes)))
  } finally {
    await browser.close()
    await server.close()
  }
}
