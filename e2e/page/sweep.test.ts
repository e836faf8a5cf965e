import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../harness/chromium'
import { blank, finished, hash, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const panelOf = (page: Page) => page.getByTestId('panel-grid')
const words = async (page: Page) => (await panelOf(page).textContent()) ?? ''
/** Runs that the panel counts. */
const counted = async (page: Page) => Number(/(\d+) of \d+ runs/.exec(await words(page))?.[1] ?? Number.NaN)
/** The fingerprint in the tip of the value where the keys lead. */
const told = async (page: Page) => /([0-9a-f]{16})click or Enter/.exec((await panelOf(page).locator('.panel-tip').textContent()) ?? '')?.[1]

it('a sweep is planned, cancelled, gone on with after a reload, and a value opens the run that it was', async () => {
  const { page, errors } = await blank(browser)
  // On as many processors as there are it might be done before it is cancelled.
  await page.addInitScript(() => Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 }))
  await page.goto(`${inject('url')}#s=linear-label-noise&n=100&d=8&steps=100000&speed=0`)
  await page.getByRole('button', { name: 'Sweep over any settings' }).click()
  await panelOf(page)
    .getByRole('button', { name: /What is swept/ })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'η × B map' }).click()
  await until(async () => (await dialog.getByLabel('Second field').inputValue()) === 'B')
  await dialog.getByLabel('Values', { exact: true }).fill('0.01:0.1:log:6')
  await dialog.getByLabel('Its values').fill('0,4')
  await dialog.getByText(/grid B: found “0”; allowed is an integer/).waitFor()
  await dialog.getByLabel('Its values').fill('2,400')
  await dialog.getByRole('button', { name: 'Start the sweep' }).click()
  await dialog.getByText(/grid point eta=0\.01, B=400: .*at most n = 100/).waitFor()
  await dialog.getByLabel('Its values').fill('1,4,16,64')
  await dialog.getByText('24 runs of up to 100 000 steps each.').waitFor()
  expect(await dialog.getByLabel('The same sweep on the command line').inputValue()).toMatch(
    /--grid eta=0\.01:0\.1:log:6 --grid B=1,4,16,64 --out sweep$/,
  )
  const entries = () => page.evaluate(() => history.length)
  const planless = await entries()
  await dialog.getByRole('button', { name: 'Start the sweep' }).click()
  await until(async () => (await counted(page)) >= 2)
  // Three fields of the link are one plan.
  expect(await entries()).toBe(planless + 1)
  // A choice keeps the focus.
  const mean = panelOf(page).getByRole('button', { name: 'mean', exact: true })
  await mean.focus()
  await page.keyboard.press('Enter')
  await until(async () => (await mean.getAttribute('aria-pressed')) === 'true')
  expect(await mean.evaluate(button => button === document.activeElement)).toBe(true)
  await panelOf(page).getByRole('button', { name: 'Cancel' }).click()
  await panelOf(page).getByText('cancelled').waitFor()
  const before = await counted(page)

  // It is short enough to go on by itself.
  await page.reload()
  await until(async () => (await counted(page)) >= before || /took/.test(await words(page)))
  await panelOf(page).getByText(/took/).waitFor()
  expect(await words(page)).toContain('24 runs')

  await panelOf(page).locator('canvas').focus()
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp']) await page.keyboard.press(key)
  await until(async () => /B = 4/.test(await words(page)) && (await told(page)) !== undefined)
  const saw = await told(page)
  await page.keyboard.press('Enter')
  await until(async () => !(await hash(page)).includes('grid='))
  expect((await finished(page)).fingerprint.replace(/\s/g, '')).toBe(saw)
  // The way back leads to the sweep, whose runs are still there.
  await page.goBack()
  await panelOf(page)
    .getByText(/kept from before|took/)
    .waitFor()
  await until(async () => /(?<!of )24 runs/.test(await words(page)))
  expect(errors).toEqual([])
  await page.close()
})
