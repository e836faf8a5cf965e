import { readFileSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { extname, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../harness/chromium'
import { buildSite } from '../harness/server'
import { finished, HANG, open, reached, text, until } from './browse'

let browser: Browser
let site: string
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
  site = await buildSite()
})
afterAll(() => browser?.close())

it('the page brings a policy of its own, and needs nothing that it forbids', async () => {
  const html = readFileSync(join(site, 'index.html'), 'utf8').replaceAll('&#39;', "'")
  expect(html).toMatch(/http-equiv="Content-Security-Policy" content="[^"]*script-src 'self' 'wasm-unsafe-eval';/)
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|javascript:/i)
  const { page, errors } = await open(browser, 's=linear-anisotropic&steps=60&speed=0')
  await finished(page)
  await page.getByRole('button', { name: 'What am I seeing? Loss', exact: true }).click()
  await page.locator('.katex').first().waitFor()
  expect(errors).toEqual([])
  await page.close()
})

it('something is on screen before the code comes', async () => {
  const page = await browser.newPage()
  page.setDefaultTimeout(HANG)
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  await page.route('**/assets/*.js', async route => {
    await held
    await route.continue()
  })
  await page.goto(inject('url'), { waitUntil: 'commit' })
  await page.getByText('Fetching the page').waitFor()
  await until(async () => (await page.evaluate(() => performance.getEntriesByName('first-contentful-paint').length)) === 1)
  release()
  await reached(page, 1)
  expect(await page.getByText('Fetching the page').count()).toBe(0)
  await page.close()
})

it('opened from a file, the page says what it needs', async () => {
  const page = await browser.newPage()
  page.setDefaultTimeout(HANG)
  await page.goto(`file://${join(site, 'index.html')}`)
  await page.getByText('does not run this page from a file').waitFor()
  await page.close()
})

it.each(['first', 'rolldown-runtime'])(
  'where what it begins with does not come (%s), the page says so, and loads itself again when asked to',
  async part => {
    const page = await browser.newPage()
    page.setDefaultTimeout(HANG)
    await page.route(new RegExp(`/assets/${part}-`), route => route.abort())
    await page.goto(`${inject('url')}#s=linear-isotropic&steps=30&speed=0`)
    await page.getByText('A part of the page did not come').waitFor()
    expect(await page.getByText('Fetching the page').isVisible()).toBe(false)
    await page.unroute(new RegExp(`/assets/${part}-`))
    await page.getByRole('button', { name: 'Load the page again' }).click()
    await finished(page)
    expect(await page.getByText('A part of the page did not come').count()).toBe(0)
    await page.close()
  },
)

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }

it('where the host forbids WebAssembly the reference computes, and the page says so', async () => {
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host')
    const path = join(site, pathname === '/' ? 'index.html' : pathname)
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return void response.writeHead(404).end()
    const type = TYPES[extname(path)] ?? 'application/octet-stream'
    response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': "script-src 'self'" }).end(readFileSync(path))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const page = await browser.newPage()
  page.setDefaultTimeout(HANG)
  await page.goto(`http://127.0.0.1:${port}/#s=linear-isotropic&steps=30&speed=0`)
  await finished(page)
  expect(await text(page, 'backend')).toBe('reference')
  await until(async () => /forbids WebAssembly/.test(await text(page, 'message')))
  await page.context().close()
  server.close()
})
