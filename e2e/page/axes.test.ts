import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { finished, hash, open, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

it('marks a stretch of the steps with the mouse, chooses axes by keyboard, and keeps both in the link', async () => {
  const { page, errors } = await open(browser, 's=linear-anisotropic&steps=400&speed=0')
  const { fingerprint } = await finished(page)
  const plain = await hash(page)
  const canvas = page.getByTestId('panel-loss').locator('canvas')
  await page.getByRole('button', { name: 'Axes of Loss', exact: true }).waitFor({ state: 'attached' })
  // Once it no longer moves and nothing lies over it.
  await canvas.hover()
  const box = (await canvas.boundingBox())!
  await page.mouse.move(box.x + box.width * 0.4, box.y + 40)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.6, box.y + 40, { steps: 4 })
  await page.locator('[data-panel=loss] .chart-brush').waitFor({ state: 'visible' })
  await page.mouse.up()
  await until(async () => (await hash(page)).includes('range='))
  const [from = 0, to = 0] = (/range=(\d+),(\d+)/.exec(await hash(page)) ?? []).slice(1).map(Number)
  expect(from).toBeGreaterThan(50)
  expect(to).toBeGreaterThan(from)
  expect(to).toBeLessThan(350)

  await page.getByRole('button', { name: 'Axes of Loss', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('radio', { name: 'η·t' }).check()
  await page.getByRole('radio', { name: 'even', exact: true }).check()
  await until(async () => /xaxis=time/.test(await hash(page)) && /yother=loss/.test(await hash(page)))
  await page.keyboard.press('Escape')
  const link = (await hash(page)).slice(1)

  // Another page opens with them, and the run is the same.
  const again = await open(browser, link)
  expect((await finished(again.page)).fingerprint).toBe(fingerprint)
  expect((await hash(again.page)).slice(1)).toBe(link)
  await again.page.close()

  // Left where they stand by themselves, they leave no trace in the link.
  await page.getByRole('button', { name: 'Axes of Loss', exact: true }).click()
  await page.getByRole('button', { name: 'The whole run' }).click()
  await page.getByRole('radio', { name: 'steps', exact: true }).check()
  await page.getByRole('radio', { name: 'logarithmic', exact: true }).check()
  await until(async () => (await hash(page)) === plain)

  // Smoothed lines say so, readouts give both values, and Back undoes it.
  await page.getByRole('textbox', { name: /smoothing/ }).fill('60')
  await page.keyboard.press('Enter')
  await until(async () => (await hash(page)).includes('smooth=60'))
  await page.keyboard.press('Escape')
  await canvas.focus()
  await page.keyboard.press('End')
  await page.locator('[data-panel=loss] .panel-tip', { hasText: 'SGD, mean over ±60 steps' }).waitFor()
  await page.goBack()
  await until(async () => (await hash(page)) === plain)
  expect(errors).toEqual([])
  await page.close()
})
