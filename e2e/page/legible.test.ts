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

/** So many readings in turn must agree before a fault counts: text that is cut comes into the order of the Tab key once the code for that is there. */
const PATIENCE = 60

/** Brings every panel on screen once, so that it is drawn, and reads the page when two readings in turn agree, or many on a fault. */
async function read(page: Page): Promise<Read> {
  let [last, same] = ['', 0]
  let now: Read = { drawn: false, texts: 0, findings: [] }
  // The buttons of panels, and the page's own letters, come after the first picture.
  await page.locator('.panel:not([data-behind]) .panel-buttons button').first().waitFor({ state: 'attached' })
  await page.evaluate(async () => void (await document.fonts.ready))
  await until(async () => {
    await page.evaluate(showAll)
    now = await page.evaluate(readPage)
    const before = last
    last = JSON.stringify(now)
    same = before === last ? same + 1 : 0
    return now.drawn && now.texts > 0 && same >= (now.findings.length > 0 ? PATIENCE : 1)
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

it('cuts no sentence on a phone', async () => {
  const { page, errors } = await blank(browser, SIZES.phone)
  await page.addInitScript(recordText)
  await page.goto(`${inject('url')}#s=escape-controls&steps=60&speed=0`)
  await finished(page)
  const { drawn } = await read(page)
  const cut = page
    .locator('.panel-sentence')
    .evaluateAll(all => all.filter(p => p.scrollHeight > p.clientHeight + 1).map(p => p.textContent))
  expect({ drawn, cut: await cut }).toEqual({ drawn: true, cut: [] })
  expect(errors).toEqual([])
  await page.close()
})

it('covers no value with the buttons of a panel that is pointed at', async () => {
  const { page, errors } = await blank(browser, SIZES.laptop)
  await page.goto(`${inject('url')}#s=escape-controls&steps=60&speed=0`)
  await finished(page)
  const panels = page.locator('.panel:not([data-behind])')
  await page.getByRole('button', { name: 'Enlarge Loss', exact: true }).waitFor({ state: 'attached' })
  const covered = await panels.evaluateAll(all =>
    all.flatMap(panel => {
      const [value, buttons] = ['.panel-value', '.panel-buttons'].map(part => panel.querySelector(part)?.getBoundingClientRect())
      // Beside a wide panel's value there is room, unless it is longer than that.
      if (!value || !buttons || panel.clientWidth > 560) return []
      return buttons.top < value.bottom - 3 && value.top + 3 < buttons.bottom && buttons.left < value.right ? [panel.textContent] : []
    }),
  )
  expect(covered).toEqual([])
  expect(errors).toEqual([])
  await page.close()
})

it('shows words that are cut off whole, by keyboard and at a tap', async () => {
  const { page, errors } = await blank(browser, SIZES.laptop)
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
