import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { TOUR_STOPS } from '../../src/components/learn/tourSteps'
import { launch } from '../harness/chromium'
import { axeFindings, withAxe } from './axe'
import { blank, finished, hash, open, reached, until } from './browse'

const FIRST = TOUR_STOPS.at(0)?.title ?? ''

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** The words of the stop on screen, once what it points at is on screen too. */
async function stop(page: Page, title: string): Promise<void> {
  const words = page.getByRole('dialog', { name: title })
  await words.waitFor()
  await page.waitForFunction(() => {
    const shown = document.querySelector('.driver-active-element')?.getBoundingClientRect()
    if (!shown || shown.width < 20 || shown.height < 20) return false
    return shown.bottom > 0 && shown.top < innerHeight && shown.right > 0 && shown.left < innerWidth
  })
  expect(await page.locator('body.driver-active > .driver-active-element, body > .driver-active-element').count()).toBe(0)
  const box = (await words.boundingBox())!
  const { width, height } = page.viewportSize()!
  expect(box.x).toBeGreaterThanOrEqual(0)
  expect(box.x + box.width).toBeLessThanOrEqual(width)
  expect(box.y + box.height).toBeLessThanOrEqual(height + 1)
  await page.waitForFunction(() => document.activeElement?.classList.contains('driver-popover-next-btn'))
}

it.each([
  [1440, 900, 'no-preference'],
  [390, 844, 'reduce'],
] as const)('leads by keyboard from Help to its last stop at %i×%i, motion: %s', async (width, height, reducedMotion) => {
  const { page, errors } = await open(browser, 's=escape&steps=300&speed=0', { width, height })
  await page.emulateMedia({ reducedMotion })
  await withAxe(page)
  await (reducedMotion === 'reduce' ? reached(page, 0) : finished(page))
  await page.keyboard.press('?')
  await page.getByRole('button', { name: 'Take the tour' }).press('Enter')
  for (const [i, { title }] of TOUR_STOPS.entries()) {
    await stop(page, title)
    if (i % 3 === 0) expect(await axeFindings(page)).toEqual([])
    await page.keyboard.press('Enter')
  }
  await page.waitForFunction(() => document.querySelector('.driver-popover') === null)
  // What the tour did stands in the address like a change by hand, at the step that it says.
  await until(async () => (reducedMotion === 'reduce' ? /B=16/ : /at=100:sgd\.B:16/).test(await hash(page)))
  expect(errors).toEqual([])
  await page.close()
})

it('ends at Escape, and gives the page back', async () => {
  const { page, errors } = await open(browser, 's=escape&steps=100&speed=0')
  await finished(page)
  await page.keyboard.press('?')
  await page.getByRole('button', { name: 'Take the tour' }).click()
  await stop(page, FIRST)
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.querySelector('.driver-popover') === null)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.getByRole('dialog', { name: 'Share this experiment' }).waitFor()
  expect(errors).toEqual([])
  await page.close()
})

const OFFER = 'Take the tour'

it('is offered once, at the page itself: not at a link, not within another page', async () => {
  const context = await browser.newContext()
  const at = async (address: string) => {
    const page = await context.newPage()
    await page.goto(inject('url') + address)
    // What offers is here, and the run has ended since.
    await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => /settled-[^/]*\.js$/.test(name)))
    await page.waitForFunction(() => document.querySelector<HTMLElement>('[data-testid=step]')?.dataset.status === 'finished')
    return page
  }
  for (const address of ['#v=1&s=escape', '?embed=1&panel=loss', '#v=1&s=escape&present=on']) {
    const page = await at(address)
    expect(await page.getByRole('button', { name: OFFER }).count()).toBe(0)
    await page.close()
  }
  const first = await at('')
  await first.getByRole('button', { name: OFFER }).waitFor()
  await first.getByRole('button', { name: 'Dismiss the message' }).click()
  await first.getByRole('button', { name: OFFER }).waitFor({ state: 'detached' })
  await first.close()
  const second = await at('')
  expect(await second.getByRole('button', { name: OFFER }).count()).toBe(0)
  await second.close()
  await context.close()
})

it('starts from the offer', async () => {
  const { page, errors } = await blank(browser)
  await page.goto(inject('url'))
  await page.getByRole('button', { name: OFFER }).click()
  await stop(page, FIRST)
  expect(errors).toEqual([])
  await page.close()
})
