import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../harness/chromium'
import { blank, finished } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

it.each([
  [320, 240],
  [640, 420],
])('shows one panel and a line of controls in a frame of %i×%i', async (width, height) => {
  const { page, errors } = await blank(browser, { width, height })
  await page.goto(`${inject('url')}?embed=1&panel=alignment#v=1&s=linear-anisotropic&steps=200&speed=0`)
  const step = await embeddedEnd(page)
  expect(await page.locator('.panel').count()).toBe(1)
  const box = (await page.getByTestId('panel-alignment').locator('canvas').boundingBox())!
  expect(box.height).toBeGreaterThan(60)
  const bar = (await page.locator('.embed-bar').boundingBox())!
  expect(bar.y + bar.height).toBeLessThanOrEqual(height + 1)
  // Nothing of the chart lies under the line of controls or under the value.
  const value = (await page.getByTestId('panel-alignment').locator('.panel-value').boundingBox())!
  expect(box.y).toBeGreaterThanOrEqual(value.y + value.height - 1)
  expect(box.y + box.height).toBeLessThanOrEqual(bar.y)
  expect(await page.locator('#controls').count()).toBe(0)
  const whole = page.getByRole('link', { name: 'Open in Noisescope' })
  const href = (await whole.getAttribute('href')) ?? ''
  expect(href).not.toContain('embed')

  const again = await blank(browser)
  await again.page.goto(new URL(href, page.url()).href)
  expect((await finished(again.page)).step).toBe(200)
  expect(step).toBe(200)
  expect([...errors, ...again.errors]).toEqual([])
  await again.page.close()
  await page.close()
})

/** The step at which the run in a frame has ended. */
async function embeddedEnd(page: Awaited<ReturnType<typeof blank>>['page']): Promise<number> {
  await page.waitForFunction(() => document.querySelector<HTMLElement>('[data-testid="step"]')?.dataset.status === 'finished')
  return Number(await page.getByTestId('step').textContent())
}

it('copies the HTML of a frame', async () => {
  const { page, errors } = await blank(browser)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`${inject('url')}#v=1&s=linear-anisotropic&steps=100&speed=0`)
  await finished(page)
  await page.getByTestId('panel-loss').hover()
  await page.getByRole('button', { name: 'Export Loss', exact: true }).click()
  await page.getByRole('menuitem', { name: /^Frame for a web page/ }).click()
  await page.getByText('The HTML of a frame with Loss is copied.').waitFor()
  const code = await page.evaluate(() => navigator.clipboard.readText())
  const address = (/src="([^"]*)"/.exec(code)?.[1] ?? '').replaceAll('&amp;', '&')
  expect(address).toContain('?embed=1&panel=loss#v=1&s=linear-anisotropic')
  await page.goto(address)
  await page.reload()
  await page.locator('.embed-bar').waitFor()
  expect(errors).toEqual([])
  await page.close()
})
