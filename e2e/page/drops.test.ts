import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decodeLink } from '../../src/scenario'
import { launch } from '../harness/chromium'
import { hash, open, reached, step, text, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** Rows of two inputs and a class. */
const rows = (n: number, names: string) =>
  [names, ...Array.from({ length: n }, (_, i) => `${((i * 37) % 101) / 8},${((i * 53) % 89) / 7},${i % 3 ? 'yes' : 'no'}`)].join('\n')
const small = rows(90, 'a,b,class')
/** Long enough that something else happens while it is read. */
const large = rows(300_000, 'u,v,class')

/** Drops files of these contents on the page, one drop after the other without a pause. */
async function drops(page: Page, ...all: readonly (readonly [name: string, content: string | Uint8Array])[]): Promise<void> {
  const plain = all.map(([name, content]) => [name, typeof content === 'string' ? content : Array.from(content)] as const)
  await page.evaluate(given => {
    for (const [name, content] of given) {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([typeof content === 'string' ? content : Uint8Array.from(content)], name))
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    }
  }, plain)
}

const message = (page: Page) => text(page, 'message')
const goesOn = async (page: Page) => reached(page, (await step(page)) + 20)

it('files that are cut, empty or called whatever leave the run alone and are named; of several drops the last counts', async () => {
  const { page, errors } = await open(browser, 's=linear-isotropic&speed=200&steps=1000000&arms=sgd')
  await reached(page, 20)
  const before = await hash(page)
  const packed = gzipSync(small)
  for (const [name, content, said] of [
    ['cut.csv.gz', packed.subarray(0, packed.length - 20), /^cut\.csv\.gz/],
    ['head.csv.gz', packed.subarray(0, 6), /^head\.csv\.gz/],
    ['nothing.csv', '', /^nothing\.csv is empty/],
    [`${'n'.repeat(5000)}.csv`, 'x,y\n1', /^n{10,}.*…/],
  ] as const) {
    await drops(page, [name, content])
    await until(async () => said.test(await message(page)))
    expect((await message(page)).length, name.slice(0, 20)).toBeLessThan(400)
    await goesOn(page)
    expect(await hash(page)).toBe(before)
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)

  await drops(page, ['large.csv', large], ['small.csv', small])
  await until(async () => (await hash(page)).includes('source=file') && (await text(page, 'own-data')).includes('small.csv'))
  await reached(page, 20)
  expect(decodeLink(await hash(page)).data.d).toBe(2)
  const { file } = decodeLink(await hash(page)).data
  // The reading of the first has ended, and nothing comes of it.
  await until(async () => (await page.getByTestId('reading').count()) === 0)
  await goesOn(page)
  expect([decodeLink(await hash(page)).data.file, await page.getByRole('dialog').count()]).toEqual([file, 0])
  expect(errors).toEqual([])
  await page.close()
})

it('a preset that is chosen while a file is read stays, and the file can be chosen', async () => {
  const { page, errors } = await open(browser, 's=linear-isotropic&speed=200&steps=1000000&arms=sgd')
  await reached(page, 20)
  await page.getByRole('button', { name: /^Scenario/ }).click()
  const item = page.locator('.gallery-card', { hasText: 'Diagonal linear network' }).first()
  // The preset is chosen in the very moment in which the page says that it reads.
  await item.evaluate(choice => {
    const reading = new MutationObserver(() => {
      if (!document.querySelector('[data-testid=reading]')) return
      reading.disconnect()
      ;(choice as HTMLElement).click()
    })
    reading.observe(document.body, { childList: true, subtree: true })
  })
  await drops(page, ['large.csv', large])
  await until(async () => /large\.csv can now be chosen as data: another scenario was opened meanwhile/.test(await message(page)))
  await reached(page, 5)
  expect(decodeLink(await hash(page))).toMatchObject({ preset: 'olm-diagonal', data: { source: 'gaussian' } })
  expect(errors).toEqual([])
  await page.close()
})

it('files dropped while a study is computed run, and the study is that of the data', async () => {
  const { page, errors } = await open(browser, 's=stability-map&speed=200&steps=1000000')
  await reached(page, 5)
  await drops(page, ['small.csv', small])
  await until(async () => (await hash(page)).includes('source=file') && (await text(page, 'own-data')).includes('small.csv'))
  await reached(page, 20)
  expect(errors).toEqual([])
  await page.close()
})
