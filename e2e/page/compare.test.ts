import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { axeFindings, withAxe } from './axe'
import { finished, open, step, text, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** Keeps the run on screen under a name and lays it beside what is on screen. */
async function layBeside(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Keep this run' }).click()
  const box = page.getByRole('checkbox', { name: `“${name}” beside the run` })
  await box.click()
  await until(() => box.isChecked())
  await page.keyboard.press('Escape')
}

/** Follows a link to a run of so many steps, other than those on screen, to its end; what is compared stays. */
async function goOn(page: Page, fragment: string, steps: number): Promise<void> {
  await page.evaluate(to => {
    location.hash = to
  }, `${fragment}&steps=${steps}&speed=0`)
  await until(async () => (await step(page)) === steps)
  await finished(page)
}

const cells = (page: Page, row: string) =>
  page
    .getByTestId('compared')
    .getByRole('row', { name: new RegExp(`^${row}`) })
    .getByRole('cell')
    .allTextContents()

/** Waits until a row reads so: the table is fetched when the first run lies there, and read once a second. */
async function rowReads(page: Page, row: string, wanted: readonly string[]): Promise<void> {
  await until(async () => (await cells(page, row)).join() === wanted.join())
}

it('draws two kept runs beside the one on screen in every panel, says in a table what differs, and lets one be taken away', async () => {
  const { page, errors } = await open(browser, 's=escape&steps=40&speed=0')
  await withAxe(page)
  await finished(page)
  await layBeside(page, 'as it comes')
  await goOn(page, 's=escape&seed=5', 60)
  await layBeside(page, 'fifth seed')
  await goOn(page, 's=escape&sgd.eta=0.2', 50)

  await rowReads(page, 'seed', ['1', '1', '5'])
  await rowReads(page, 'steps', ['50', '40', '60'])
  await until(async () => (await cells(page, 'SGD learning rate η'))[0] === '0.2')
  await rowReads(page, 'last step', ['50', '40', '60'])

  // A reload of the tab keeps them.
  await page.reload()
  await finished(page)
  await until(async () => (await cells(page, 'seed')).join() === '1,1,5')

  // Every panel has a picture, says that there are kept runs, or that it shows the run on screen alone.
  const panels = page.locator('[data-panel]')
  await until(async () => (await panels.locator('.panel-head .panel-badge').count()) === (await panels.count()))
  for (const panel of await panels.all()) {
    await until(async () => {
      const words = `${await panel.locator('.panel-sentence').textContent()} ${await panel.locator('p.visually-hidden').textContent()}`
      const chosen = await panel.getByRole('group', { name: /^Run shown in/ }).count()
      return chosen > 0 || /Kept run B|The run on screen alone|nothing to show here/.test(words)
    })
  }
  expect(await axeFindings(page)).toEqual([])

  // A panel that shows one run shows the one chosen.
  const energy = page.getByTestId('panel-energy')
  await energy.getByRole('button', { name: 'Kept run B, “fifth seed”' }).click()
  await until(async () => ((await energy.locator('.panel-sentence').textContent()) ?? '').includes('Kept run B, “fifth seed”.'))

  // Taken away it is gone, from the panels too; what was taken away comes back.
  await page.getByRole('button', { name: 'Take A, “as it comes”, away' }).click()
  await rowReads(page, 'seed', ['1', '5'])
  const loss = page.getByTestId('panel-loss').locator('p.visually-hidden')
  await until(async () => {
    const words = (await loss.textContent()) ?? ''
    return !words.includes('as it comes') && words.includes('Kept run A, “fifth seed”')
  })
  await page.getByRole('button', { name: 'Undo' }).click()
  await rowReads(page, 'seed', ['1', '1', '5'])
  await page.getByRole('button', { name: 'Take all away' }).click()
  await page.getByTestId('compared').waitFor({ state: 'detached' })
  expect(await text(page, 'message')).toContain('No kept run lies beside')
  expect(errors).toEqual([])
  await page.close()
})

it('on a phone the table scrolls within itself', async () => {
  const { page, errors } = await open(browser, 's=linear-anisotropic&steps=20&speed=0', { width: 390, height: 844 })
  await withAxe(page)
  await finished(page)
  await layBeside(page, 'a name that is as long as names of runs become where nobody shortens them')
  await goOn(page, 's=two-layer', 21)
  const table = page.getByTestId('compared').locator('.compared-table')
  await table.waitFor()
  await until(() => table.evaluate(e => e.scrollWidth > e.clientWidth))
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  expect(await axeFindings(page)).toEqual([])
  expect(errors).toEqual([])
  await page.close()
})
