import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { hash, open, reached } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** As on plain http: no clipboard for pages; with `closed`, not even the old way to copy. */
const PLAIN = `Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })`
const CLOSED = `document.execCommand = () => false`
const NOTE = `document.addEventListener('copy', () => { globalThis.copied = document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd) }, true)`

it.each([
  ['copies the link', PLAIN, 'Copied'],
  ['selects the link and says so', `${PLAIN};${CLOSED}`, 'Selected: copy it by the keys or the menu'],
])('%s where pages have no clipboard', async (_, script, said) => {
  const { page, errors } = await open(browser, 's=linear-isotropic&steps=40&speed=0')
  await page.addInitScript(`${script};${NOTE}`)
  await page.reload()
  await reached(page, 1)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.getByRole('button', { name: 'Copy link' }).click()
  await page.getByRole('button', { name: said }).waitFor()
  const { selected, copied } = await page.evaluate(() => {
    const field = document.activeElement as HTMLInputElement
    const { copied } = globalThis as unknown as { copied?: string }
    return { selected: field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0), copied }
  })
  expect(selected).toBe(page.url())
  expect(selected).toContain(await hash(page))
  expect(copied).toBe(said === 'Copied' ? page.url() : undefined)
  expect(errors).toEqual([])
  await page.close()
})
