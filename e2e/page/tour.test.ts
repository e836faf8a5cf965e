import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { TOUR_STOPS } from '../../src/components/learn/tourSteps'
import { launch } from '../harness/chromium'
import { axeFindings, withAxe } from './axe'
import { blank, finished, HANG, hash, open, reached, until } from './browse'

const FIRST = TOUR_STOPS.at(0)?.title ?? ''

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** The words of the stop on screen, once what it points at is on screen too. */
async function stop(page: Page, title: string): Promise<void> {
  const words = page.getByRole('region', { name: title })
  await words.waitFor()
  await page.waitForFunction(() => {
    const shown = document.querySelector('.driver-active-element')?.getBoundingClientRect()
    if (!shown || shown.width < 20 || shown.height < 20) return false
    return shown.bottom > 0 && shown.top < innerHeight && shown.right > 0 && shown.left < innerWidth
  })
  expect(await page.locator('body.driver-active > .driver-active-element, body > .driver-active-element').count()).toBe(0)
  const { width, height } = page.viewportSize()!
  // It follows what it points at for as long as that is scrolled to.
  await until(async () => {
    const box = await words.boundingBox()
    return box !== null && box.x >= 0 && box.x + box.width <= width && box.y + box.height <= height + 1
  })
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
  for (const { title } of TOUR_STOPS) {
    await stop(page, title)
    expect(await axeFindings(page), title).toEqual([])
    await page.keyboard.press('Enter')
  }
  await page.waitForFunction(() => document.querySelector('.driver-popover') === null)
  // What the tour did stands in the address like a change by hand, at the step that it says.
  await until(async () => /at=100:sgd\.B:16/.test(await hash(page)))
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

/** The tour over a finished run, at a stop. */
async function at(page: Page, title: string): Promise<void> {
  await finished(page)
  await page.keyboard.press('?')
  await page.getByRole('button', { name: 'Take the tour' }).click()
  for (const stopped of TOUR_STOPS) {
    await stop(page, stopped.title)
    if (stopped.title === title) return
    await page.keyboard.press('Enter')
  }
}

const titled = (word: string) => TOUR_STOPS.find(({ title }) => title.includes(word))?.title ?? word

it('leaves the page its keys, its sliders and its buttons’ own marks', async () => {
  const { page, errors } = await open(browser, 's=escape&steps=300&speed=0')
  await at(page, FIRST)
  const menu = page.locator('.scenario-menu')
  const marks = () => menu.evaluate(e => ['aria-haspopup', 'aria-expanded', 'aria-controls'].map(name => e.getAttribute(name)))
  expect(await marks()).toEqual(['dialog', 'false', null])
  await page.keyboard.press('Enter')
  await stop(page, TOUR_STOPS[1]?.title ?? '')
  expect(await marks()).toEqual(['dialog', 'false', null])
  const theme = await page.evaluate(() => document.documentElement.dataset.theme)
  await page.keyboard.press('t')
  await page.waitForFunction(theme => document.documentElement.dataset.theme !== theme, theme)
  for (const { title } of TOUR_STOPS.slice(2, TOUR_STOPS.findIndex(({ title }) => title === titled('knob')) + 1)) {
    await page.keyboard.press('Enter')
    await stop(page, title)
  }
  const kinds: string[] = []
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab')
    kinds.push(
      await page.evaluate(() => {
        const { activeElement } = document
        return activeElement?.closest('.tour')
          ? 'tour'
          : `${(activeElement as HTMLInputElement | null)?.type} ${!!activeElement?.closest('.driver-active-element')}`
      }),
    )
  }
  expect(kinds).toContain('range true')
  expect(kinds.filter(kind => kind === 'tour').length).toBeGreaterThanOrEqual(3)
  expect(kinds.every(kind => kind === 'tour' || kind.endsWith('true'))).toBe(true)
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.querySelector('.driver-popover') === null)
  expect(await marks()).toEqual(['dialog', 'false', null])
  expect(errors).toEqual([])
  await page.close()
})

it('gives buttons back their marks where it is led on in the midst of a movement', async () => {
  const { page, errors } = await open(browser, 's=escape&steps=100&speed=0')
  await at(page, FIRST)
  const marks = () =>
    page.locator('.scenario-menu').evaluate(e => ['aria-haspopup', 'aria-expanded', 'aria-controls'].map(name => e.getAttribute(name)))
  await page.evaluate(async () => {
    const next = () => document.querySelector<HTMLElement>('.driver-popover-next-btn')?.click()
    const frame = () => new Promise(requestAnimationFrame)
    const words = () => document.querySelector('.driver-popover-title')?.textContent
    // The library counts a movement in milliseconds of the clock, and ends it in a frame.
    await new Promise(resolve => setTimeout(resolve, 500))
    await frame()
    const first = words()
    next()
    // The words come when half of the way is gone.
    while (words() === first) await frame()
    next()
  })
  await stop(page, TOUR_STOPS[2]?.title ?? '')
  expect(await marks()).toEqual(['dialog', 'false', null])
  expect(errors).toEqual([])
  await page.close()
})

it('lies under a dialog that is opened from it, which Escape closes first', async () => {
  const { page, errors } = await open(browser, 's=escape&steps=100&speed=0')
  const last = TOUR_STOPS.at(-1)?.title ?? ''
  await at(page, last)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const share = page.getByRole('dialog', { name: 'Share this experiment' })
  await share.waitFor()
  // Playwright presses only what nothing lies over.
  await share.getByRole('checkbox', { name: 'Opens at this step, paused' }).check()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true)
  await page.keyboard.press('Escape')
  await share.waitFor({ state: 'detached' })
  expect(await page.getByRole('region', { name: last }).count()).toBe(1)
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.querySelector('.driver-popover') === null)
  expect(errors).toEqual([])
  await page.close()
})

const OFFER = 'Take the tour'

it('is offered once, at the page itself: not at a link, not within another page', async () => {
  const context = await browser.newContext()
  context.setDefaultTimeout(HANG)
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
