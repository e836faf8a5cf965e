import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { finished, open, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const WATCHED = 'canvas[data-watched]'

/** The mean of all bytes of each canvas: how much is drawn on it. What is still being computed may add to it. */
const ink = (page: Page, which = 'canvas') =>
  page.evaluate(
    which =>
      // Behind another panel nothing is drawn.
      [...document.querySelectorAll<HTMLCanvasElement>(which)]
        .filter(c => c.checkVisibility({ visibilityProperty: true }))
        .map(canvas => {
          const bytes = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray(1)
          return bytes.reduce((sum, byte) => sum + byte, 0) / bytes.length
        }),
    which,
  )

it('every chart is drawn again when the graphics process dies, the landscape with its contours', async () => {
  const { page, errors } = await open(browser, 's=linear-anisotropic&panels=&steps=60&speed=0&at=20:eta:0.1')
  await finished(page)
  await page.locator('.event-marks canvas').waitFor()
  // It opens behind sharp against flat.
  await page.getByTestId('panel-sharp').locator('canvas').waitFor()
  await page.keyboard.press('v')
  await page.getByTestId('panel-landscape').locator('canvas').waitFor()
  await until(async () => {
    const drawn = await ink(page)
    return drawn.length > 7 && drawn.every(value => value > 0.5)
  })
  // Charts that come later are not of these.
  await page.evaluate(() => {
    for (const canvas of document.querySelectorAll('canvas')) {
      if (!canvas.checkVisibility({ visibilityProperty: true })) continue
      canvas.setAttribute('data-watched', '')
      canvas.addEventListener('contextrestored', () => canvas.setAttribute('data-restored', ''))
    }
  })
  const before = await ink(page, WATCHED)
  const session = await browser.newBrowserCDPSession()
  await session.send('Browser.crashGpuProcess')
  await until(async () => (await page.locator('canvas[data-restored]').count()) === before.length)
  await until(async () => (await ink(page, WATCHED)).every((value, i) => value > (before[i] ?? 0) / 2))
  expect(errors).toEqual([])
  await page.close()
})
