import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { preview } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { buildSite } from '../harness/server'
import { errorsOf, facts, finished, HANG, hash, reached, text, until } from './browse'

/** A site of its own, which may go away and change. */
let site: string
let server: Awaited<ReturnType<typeof preview>>
let browser: Browser
const url = () => server.resolvedUrls?.local[0] ?? ''

beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
  site = mkdtempSync(join(tmpdir(), 'noisescope-site-'))
  cpSync(await buildSite(), site, { recursive: true })
  server = await preview({ base: '/some/sub-path/', logLevel: 'warn', build: { outDir: site }, preview: { host: '127.0.0.1', port: 0 } })
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  rmSync(site, { recursive: true })
})

async function visit(fragment: string): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(HANG)
  const errors = errorsOf(page)
  await page.goto(`${url()}#${fragment}`)
  return { page, errors }
}

/** Waits until all files are kept: a service worker serves whatever is opened from now on. */
const kept = (page: Page) => page.evaluate(async () => void (await navigator.serviceWorker.ready))

it('after the first visit every part of the page opens without a network', async () => {
  const { page, errors } = await visit('s=linear-isotropic&steps=50&speed=0')
  await finished(page)
  await kept(page)
  await page.context().setOffline(true)
  await page.reload()
  await finished(page)
  for (const preset of ['s=stability-map', 's=mlp-digits-small&steps=20&speed=0&every=10', 's=clr&steps=50&speed=0']) {
    await page.goto('about:blank')
    await page.goto(`${url()}?kept#${preset}`)
    await reached(page, 1)
  }
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.getByRole('dialog').waitFor()
  expect(await text(page, 'message')).toBe('')
  expect(errors).toEqual([])
  await page.context().close()
})

it('offers a newer version, and takes it only when it is asked to', async () => {
  const { page, errors } = await visit('s=linear-isotropic&speed=200&steps=1000000')
  await reached(page, 20)
  await kept(page)
  await page.reload()
  await reached(page, 20)
  const index = join(site, 'index.html')
  writeFileSync(index, readFileSync(index, 'utf8').replace('<head>', '<head><meta name="newer">'))
  const worker = join(site, 'sw.js')
  writeFileSync(worker, readFileSync(worker, 'utf8').replace(/(url:.index\.html.,revision:.)/, '$1newer'))
  const link = await hash(page)
  await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()))
  await until(async () => (await text(page, 'message')).startsWith('A newer version'))
  const { step } = await facts(page)
  await reached(page, step + 50)
  expect(await page.locator('meta[name=newer]').count()).toBe(0)
  await page.getByRole('button', { name: 'Reload', exact: true }).click()
  await page.locator('meta[name=newer]').waitFor({ state: 'attached' })
  await reached(page, 20)
  expect(await hash(page)).toBe(link)
  expect(errors).toEqual([])
  await page.context().close()
})

/** Asks for what could not be fetched, as often as it is offered, until it is `there`. */
async function retried(page: Page, there: () => Promise<boolean>): Promise<void> {
  await until(async () => {
    if (await there()) return true
    const retry = page.getByRole('button', { name: 'Retry', exact: true })
    if (await retry.isVisible()) await retry.click({ timeout: 2000 }).catch(() => {})
    return false
  })
}

/** A page to be, without a service worker, whose `parts` can be cut off: what is asked for meanwhile cannot be fetched. */
async function cuttable(parts: string) {
  const context = await browser.newContext({ serviceWorkers: 'block', viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(HANG)
  const broken: string[] = []
  page.on('pageerror', error => broken.push(String(error)))
  return {
    page,
    broken,
    context,
    cut: () => context.route(parts, route => route.abort()),
    /** Once the page has said so. */
    back: async () => {
      await until(async () => /could not be fetched/.test(await text(page, 'message')))
      await context.unroute(parts)
    },
  }
}

it('says what could not be fetched, and fetches it when asked again', async () => {
  const { page, broken, context, cut, back } = await cuttable('**/assets/**')
  await page.goto(`${url()}#s=escape&speed=100`)
  await reached(page, 20)
  // All that the page itself fetches after its first picture.
  await page.waitForLoadState('networkidle')
  for (const name of ['Share', 'Help']) {
    await cut()
    await page.getByRole('button', { name }).first().click()
    await back()
    await retried(page, () => page.getByRole('dialog').isVisible())
    await page.keyboard.press('Escape')
  }
  await cut()
  await page.evaluate(() => {
    location.hash = '#s=stability-map'
  })
  await back()
  await retried(page, () => page.getByTestId('panel-stability').locator('canvas').isVisible())
  await until(async () => (await text(page, 'message')) === '')
  expect(broken).toEqual([])
  await context.close()
})

it('loads the page anew where the browser will not fetch a part again, and opens what was asked for', async () => {
  // What several parts import: none of them comes again under a name of its own.
  const { page, broken, context, cut, back } = await cuttable('**/assets/Modal-*')
  await cut()
  await page.goto(`${url()}#s=escape&speed=100`)
  let loads = 0
  page.on('load', () => loads++)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await back()
  await retried(page, () => page.getByRole('dialog', { name: 'Share this experiment' }).isVisible())
  expect(loads).toBe(1)
  await page.keyboard.press('Escape')
  await reached(page, 20)
  expect(await hash(page)).toContain('s=escape')
  expect(await text(page, 'message')).toBe('')
  // It was for once.
  await page.reload()
  await reached(page, 20)
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(broken).toEqual([])
  await context.close()
})

it('says so where a part of a worker does not come, and fetches it in another worker when asked again', async () => {
  const context = await browser.newContext({ serviceWorkers: 'block' })
  const page = await context.newPage()
  page.setDefaultTimeout(HANG)
  await page.goto(`${url()}#s=linear-isotropic&steps=30&speed=0`)
  const { fingerprint } = await finished(page)
  await context.route('**/assets/network-*', route => route.abort())
  await page.evaluate(() => {
    location.hash = '#s=two-layer&steps=6&speed=0'
  })
  await until(async () => (await text(page, 'message')).includes('A part of the program could not be fetched; check the connection'))
  // What ran before is still there.
  expect((await finished(page)).fingerprint).toBe(fingerprint)
  await context.unroute('**/assets/network-*')
  await page.getByRole('button', { name: 'Retry', exact: true }).click()
  await until(async () => (await hash(page)).includes('s=two-layer'))
  expect((await finished(page)).step).toBe(6)
  expect(await text(page, 'message')).toBe('')
  await context.close()
})
