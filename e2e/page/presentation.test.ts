import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../harness/chromium'
import { blank, finished, hash, open, until } from './browse'
import { showAll } from './reading/findings'
import { type RecordedCanvas, recordText } from './reading/recorder'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** Pixels of the smallest words of panels: of HTML, and of a chart's tick labels from base line to top. */
async function smallest(page: Page): Promise<{ words: number; chart: number }> {
  await page.evaluate(showAll)
  return page.evaluate(() => {
    const words = [...document.querySelectorAll('.panel-sentence, .panel-value, .timeline-words, .panel-head h2, .drawer-button')]
    const canvas = document.querySelector<RecordedCanvas>('[data-panel=loss] canvas')
    const scale = (canvas?.getBoundingClientRect().width ?? 0) / (canvas?.width ?? 1)
    return {
      words: Math.min(...words.map(e => Number.parseFloat(getComputedStyle(e).fontSize))),
      chart: Math.min(...(canvas?.recording?.texts ?? []).map(t => (t.bottom - t.top) * scale)),
    }
  })
}

it('writes and draws larger for a projector, by a key and a button, and says so in the link', async () => {
  const { page, errors } = await blank(browser, { width: 2560, height: 1440 })
  await page.addInitScript(recordText)
  await page.goto(`${inject('url')}#s=linear-anisotropic&steps=200&speed=0`)
  const { fingerprint } = await finished(page)
  await until(async () => Number.isFinite((await smallest(page)).chart))
  const before = await smallest(page)
  await page.keyboard.press('p')
  await until(async () => (await hash(page)).includes('present=on'))
  await page.locator('#controls').waitFor({ state: 'hidden' })
  // Seen from the last row: nothing under a sixtieth of the screen's height times 0.7, as slides have it.
  await until(async () => (await smallest(page)).chart > 1.5 * before.chart)
  const { words } = await smallest(page)
  expect(words).toBeGreaterThan(20)
  const link = (await hash(page)).slice(1)
  await page.getByRole('button', { name: 'Controls', exact: true }).click()
  await page.locator('#controls').waitFor({ state: 'visible' })
  await page.getByRole('button', { name: 'Presentation' }).click()
  await until(async () => !(await hash(page)).includes('present'))

  const again = await open(browser, link)
  expect((await finished(again.page)).fingerprint).toBe(fingerprint)
  await again.page.locator('#controls').waitFor({ state: 'hidden' })
  expect([...errors, ...again.errors]).toEqual([])
  await again.page.close()
  await page.close()
})

it('moves nothing when a change is recorded', async () => {
  const { page, errors } = await open(browser, 's=linear-anisotropic&steps=300&speed=0')
  await finished(page)
  await page.evaluate(showAll)
  const places = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.panel, .app-timeline, .timeline-track, .app-main, .app-bar > *')].map(e => {
        const { x, y, width, height } = e.getBoundingClientRect()
        return [e.className, Math.round(x), Math.round(y), Math.round(width), Math.round(height)].join(' ')
      }),
    )
  await page.getByRole('slider', { name: 'Step on screen' }).focus()
  await page.keyboard.press('PageDown')
  const field = page.getByRole('textbox', { name: /learning rate/ }).first()
  const before = await places()
  await field.fill('0.4')
  await field.press('Enter')
  await until(async () => (await hash(page)).includes('at='))
  await page.getByRole('button', { name: 'Forget the change' }).waitFor()
  await page.evaluate(showAll)
  expect(await places()).toEqual(before)
  expect(errors).toEqual([])
  await page.close()
})

it.each(['alignment', 'flatness', 'escape'])('explains %s beside its chart, which stays in sight with its live value', async name => {
  const { page, errors } = await open(browser, 's=linear-anisotropic&steps=200&speed=0&panels=sharp,alignment,flatness,escape')
  await finished(page)
  const panel = page.getByTestId(`panel-${name}`)
  const button = panel.getByRole('button', { name: /^What am I seeing/ })
  await button.waitFor({ state: 'attached' })
  await button.focus()
  await page.keyboard.press('Enter')
  const explanation = page.locator('.panel-explain')
  await explanation.waitFor()
  await page.locator('.panel-explain .katex').first().waitFor()
  await until(async () => {
    const [a, b] = [(await explanation.boundingBox())!, (await panel.boundingBox())!]
    return a.x + a.width <= b.x + 1 || b.x + b.width <= a.x + 1 || a.y + a.height <= b.y + 1 || b.y + b.height <= a.y + 1
  })
  // No formula is cut.
  expect(await page.locator('.panel-explain .tex').evaluateAll(all => all.filter(e => e.scrollWidth > e.clientWidth + 1).length)).toBe(0)
  expect(errors).toEqual([])
  await page.close()
})
