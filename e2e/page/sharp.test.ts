import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { finished, hash, open } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

it.each(['s=escape&steps=60', 's=escape-trained&steps=330'])(
  'an escape (%s) opens on sharp against flat, with the landscape in the same place one key or button away',
  async link => {
    const { page, errors } = await open(browser, `${link}&speed=0`)
    await finished(page)
    const [sharp, landscape] = [page.getByTestId('panel-sharp'), page.getByTestId('panel-landscape')]
    await sharp.locator('canvas').waitFor({ state: 'visible' })
    await landscape.waitFor({ state: 'hidden' })
    // Read at one moment: what comes later moves both.
    const boxes = await page.evaluate(() =>
      ['sharp', 'landscape'].map(name => {
        const { x, y, width, height } = document.querySelector(`[data-testid=panel-${name}]`)?.getBoundingClientRect() ?? new DOMRect()
        return { x, y, width, height }
      }),
    )
    expect(boxes[0]).toEqual(boxes[1])
    expect(boxes[0]?.width).toBeGreaterThan(0)
    await page.keyboard.press('v')
    await landscape.waitFor({ state: 'visible' })
    await sharp.waitFor({ state: 'hidden' })
    await landscape.getByRole('button', { name: 'Show Sharp against flat here', exact: true }).click()
    await sharp.waitFor({ state: 'visible' })
    // The focus goes with it, instead of being lost behind.
    await page.waitForFunction(() => document.activeElement?.closest('[data-panel]')?.getAttribute('data-panel') === 'sharp')
    await sharp.locator('canvas').focus()
    await page.keyboard.press('ArrowDown')
    await sharp
      .getByText(/2 sharpest directions/)
      .first()
      .waitFor({ state: 'attached' })
    expect(errors).toEqual([])
    await page.close()
  },
)

it.each(['s=escape&steps=60', 's=escape&steps=60&panels=sharp,loss'])(
  'a link (%s) that gives the landscape all the room keeps it',
  async link => {
    const { page, errors } = await open(browser, `${link}&panel=landscape&speed=0`)
    await finished(page)
    const landscape = page.locator('[data-testid="panel-landscape"][data-maximised]')
    await landscape.locator('canvas').waitFor({ state: 'visible' })
    await page.getByTestId('panel-sharp').locator('canvas').waitFor({ state: 'attached' })
    expect(await landscape.count()).toBe(1)
    expect(await hash(page)).toContain('panel=landscape')
    expect(errors).toEqual([])
    await page.close()
  },
)
