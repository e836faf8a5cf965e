import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../harness/chromium'
import { blank, finished, until } from './browse'
import { type Read, readPage, showAll } from './reading/findings'
import { recordText } from './reading/recorder'

const { PRESETS } = await import('../../src/scenario/presets')

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const SIZES = { phone: { width: 390, height: 844 }, laptop: { width: 1440, height: 900 }, large: { width: 2560, height: 1440 } }
type Size = keyof typeof SIZES

/** Every kind of panel once, and every width. */
const SOME: readonly (readonly [string, Size])[] = [
  ['s=escape-controls', 'laptop'],
  ['s=clr', 'phone'],
  ['s=zhu-2d', 'laptop'],
  ['s=deff-sweep', 'large'],
  ['s=transformer-hops', 'phone'],
]
const ALL = [...PRESETS.keys()].flatMap(id => (Object.keys(SIZES) as Size[]).map(size => [`s=${id}`, size] as const))

/** Brings every panel on screen once, so that it is drawn, and reads the page when two readings in turn agree. */
async function read(page: Page): Promise<Read> {
  let last = ''
  let now: Read = { drawn: false, texts: 0, findings: [] }
  await until(async () => {
    await page.evaluate(showAll)
    now = await page.evaluate(readPage)
    const [before, ready] = [last, now.drawn && now.texts > 0]
    last = JSON.stringify(now)
    return ready && before === last
  })
  return now
}

it.each(process.env.EVERYTHING ? ALL : SOME)('every text of %s can be read on a %s, in both themes', async (link, size) => {
  const { page, errors } = await blank(browser, SIZES[size])
  await page.addInitScript(recordText)
  await page.goto(`${inject('url')}#${link}&steps=60&speed=0`)
  await finished(page)
  const { findings } = await read(page)
  await page.keyboard.press('t')
  const other = await read(page)
  expect({ findings, other: other.findings }).toEqual({ findings: [], other: [] })
  expect(errors).toEqual([])
  await page.close()
})

it('shows words that are cut off whole, by keyboard and at a tap', async () => {
  const { page, errors } = await blank(browser, SIZES.phone)
  await page.goto(`${inject('url')}#s=escape-controls&steps=60&speed=0`)
  await finished(page)
  const cut = page.locator('.panel-sentence[tabindex="0"]').first()
  await cut.waitFor()
  const hint = page.getByRole('tooltip')
  const isWhole = async () => (await hint.textContent()) === (await cut.textContent())?.trim()
  // The words may change while a study goes on: then they are asked for again.
  const shown = (ask: () => Promise<void>) =>
    until(async () => {
      await page.keyboard.press('Escape')
      await hint.waitFor({ state: 'detached' })
      await ask()
      await hint.waitFor()
      return isWhole()
    })
  await page.keyboard.press('Tab')
  await shown(async () => {
    await cut.blur()
    await cut.focus()
  })
  await cut.blur()
  await shown(() => cut.click())
  expect(errors).toEqual([])
  await page.close()
})
