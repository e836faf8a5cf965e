import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { axeFindings, withAxe } from './axe'
import { finished, open, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const RUN = 's=linear-anisotropic&steps=120&speed=0&panels=loss,flatness,alignment'
const PANELS = ['loss', 'flatness', 'alignment'] as const
type Pictures = Readonly<Record<(typeof PANELS)[number], string>>

const pictures = (page: Page): Promise<Pictures> =>
  page.evaluate(
    panels =>
      Object.fromEntries(
        panels.map(panel => [panel, document.querySelector<HTMLCanvasElement>(`[data-panel=${panel}] canvas`)?.toDataURL() ?? '']),
      ) as Pictures,
    PANELS,
  )

/** The pictures once they stand still. */
async function still(page: Page): Promise<Pictures> {
  let now = await pictures(page)
  await until(async () => {
    const before = now
    now = await pictures(page)
    return PANELS.every(panel => now[panel] !== '' && now[panel] === before[panel])
  })
  return now
}

const changed = (a: Pictures, b: Pictures) => PANELS.filter(panel => a[panel] !== b[panel])
const litLabels = (page: Page) => page.locator('.field-head label[data-lit]').allTextContents()

it('lights the marks that a setting stands in while its control is pointed at or reached by keys, and names it where they are', async () => {
  const { page, errors } = await open(browser, RUN)
  await withAxe(page)
  await finished(page)
  const eta = page.getByRole('slider', { name: /^learning rate η/ })
  await eta.waitFor()
  const dark = await still(page)

  // η is what the strip under the loss shows, and part of both thresholds of flatness.
  await page.locator('label', { hasText: 'learning rate η' }).hover()
  await until(async () => changed(dark, await pictures(page)).join() === 'loss,flatness')
  // B is part of one of them, and not what the strip shows.
  await page.locator('label', { hasText: 'batch size B' }).hover()
  await until(async () => changed(dark, await pictures(page)).join() === 'flatness')
  const ofB = await pictures(page)
  // A threshold of the slider is the mark of its own name, in each of its symbols: μ is a line of its own.
  await page.getByText(/^B\* /).hover()
  await until(async () => changed(dark, await pictures(page)).join() === 'loss,flatness,alignment')
  await page.mouse.move(720, 5)
  await until(async () => changed(dark, await pictures(page)).length === 0)
  expect(changed(dark, ofB)).toEqual(['flatness'])

  await page.keyboard.press('Tab')
  await eta.focus()
  await until(async () => changed(dark, await pictures(page)).join() === 'loss,flatness')
  expect(await axeFindings(page)).toEqual([])
  await eta.blur()
  await until(async () => changed(dark, await pictures(page)).length === 0)

  const canvas = page.getByTestId('panel-flatness').locator('canvas')
  await canvas.scrollIntoViewIfNeeded()
  const box = (await canvas.boundingBox())!
  const named = new Set<string>()
  await until(async () => {
    for (let y = 15; y < box.height; y += 3) {
      await page.mouse.move(box.x + box.width / 2, box.y + y)
      named.add((await litLabels(page)).join())
    }
    return ['', 'learning rate η', 'learning rate η,batch size B'].every(names => named.has(names))
  })
  expect(named.size).toBe(3)
  expect(errors).toEqual([])
  await page.close()
})
