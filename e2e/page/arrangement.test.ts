import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../harness/chromium'
import { blank, facts, finished, hash, open, reached, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const RUN = 'v=1&s=linear-isotropic&steps=100&speed=0'
const USUAL = ['landscape', 'alignment', 'directions', 'scatter', 'loss']

const panels = (page: Page) => page.$$eval('.panels [data-panel]', all => all.map(panel => panel.getAttribute('data-panel')))
const areNow = async (page: Page, names: readonly string[]) => {
  await until(async () => (await panels(page)).join() === names.join())
  expect(await panels(page)).toEqual(names)
}

async function choose(page: Page, title: string, item: string): Promise<void> {
  const button = page.getByRole('button', { name: `Arrange ${title}`, exact: true })
  await button.waitFor({ state: 'attached' })
  await button.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: item }).click()
  await page.getByRole('menu').waitFor({ state: 'detached' })
}

it('moves panels, hides them and brings them back; the link says so, opens so elsewhere, and Back undoes it', async () => {
  const { page, errors } = await open(browser, RUN)
  const { fingerprint } = await finished(page)
  const plain = await hash(page)
  expect(plain).not.toContain('panels=')
  await areNow(page, USUAL)

  await choose(page, 'Loss', 'Make it the lead figure')
  await areNow(page, ['loss', 'landscape', 'alignment', 'directions', 'scatter'])
  await choose(page, 'Noise against curvature', 'Move earlier')
  await choose(page, 'Landscape', 'Move later')
  await areNow(page, ['loss', 'alignment', 'landscape', 'scatter', 'directions'])
  await choose(page, 'Landscape', 'Hide')
  const shown = ['loss', 'alignment', 'scatter', 'directions']
  await areNow(page, shown)
  await until(async () => (await hash(page)).includes(`panels=${shown}`))
  const link = (await hash(page)).slice(1)
  const frames = page.locator('.place')
  await until(async () => {
    const [lead, whole] = [(await frames.first().boundingBox())!, (await page.locator('.panels').boundingBox())!]
    return lead.width > whole.width / 2
  })

  const again = await open(browser, link)
  expect((await finished(again.page)).fingerprint).toBe(fingerprint)
  await areNow(again.page, shown)
  expect((await hash(again.page)).slice(1)).toBe(link)
  await again.page.close()

  await page.goBack()
  await areNow(page, ['loss', 'alignment', 'landscape', 'scatter', 'directions'])
  await page.goForward()
  await areNow(page, shown)

  await page.getByRole('button', { name: /^\d more panels?$/ }).click()
  await page.getByRole('button', { name: /^Landscape/ }).click()
  await areNow(page, [...shown, 'landscape'])
  await page.getByTestId('panel-landscape').locator('canvas').waitFor({ state: 'visible' })
  await page.getByRole('button', { name: 'Usual arrangement' }).click()
  await areNow(page, USUAL)
  await until(async () => (await hash(page)) === plain)
  expect(errors).toEqual([])
  await page.close()
})

it('arranges by keys the panel that holds the focus, which keeps it', async () => {
  const { page, errors } = await open(browser, RUN)
  await finished(page)
  const chart = page.getByRole('img', { name: 'Loss alignment chart' })
  const focused = () => page.evaluate(() => document.activeElement?.closest('[data-panel]')?.getAttribute('data-panel'))
  await page.getByRole('button', { name: 'Arrange Loss alignment', exact: true }).waitFor({ state: 'attached' })
  await chart.focus()
  await page.keyboard.press(']')
  await areNow(page, ['landscape', 'directions', 'alignment', 'scatter', 'loss'])
  await until(async () => (await focused()) === 'alignment')
  await page.keyboard.press('[')
  await areNow(page, USUAL)
  await until(async () => (await focused()) === 'alignment')
  await page.keyboard.press('h')
  await areNow(page, ['landscape', 'directions', 'scatter', 'loss'])
  await until(() => page.evaluate(() => document.activeElement?.className === 'drawer-button'))
  expect(errors).toEqual([])
  await page.close()
})

it('gives a panel of the drawer all the room where a link enlarges it, and leads with what a setting asks for', async () => {
  const { page, errors } = await open(browser, `${RUN}&panel=flatness`)
  await finished(page)
  await page.getByTestId('panel-flatness').locator('canvas').waitFor({ state: 'visible' })
  await page.getByRole('button', { name: 'Back to all panels' }).click()
  await areNow(page, USUAL)
  await page.goto(`${inject('url')}#${RUN}&study=seeds`)
  await areNow(page, ['seeds', ...USUAL])
  expect(errors).toEqual([])
  await page.close()
})

it('opens at the moment that a shared link points at, paused, in the panel that was enlarged', async () => {
  const { page, errors } = await open(browser, 'v=1&s=linear-isotropic&steps=60&speed=0&panel=loss')
  const { fingerprint } = await finished(page)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Opens at this step, paused' }).check()
  const link = new URL(await page.getByRole('textbox', { name: 'Link' }).inputValue()).hash.slice(1)
  expect(link).toContain('step=60')
  await page.close()

  const again = await open(browser, link.replace('steps=60', 'steps=1000000'))
  await reached(again.page, 60)
  await until(async () => (await facts(again.page)).status === 'paused')
  await until(async () => (await facts(again.page)).fingerprint !== '')
  expect(await facts(again.page)).toMatchObject({ step: 60, fingerprint })
  await again.page.getByRole('button', { name: 'Back to all panels' }).waitFor()
  expect([...errors, ...again.errors]).toEqual([])
  await again.page.close()
})

it.each([
  ['light', 1440],
  ['dark', 390],
])('passes the rules of axe with the menu and the drawer open, in the %s theme, %i px wide', async (theme, width) => {
  const { page, errors } = await blank(browser, { width, height: 900 })
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.addInitScript({ content: `localStorage.setItem('theme', '${theme}');${axe}` })
  await page.goto(`${inject('url')}#${RUN}`)
  await finished(page)
  await page.getByRole('button', { name: /^\d more panels?$/ }).click()
  await page.locator('.drawer-row').first().waitFor()
  const violations = (within: string) =>
    page.evaluate(async within => {
      const { axe } = globalThis as unknown as {
        axe: { run(within: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
      return (await axe.run(within)).violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')}`)
    }, within)
  expect(await violations('html')).toEqual([])
  await page.getByRole('button', { name: 'Arrange Loss', exact: true }).click()
  await page.getByRole('menu', { name: 'Arrange Loss' }).waitFor()
  expect(await violations('[role=menu]')).toEqual([])
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return { scrollWidth, clientWidth }
  })
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
  expect(errors).toEqual([])
  await page.close()
})
