import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../harness/chromium'
import { blank, reached } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** Once a step is shown, work that React puts off is put off for good, as by the frames of a run on a machine that is too slow. */
const STARVE = `{
  let starved = false
  globalThis.putOff = 0
  globalThis.setImmediate = run => {
    starved ||= Number(document.querySelector('[data-testid="step"]')?.textContent) > 0
    if (starved) globalThis.putOff++
    else setTimeout(run)
    return 0
  }
}`

it('mounts and draws the panels on screen before all that can wait', async () => {
  const { page, errors } = await blank(browser)
  await page.addInitScript(STARVE)
  await page.goto(`${inject('url')}#s=escape&steps=1000000&speed=100`)
  await reached(page, 1)
  for (const name of ['energy', 'directions', 'alignment', 'loss']) {
    await page.getByTestId(`panel-${name}`).locator('canvas').waitFor({ state: 'visible' })
    await page.waitForFunction(name => {
      const canvas = document.querySelector<HTMLCanvasElement>(`[data-panel=${name}] canvas`)
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
      return pixels?.some(value => value !== pixels[0])
    }, name)
  }
  // Something was put off.
  await page.waitForFunction(() => (globalThis as unknown as { putOff: number }).putOff > 0)
  expect(errors).toEqual([])
  await page.close()
})
