import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { axeFindings, withAxe } from './axe'
import { finished, open } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** A run with a recorded change and a sweep, so that every kind of menu has its button. */
const RUN = 's=linear-anisotropic&steps=60&speed=0&every=10&at=30:sgd.eta:0.3&grid=eta=0.1,0.2&seeds=1&panels=landscape,grid,alignment'

const LOOKS = [
  ['light', 1440],
  ['dark', 1440],
  ['light', 390],
  ['dark', 390],
] as const

const isNarrow = (width: number) => width < 500

/** The page of the run, with the controls in sight. */
async function opened(colorScheme: 'light' | 'dark', width: number): Promise<{ page: Page; errors: string[] }> {
  const { page, errors } = await open(browser, RUN, { width, height: 900 })
  await page.emulateMedia({ colorScheme })
  await withAxe(page)
  await finished(page)
  // The buttons of panels and of the later controls are fetched after the first picture.
  await page.locator('.panel [aria-haspopup]').first().waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'What is swept …' }).waitFor({ state: 'attached' })
  return { page, errors }
}

it.each(LOOKS)('passes the rules of axe with each of its menus open, %s theme at %i px', async (theme, width) => {
  const { page, errors } = await opened(theme, width)
  const popup = page.locator('[role=menu], [role=dialog]:not(#controls)')
  const found: string[] = []
  const seen = new Set<string>()
  const tryAll = async () => {
    const openers = page.locator('[aria-haspopup]')
    for (let i = 0; i < (await openers.count()); i++) {
      const opener = openers.nth(i)
      if (!(await opener.isVisible())) continue
      const name = await opener.evaluate(e => e.getAttribute('aria-label') ?? e.textContent?.trim() ?? '')
      if (seen.has(name)) continue
      await opener.press('Enter')
      await popup.first().waitFor()
      found.push(...(await axeFindings(page)).map(finding => `${name}: ${finding}`))
      seen.add(name)
      await page.keyboard.press('Escape')
      await popup.first().waitFor({ state: 'detached' })
    }
  }
  if (isNarrow(width)) {
    await tryAll()
    await page.getByRole('button', { name: 'Controls', exact: true }).click()
  }
  await page.getByRole('group', { name: 'Arm to edit' }).getByRole('button').first().click()
  await tryAll()
  expect(found).toEqual([])
  const names = [...seen]
  const all = [
    /^Scenario:/,
    /^Speed:/,
    /^Export$/,
    /^What am I seeing/,
    /^Axes/,
    /^Arrange/,
    /^Export /,
    /^Add/,
    /: plane of the landscape$/,
    /^What is swept/,
    /^Change at/,
    /^Branch/,
    /^Clone/,
  ]
  expect(all.filter(kind => !names.some(name => kind.test(name)))).toEqual([])
  expect(errors).toEqual([])
  await page.close()
})

const menuItem = async (page: Page, button: string, item: RegExp) => {
  await page.getByRole('button', { name: button, exact: true }).press('Enter')
  await page.getByRole('menuitem', { name: item }).press('Enter')
}

/** The dialogs that no button announces as a popup, by title, each with the way to it. */
const DIALOGS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'Kept runs and sweeps': page => page.keyboard.press('k'),
  'Share this experiment': page => page.getByRole('button', { name: 'Share', exact: true }).press('Enter'),
  Noisescope: page => page.keyboard.press('?'),
  'This run as a Python script': page => menuItem(page, 'Export', /^Python script/),
  'Picture of Landscape': page => menuItem(page, 'Export Landscape', /^Picture/),
  'A model of your own': async page => {
    if (isNarrow(page.viewportSize()?.width ?? 0)) await page.getByRole('button', { name: 'Controls', exact: true }).click()
    await page.getByRole('button', { name: /^Measurements of your own model/ }).press('Enter')
  },
}

it.each(LOOKS)('passes the rules of axe with each of its dialogs open, %s theme at %i px', async (theme, width) => {
  const { page, errors } = await opened(theme, width)
  const found: string[] = []
  for (const [title, show] of Object.entries(DIALOGS)) {
    await show(page)
    const dialog = page.getByRole('dialog', { name: title })
    await dialog.waitFor()
    if (title === 'Kept runs and sweeps') {
      await dialog.getByRole('button', { name: 'Keep this run' }).click()
      await dialog.getByRole('listitem').first().waitFor()
    }
    found.push(...(await axeFindings(page)).map(finding => `${title}: ${finding}`))
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  expect(found).toEqual([])
  expect(errors).toEqual([])
  await page.close()
})
