import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { finished, open, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** The picture of a panel, as text that changes with it. */
const picture = (panel: Locator) =>
  panel
    .locator('canvas')
    .first()
    .evaluate(c => (c as HTMLCanvasElement).toDataURL())

it('cuts the loss along lines, at the newest step and at one in the past', async () => {
  const { page, errors } = await open(browser, 's=two-basins&steps=200&speed=0&study=sections')
  await finished(page)
  const panel = page.getByTestId('panel-sections')
  const sentence = panel.locator('.panel-sentence')
  await sentence.filter({ hasText: 'Along v₁, L ends at' }).waitFor()
  const along = await picture(panel)
  await panel.getByRole('button', { name: /^line: / }).click()
  await page.getByRole('menuitemradio', { name: /^to GD/ }).click()
  await sentence.filter({ hasText: /^Between SGD at step 200 and GD, .* apart/ }).waitFor()
  await until(async () => (await picture(panel)) !== along)
  await page.getByRole('slider', { name: 'Step on screen' }).focus()
  await page.keyboard.press('Home')
  // All arms start at one point.
  await panel.getByText('The two ends of the line are one point.').first().waitFor()
  expect(errors).toEqual([])
  await page.close()
})

it('draws the noise of a step on the landscape, at the step shown and at another', async () => {
  const { page, errors } = await open(browser, 's=clr&steps=80&speed=0')
  await finished(page)
  const panel = page.getByTestId('panel-landscape')
  await panel.getByRole('button', { name: 'step noise' }).click()
  const words = panel.locator('.noise-words')
  await words.filter({ hasText: /^SGD at step 80: drift .*, noise ±/ }).waitFor()
  const minibatches = panel.getByRole('button', { name: '200 minibatches' })
  expect(await minibatches.getAttribute('aria-pressed')).toBe('true')
  const cloud = await picture(panel)
  await minibatches.click()
  expect(await minibatches.getAttribute('aria-pressed')).toBe('false')
  await until(async () => (await picture(panel)) !== cloud)
  await minibatches.click()
  await page.getByRole('slider', { name: 'Step on screen' }).focus()
  await page.keyboard.press('Home')
  await words.filter({ hasText: /^SGD at step 0: drift .*, noise ±/ }).waitFor()
  await panel.getByRole('button', { name: 'step noise' }).click()
  await minibatches.waitFor({ state: 'detached' })
  expect(errors).toEqual([])
  await page.close()
})
