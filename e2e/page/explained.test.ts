import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch, openPage } from '../harness/chromium'
import { axeFindings, withAxe } from './axe'
import { blank, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const address = () => `${inject('url')}docs/explained.html`

/** Colours in the middle of a frame's chart, which is of one colour until something is drawn. */
function inks(frame: Frame, panel: string): Promise<number> {
  return frame.evaluate(panel => {
    const canvas = document.querySelector<HTMLCanvasElement>(`[data-testid=panel-${panel}] canvas`)
    const ctx = canvas?.getContext('2d')
    if (!canvas || !ctx || canvas.width === 0 || canvas.height === 0) return 0
    const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height)
    return new Set(new Uint32Array(data.buffer)).size
  }, panel)
}

async function panelOf(page: Page, at: number): Promise<{ frame: Frame; panel: string }> {
  const element = page.locator('iframe').nth(at)
  await element.scrollIntoViewIfNeeded()
  const panel = new URLSearchParams(new URL((await element.getAttribute('src')) ?? '', page.url()).search).get('panel') ?? ''
  const frame = await (await element.elementHandle())!.contentFrame()
  return { frame: frame!, panel }
}

it('shows a live panel in each of its frames, and complains of nothing', async () => {
  const { page, errors } = await blank(browser)
  await withAxe(page)
  await page.goto(address())
  const count = await page.locator('iframe').count()
  expect(count).toBeGreaterThanOrEqual(6)
  for (let i = 0; i < count; i++) {
    const { frame, panel } = await panelOf(page, i)
    expect(panel).not.toBe('')
    await frame.locator(`[data-testid=panel-${panel}] canvas`).waitFor()
    await until(async () => (await inks(frame, panel)) > 10)
    expect(await frame.locator('article.panel').count()).toBe(1)
    // One at a time: what has been looked at stops.
    await frame.evaluate(() => location.replace('about:blank'))
  }
  expect(errors).toEqual([])
  await page.close()
})

it.each([
  [390, 'light'],
  [1440, 'dark'],
  [2560, 'light'],
] as const)('reads well without script and without its frames, %i px wide, %s', async (width, colorScheme) => {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled: false })
  context.setDefaultTimeout(0)
  const page = await context.newPage()
  await page.route(/embed=1/, route => route.abort())
  await page.goto(address())
  expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toHaveLength(6)
  const column = (await page.locator('main > p').first().boundingBox())!
  expect(column.x).toBeGreaterThanOrEqual(0)
  expect(column.x + column.width).toBeLessThanOrEqual(width)
  expect(column.width).toBeLessThanOrEqual(1000)
  await context.close()
})

it.each(['light', 'dark'] as const)(
  'passes the accessibility rules in the %s theme, and does not scroll sideways on a phone',
  async colorScheme => {
    const page = await openPage(browser, { viewport: { width: 390, height: 844 }, colorScheme })
    await page.route(/embed=1/, route =>
      route.fulfill({
        contentType: 'text/html',
        body: '<!doctype html><html lang="en"><title>panel</title><main><h1>panel</h1></main></html>',
      }),
    )
    await withAxe(page)
    await page.goto(address())
    expect(await axeFindings(page, false)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    expect(paper).toBe(colorScheme === 'dark' ? 'rgb(20, 23, 27)' : 'rgb(255, 255, 255)')
    await page.close()
  },
)

it('is a press away from Help', async () => {
  const { page } = await blank(browser)
  await page.goto(`${inject('url')}#s=linear-isotropic&steps=20&speed=0`)
  await page.getByRole('button', { name: 'Help', exact: true }).click()
  const link = page.getByRole('link', { name: 'The whole argument' })
  expect(new URL((await link.getAttribute('href')) ?? '', page.url()).href).toBe(address())
  await page.close()
})
