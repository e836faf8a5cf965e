import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch, openPage } from '../harness/chromium'
import { facts, open, pause, reached, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** What each panel with a sentence says: its name and its words. */
const words = (page: Page, part: string) =>
  page.$$eval(`.panel ${part}`, found =>
    found.map(element => [element.closest<HTMLElement>('[data-panel]')?.dataset.panel ?? '', element.textContent ?? ''] as const),
  )

it('leaves the words of a running panel alone for a second at a time', async () => {
  const { page } = await open(browser, 'v=1&s=linear-anisotropic&B=1&seed=3&steps=1000000')
  await reached(page, 100)
  const { most, elapsed } = await page.evaluate(async () => {
    const counts = new Map<Element, number>()
    const observers = [...document.querySelectorAll('.panel-sentence, .panel-value')].map(element => {
      let before = element.textContent
      const observer = new MutationObserver(() => {
        if (element.textContent !== before) counts.set(element, (counts.get(element) ?? 0) + 1)
        before = element.textContent
      })
      observer.observe(element, { subtree: true, childList: true, characterData: true })
      return observer
    })
    const begun = performance.now()
    const most = () => Math.max(0, ...counts.values())
    while (most() < 5) await new Promise(resolve => setTimeout(resolve, 20))
    for (const observer of observers) observer.disconnect()
    return { most: most(), elapsed: performance.now() - begun }
  })
  expect(most).toBeLessThanOrEqual(elapsed / 1000 + 2)
  await page.close()
})

it('says at which step a panel was read where the bar shows another, and how often it is read', async () => {
  const { page } = await open(browser, 'v=1&s=linear-anisotropic&every=1000&steps=1000000')
  await reached(page, 2000)
  const names = ['alignment', 'directions', 'flatness', 'loss']
  let said: Awaited<ReturnType<typeof words>> = []
  await until(async () => {
    said = await words(page, '.panel-step')
    return names.every(name => said.some(([of]) => of === name))
  })
  for (const [, text] of said) expect(text).toMatch(/^At step (0|\d+\s000|\d+\s\d+\s000), read every 1\s000: $/)
  // All were read together.
  expect(new Set(said.map(([, text]) => text)).size).toBe(1)
  // Where a run is held it is read, whatever the cadence.
  await pause(page)
  await until(async () => (await words(page, '.panel-step')).length === 0)
  await page.close()
})

it('says nothing of a step where words, picture and bar are of the same', async () => {
  const { page } = await open(browser, 'v=1&s=linear-anisotropic&every=1&steps=300')
  await until(async () => (await facts(page)).status === 'finished')
  await until(async () => (await words(page, '.panel-step')).length === 0)
  await page.close()
})

it('starts nothing by itself where less motion is asked for', async () => {
  const page = await openPage(browser, { reducedMotion: 'reduce' })
  await page.goto(inject('url'))
  await until(async () => (await facts(page)).status === 'paused')
  expect((await facts(page)).step).toBe(0)
  await page.keyboard.press(' ')
  await reached(page, 1)
  await page.close()
})
