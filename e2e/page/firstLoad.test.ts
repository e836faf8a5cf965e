import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch, openPage } from '../harness/chromium'
import { firstVisit } from '../harness/firstVisit'
import { buildSite } from '../harness/server'

/** Bytes of JavaScript and WebAssembly, gzipped, that may be asked for before the first picture that moves. */
const BUDGET = 200_000

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

it(`asks for at most ${BUDGET / 1000} kB of code, gzipped, before the opening page moves`, async () => {
  const { code } = await firstVisit(browser, inject('url'), { hold: true })
  const total = code.reduce((sum, { bytes }) => sum + bytes, 0)
  const largest = code.slice(0, 6).map(({ name, bytes }) => `${name} ${(bytes / 1000).toFixed(1)}`)
  console.log(
    `code before the first moving frame: ${(total / 1000).toFixed(1)} kB (${(total / 1024).toFixed(1)} KiB) gzipped in ${code.length} files; ` +
      `the largest: ${largest.join(', ')}`,
  )
  expect(code.some(({ name }) => name.startsWith('simulation.worker'))).toBe(true)
  expect(total).toBeLessThanOrEqual(BUDGET)
})

it('shows a panel once, also while its code is on its way', async () => {
  const page = await openPage(browser)
  await page.addInitScript(() => {
    const twice = new Set<string>()
    Object.assign(globalThis, { twice })
    new MutationObserver(() => {
      for (const inner of document.querySelectorAll('article article')) twice.add((inner as HTMLElement).dataset.panel ?? '')
    }).observe(document, { childList: true, subtree: true })
  })
  await page.goto(inject('url'))
  await page.getByRole('button', { name: 'Enlarge Loss', exact: true }).waitFor()
  expect(await page.evaluate(() => [...(globalThis as unknown as { twice: Set<string> }).twice])).toEqual([])
  await page.close()
})

it('has no file that imports the first file of a worker, which WebKit would run twice', async () => {
  const assets = join(await buildSite(), 'assets')
  const scripts = readdirSync(assets).filter(name => name.endsWith('.js'))
  const imported = scripts.flatMap(name =>
    [...readFileSync(join(assets, name), 'utf8').matchAll(/(?:from|import)\s*\(?\s*["'`]\.\/([^"'`]*\.worker-[^"'`]*)/g)].map(
      ([, file]) => file,
    ),
  )
  expect(scripts.some(name => name.startsWith('simulation.worker'))).toBe(true)
  expect(imported).toEqual([])
})
