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

/**
 * Waits until `panels` are those whose pictures are others while a setting is `pointed` at and the same again once it is `left`. What is
 * drawn late meanwhile, of a certificate or in other letters, begins it again.
 */
async function lights(page: Page, panels: string, pointed: () => Promise<unknown>, left: () => Promise<unknown>): Promise<void> {
  await until(async () => {
    const dark = await still(page)
    await pointed()
    for (let look = 0; look < LOOKS && changed(dark, await pictures(page)).join() !== panels; look++);
    const lit = await pictures(page)
    await left()
    for (let look = 0; look < LOOKS && changed(dark, await pictures(page)).length > 0; look++);
    return changed(dark, lit).join() === panels && changed(dark, await pictures(page)).length === 0
  })
}

/** Looks at the pictures until they are what is waited for, before all begins again. */
const LOOKS = 40

it('lights the marks that a setting stands in while its control is pointed at or reached by keys, and names it where they are', async () => {
  const { page, errors } = await open(browser, RUN)
  await withAxe(page)
  await finished(page)
  const eta = page.getByRole('slider', { name: /^learning rate η/ })
  await eta.waitFor()
  const away = () => page.mouse.move(720, 5)
  const label = (hasText: string) => () => page.locator('label', { hasText }).hover()

  // η is what the strip under the loss shows, and part of both thresholds of flatness.
  await lights(page, 'loss,flatness', label('learning rate η'), away)
  // B is part of one of them, and not what the strip shows.
  await lights(page, 'flatness', label('batch size B'), away)
  // A threshold of the slider is the mark of its own name, in each of its symbols: μ is a line of its own.
  await lights(page, 'loss,flatness,alignment', () => page.getByText(/^B\* /).hover(), away)

  await page.keyboard.press('Tab')
  await lights(
    page,
    'loss,flatness',
    () => eta.focus(),
    () => eta.blur(),
  )
  await eta.focus()
  expect(await axeFindings(page)).toEqual([])
  await eta.blur()

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
