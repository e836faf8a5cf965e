import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { extname, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { buildSite } from '../harness/server'
import { blank, finished, text } from './browse'

const FOLDER = '/some/sub-path/'
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

let browser: Browser
let server: Server
let url: string

/** A host that knows files and nothing else: what is none is answered by 404.html. */
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
  const site = await buildSite()
  server = createServer(async ({ url = '' }, response) => {
    const path = decodeURIComponent(new URL(url, 'http://host').pathname).replace(FOLDER, '') || 'index.html'
    const found = await readFile(join(site, path)).catch(() => null)
    response.writeHead(found ? 200 : 404, { 'content-type': TYPES[found ? extname(path) : '.html'] ?? 'application/octet-stream' })
    response.end(found ?? (await readFile(join(site, '404.html'))))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  url = `http://127.0.0.1:${typeof at === 'object' ? at?.port : ''}${FOLDER}`
})
afterAll(async () => {
  await browser?.close()
  server?.close()
})

it.each([
  ['%23v=1&s=olm-diagonal&B=4&steps=20', 'v=1&s=olm-diagonal&B=4&steps=20'],
  ['%23v%3D1%26s%3Dolm-diagonal%26B%3D4%26steps%3D20', 'v%3D1%26s%3Dolm-diagonal%26B%3D4%26steps%3D20'],
])('a host of files sends %s to the page, and the link comes along', async (address, fragment) => {
  const { page, errors } = await blank(browser)
  await page.goto(url + address)
  await page.waitForURL(`${url}#${fragment}`)
  await finished(page)
  expect([await text(page, 'step'), await text(page, 'message')]).toEqual(['20', ''])
  // The host did answer 404 at first.
  expect(errors.filter(error => !/404/.test(error))).toEqual([])
  await page.close()
})

it.each([
  ['nothing', './'],
  ['none/deeper/nothing', '../../'],
])('the address %s that is nothing leads to the page', async (address, href) => {
  const { page } = await blank(browser)
  await page.goto(url + address)
  await page.locator(`a[href="${href}"]`).waitFor()
  await page.getByRole('link', { name: 'Open Noisescope' }).click()
  await page.waitForURL(`${url}#**`)
  await page.close()
})
