import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { axeFindings, withAxe } from './axe'
import { finished, open, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const RUN = 's=linear-anisotropic&steps=120&speed=0&panels=alignment,directions,flatness'

const picture = (page: Page, panel: string) =>
  page.evaluate(panel => document.querySelector<HTMLCanvasElement>(`[data-panel=${panel}] canvas`)?.toDataURL() ?? '', panel)

/** The picture of a panel, twice in turn. */
async function still(page: Page, panel: string): Promise<string> {
  let last = ''
  await until(async () => {
    const before = last
    last = await picture(page, panel)
    return before === last
  })
  return last
}

/** The picture that a panel has without a symbol lit, to which it comes back; what is drawn late meanwhile, of a certificate or in other letters, begins it again. */
async function comesBack(page: Page, panel: string, symbol: Locator): Promise<string> {
  let dark = ''
  await until(async () => {
    dark = await still(page, panel)
    await symbol.focus()
    await until(async () => (await picture(page, panel)) !== dark)
    await symbol.blur()
    return (await still(page, panel)) === dark
  })
  return dark
}

const lit = (page: Page) => page.locator('.symbol[data-lit]').allTextContents()

it.each([1440, 390])('lights the marks of a symbol that is reached by the keyboard, at %i px', async width => {
  const { page, errors } = await open(browser, RUN, { width, height: 844 })
  await withAxe(page)
  await finished(page)
  const panel = page.getByTestId('panel-alignment')
  await panel.locator('canvas').waitFor()
  await panel.locator('canvas').scrollIntoViewIfNeeded()
  const mu = panel.locator('.panel-value .symbol')
  const dark = await comesBack(page, 'alignment', mu)
  await mu.focus()
  await until(async () => (await picture(page, 'alignment')) !== dark)
  expect(await lit(page)).toEqual(expect.arrayContaining(['μ']))
  const ofMu = await picture(page, 'alignment')
  // One stop of the Tab key for all symbols of a panel; the arrow keys go on, and take no step.
  expect(await panel.locator('.symbol[tabindex="0"]').count()).toBe(1)
  await page.keyboard.press('ArrowRight')
  await until(async () => (await lit(page)).join() === 'isotropic')
  await until(async () => ![dark, ofMu].includes(await picture(page, 'alignment')))
  expect(await axeFindings(page)).toEqual([])
  await page.locator(':focus').blur()
  await until(async () => (await lit(page)).length === 0)
  await comesBack(page, 'alignment', mu)
  expect(errors).toEqual([])
  await page.close()
})

it('names what a mark stands for where it is pointed at, and lights its symbol in the words', async () => {
  const { page, errors } = await open(browser, RUN)
  await finished(page)
  const panel = page.getByTestId('panel-flatness')
  await panel.locator('canvas').waitFor()
  await panel.locator('canvas').scrollIntoViewIfNeeded()
  const seen = new Map<string, string[]>()
  // Tip and words follow the pointer in frames of their own: what is read twice in turn is of one place.
  const pointed = async () => {
    let last = ''
    let now = { says: '', names: [] as string[] }
    await until(async () => {
      now = await page.evaluate(async () => {
        await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
        return {
          says: document.querySelector('[data-panel=flatness] .tip-says')?.textContent ?? '',
          names: [...document.querySelectorAll('.symbol[data-lit]')].map(symbol => symbol.textContent ?? ''),
        }
      })
      const before = last
      last = JSON.stringify(now)
      return before === last
    })
    return now
  }
  // What answers is fetched after the first picture.
  await until(async () => {
    seen.clear()
    const box = (await panel.locator('canvas').boundingBox())!
    for (let y = 15; y < box.height; y += 3) {
      await page.mouse.move(box.x + box.width / 2, box.y + y)
      const { says, names } = await pointed()
      if (says) seen.set(says, names)
    }
    return seen.size > 1 && [...seen.values()].flat().includes('λ₁')
  })
  // Whatever panel names it: what is lit is what is explained. Not every mark is named in words.
  for (const [says, names] of seen) for (const name of names) expect(says.slice(0, name.length)).toBe(name)
  expect([...seen.keys()].some(says => says.startsWith('λ₁, eigenvalues of G: '))).toBe(true)
  expect(errors).toEqual([])
  await page.close()
})

it('points at a direction that a text names in every chart over k', async () => {
  const { page, errors } = await open(browser, `${RUN},scatter`)
  await finished(page)
  const [directions, scatter] = ['directions', 'scatter'] as const
  for (const name of [scatter, directions]) await page.getByTestId(`panel-${name}`).locator('canvas').waitFor()
  const still = async () => [await picture(page, directions), await picture(page, scatter)]
  let before: string[] = []
  await until(async () => {
    const last = before
    before = await still()
    return last.join() === before.join()
  })
  const first = page.getByTestId('panel-directions').locator('.panel-value .symbol')
  expect(await first.textContent()).toBe('g(v₁)')
  await first.focus()
  await until(async () => {
    const now = await still()
    return now[0] !== before[0] && now[1] !== before[1]
  })
  expect(errors).toEqual([])
  await page.close()
})

it('goes from letter to letter of a formula with the arrow keys, and lights their marks', async () => {
  const { page, errors } = await open(browser, RUN)
  await withAxe(page)
  await finished(page)
  await page.getByRole('button', { name: 'What am I seeing? Loss alignment' }).click()
  const formula = page
    .locator('.panel-explain')
    .getByRole('group', { name: /^Formula/ })
    .first()
  await formula.waitFor()
  await formula.focus()
  await until(async () => (await lit(page)).includes('μ'))
  expect(await axeFindings(page)).toEqual([])
  const step = await page.getByTestId('step').textContent()
  await page.keyboard.press('ArrowRight')
  expect(await page.getByTestId('step').textContent()).toBe(step)
  await formula.blur()
  await until(async () => (await lit(page)).length === 0)
  expect(errors).toEqual([])
  await page.close()
})

it('lights the diagonal of the ratio that a text names', async () => {
  const { page, errors } = await open(browser, 's=escape&steps=300&speed=0&panels=sharp,loss')
  await finished(page)
  const ratio = page.getByTestId('panel-sharp').locator('.panel-value .symbol')
  await ratio.waitFor()
  expect(await ratio.textContent()).toBe('D₁')
  await comesBack(page, 'sharp', ratio)
  expect(errors).toEqual([])
  await page.close()
})
