import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decodeLink } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import { createSimulation } from '../../src/sim/simulation'
import { launch } from '../harness/chromium'
import { facts, finished, hash, open, reached, step, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** Drags a slider's thumb by some pixels with the mouse, in small moves. */
async function drag(page: Page, name: RegExp, by: number): Promise<void> {
  const box = await page
    .locator('.slider-thumb', { has: page.getByRole('slider', { name }) })
    .first()
    .boundingBox()
  if (!box) throw new Error(`no slider ${name}`)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + by, y, { steps: 8 })
  await page.mouse.up()
}

it('a slider dragged in mid-run changes the link, and the run goes on and can be replayed', async () => {
  const { page, errors } = await open(browser, 's=linear-anisotropic&speed=200&steps=1000000')
  await reached(page, 40)
  const before = await hash(page)
  await drag(page, /^learning rate/, -40)
  await until(async () => (await hash(page)).includes('at='))
  await reached(page, 0)
  await reached(page, (await step(page)) + 100)
  const link = await hash(page)
  expect(link).not.toBe(before)
  const scenario = decodeLink(link)
  expect(scenario.events.length).toBeGreaterThan(0)
  expect(scenario.events.length).toBeLessThan(12)

  await page.keyboard.press('Space')
  await until(async () => (await facts(page)).status === 'paused')
  const { step: at, fingerprint } = await facts(page)
  const sim = await createSimulation(scenario, await createBackend('wasm'))
  await sim.advance(at)
  expect(await sim.fingerprint()).toBe(fingerprint)

  // One finished change is one entry of the history: Back undoes it, Forward brings it back.
  await page.goBack()
  await until(async () => (await hash(page)) === before)
  await page.goForward()
  await until(async () => (await hash(page)) === link)
  expect(errors).toEqual([])
  await page.close()
})

it('a rapid drag of n restarts the run and leaves it whole; typed values are checked', async () => {
  const { page, errors } = await open(browser, 's=linear-isotropic&speed=0&steps=100000000')
  await reached(page, 100)
  await drag(page, /^samples n/, 60)
  await drag(page, /^samples n/, -120)
  await until(async () => (await hash(page)).includes('n='))
  await reached(page, 50)
  const field = page.getByRole('textbox', { name: /^samples/ }).first()
  const kept = await field.inputValue()
  await field.fill('999999')
  await field.press('Enter')
  await until(async () => /20.?000/.test((await page.locator('.controls, aside').first().textContent()) ?? ''))
  expect(decodeLink(await hash(page)).data.n).toBe(Number(kept))
  const at = await step(page)
  await reached(page, at + 50)
  expect(errors).toEqual([])
  await page.close()
})

it('scrubs back and goes on from there to the same bits', async () => {
  const { page } = await open(browser, 's=olm-two-layer&speed=0&steps=600')
  await finished(page)
  const end = await facts(page)
  expect(end.step).toBe(600)
  await page
    .getByRole('slider', { name: /step|time/i })
    .last()
    .focus()
  await page.keyboard.press('Home')
  await until(async () => (await step(page)) === 0)
  await page.keyboard.press('End')
  await finished(page)
  expect(await facts(page)).toEqual(end)
  await page.close()
})
