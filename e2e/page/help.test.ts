import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { axeFindings, withAxe } from './axe'
import { finished, open, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const RUN = 's=linear-anisotropic&steps=120&speed=0'

/** Help over a finished run. */
async function withHelp(page: Page): Promise<void> {
  await finished(page)
  await page.getByRole('button', { name: 'Help', exact: true }).click()
  await page.getByRole('region', { name: 'Glossary' }).waitFor()
}

it('explains each symbol, searched for by what a keyboard has, with its value in the run', async () => {
  const { page, errors } = await open(browser, RUN)
  await withAxe(page)
  await withHelp(page)
  await page.getByRole('searchbox', { name: 'Search the glossary' }).fill('mu')
  const first = page.getByRole('region', { name: 'Glossary' }).getByRole('row').first()
  await until(async () => ((await first.textContent()) ?? '').startsWith('μ'))
  expect(await first.textContent()).toContain('loss alignment')
  // Each is read once a second, the panel and the glossary.
  await until(async () => {
    const mu = await page.getByTestId('panel-alignment').locator('.panel-value').textContent()
    const value = Number(/SGD: ([\d.]+)$/.exec((await first.textContent()) ?? '')?.[1])
    return Math.abs(value - Number(/μ ([\d.]+)/.exec(mu ?? '')?.[1])) < 0.05
  })
  expect(await axeFindings(page)).toEqual([])
  expect(errors).toEqual([])
  await page.close()
})

it.each([1440, 390])('explains the symbols of a panel’s value where they stand, at %i px', async width => {
  // In a panel so wide that its buttons leave the value free.
  const { page, errors } = await open(browser, `${RUN}&panels=alignment,loss`, { width, height: 844 })
  await finished(page)
  const value = page.getByTestId('panel-alignment').locator('.panel-value')
  await value.scrollIntoViewIfNeeded()
  const hint = page.locator('#hint')
  // What answers is fetched after the first picture: a pointer that came before it is not known to it.
  await until(async () => {
    await page.mouse.move(0, 0)
    // Beside μ itself, which is explained alone.
    if (width > 500) await value.hover({ position: { x: 22, y: 6 } })
    else await value.click({ position: { x: 22, y: 6 } })
    const answered = await hint.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    )
    // Before the letters are those of the page's font the place may be another word's.
    return answered && (await hint.locator('dt').allTextContents()).join() === 'μ loss alignment,α agreement of shapes,β relative size'
  })
  expect(await hint.locator('dd b').first().textContent()).toMatch(/SGD: [\d.]+/)
  await page.keyboard.press('Escape')
  await hint.waitFor({ state: 'detached' })
  expect(errors).toEqual([])
  await page.close()
})

/** As on plain http: no clipboard for pages. */
const PLAIN = `Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })`

it.each([
  ['copies', '', 'Copied'],
  ['selects', 'document.execCommand = () => false', 'Selected: copy it by the keys or the menu'],
])('%s BibTeX with the link and the step of the run where pages have no clipboard', async (_, script, said) => {
  const { page, errors } = await open(browser, RUN)
  await page.addInitScript(`${PLAIN};${script}`)
  await page.reload()
  await withHelp(page)
  await page.getByRole('checkbox', { name: 'All four sources' }).check()
  await page.getByRole('button', { name: 'Copy BibTeX' }).click()
  await page.getByRole('button', { name: said }).waitFor()
  const selected = await page.evaluate(() => {
    const field = document.activeElement as HTMLTextAreaElement
    return field.value.slice(field.selectionStart, field.selectionEnd)
  })
  // The link is that of the page, and opens at the step that is cited.
  const cited = /url = \{(\S*?#\S*)\}/.exec(selected)?.[1]?.split(/[#&]/)
  expect(cited?.toSorted()).toEqual([...page.url().split(/[#&]/), 'step=120'].toSorted())
  expect(selected).toContain('run at step 120, fingerprint ')
  expect(selected.match(/^@/gm)).toHaveLength(5)
  expect(errors).toEqual([])
  await page.close()
})
