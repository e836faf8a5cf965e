import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decodeLink, type ScenarioEvent } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import { createSimulation } from '../../src/sim/simulation'
import { launch } from '../harness/chromium'
import { facts, finished, open, pause, reached, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const scenario = async (page: Page) => decodeLink(await page.evaluate(() => location.hash))

it('a schedule drawn by hand in the running page survives the link, and replays to the same fingerprint', async () => {
  const { page, errors } = await open(browser, 's=linear-anisotropic&speed=100&steps=190000&schedule=triangular&period=100000')
  await reached(page, 20)
  await page.getByRole('button', { name: 'SGD', exact: true }).click()
  await page.getByRole('combobox', { name: 'schedule', exact: true }).selectOption('drawn')
  await until(async () => (await scenario(page)).events.length === 2)
  const events = (await scenario(page)).events
  expect(events.map(e => e.field)).toEqual(['curve', 'schedule'])
  // It starts from the cycles that it replaces.
  expect(events[0]?.value).toEqual([0, 0.1, 50_000, 1, 100_000, 0.1, 150_000, 1, 190_000, 0.28])

  await page.getByRole('button', { name: 'Show them' }).click()
  const handle = page.getByRole('slider', { name: 'Point 2 of 5' })
  await handle.hover()
  const box = (await handle.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + 20, box.y + 25, { steps: 5 })
  // Under the hand nothing is recorded.
  expect((await scenario(page)).events).toHaveLength(2)
  await page.mouse.up()
  await until(async () => (await scenario(page)).events.length === 3)
  const drag = (await scenario(page)).events[2] as ScenarioEvent
  const curve = drag.value as number[]
  expect([drag.arm, drag.field]).toEqual(['sgd', 'curve'])
  // A point at the present step keeps what has been run; the dragged one is lower and later.
  expect(curve).toHaveLength(12)
  expect(curve[2]).toBeLessThanOrEqual(drag.step)
  expect(curve[4]).toBeGreaterThan(50_000)
  expect(curve[5]).toBeLessThan(1)

  await page.getByRole('slider', { name: /^Point 4 of 6/ }).focus()
  await page.keyboard.press('Delete')
  await until(async () => (await scenario(page)).events.length === 4)
  expect((await scenario(page)).events[3]?.value).toHaveProperty(
    'length',
    expect.toSatisfy((length: number) => length <= 12),
  )

  await reached(page, drag.step + 60)
  const { step: end, fingerprint } = await pause(page)
  const sim = await createSimulation(await scenario(page), await createBackend('wasm'))
  await sim.advance(end)
  expect(await sim.fingerprint()).toBe(fingerprint)

  // The link alone leads there too: it stops at that step.
  const link = await page.evaluate(() => location.hash.slice(1))
  await page.close()
  const again = await open(browser, link.replace('steps=190000', `steps=${end}`).replace('speed=100', 'speed=0'))
  await finished(again.page)
  expect(await facts(again.page)).toMatchObject({ step: end, fingerprint })
  expect([...errors, ...again.errors]).toEqual([])
  await again.page.close()
})
