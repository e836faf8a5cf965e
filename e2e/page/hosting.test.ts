import { readdirSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { hasNginx, serveNginx } from '../harness/nginx'
import { buildSite, type Server } from '../harness/server'
import { blank, facts, finished, open, reached, text } from './browse'

if (!hasNginx) console.log('nginx is not here: docs/hosting/nginx.conf is not tried')

const RUN = 's=linear-anisotropic&steps=60&speed=0&every=10'

let browser: Browser
let site: string
let host: Server

describe.skipIf(!hasNginx)('nginx with the file of docs/hosting.md', () => {
  beforeAll(async () => {
    browser = await launch({ webgpu: 'off' })
    site = await buildSite()
    host = await serveNginx(site)
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
  })

  /** Status and headers of a path as it is written, which `fetch` would tidy. */
  const answer = (path: string) =>
    new Promise<{ status: number | undefined; headers: Record<string, unknown>; size: number }>((resolve, reject) => {
      get(new URL(host.url).origin + path, { path, headers: { 'accept-encoding': 'gzip' } }, response => {
        let size = 0
        response.on('data', (bytes: Buffer) => {
          size += bytes.length
        })
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, size }))
      }).on('error', reject)
    })
  const asset = (ends: string) => `/noisescope/assets/${readdirSync(join(site, 'assets')).find(name => name.endsWith(ends))}`

  it('names types, packs what is text, and says how long each file may be kept', async () => {
    const always = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' }
    const forGood = { ...always, 'cache-control': 'public, max-age=31536000, immutable' }
    const asked = { ...always, 'cache-control': 'no-cache' }
    const packed = { 'content-encoding': 'gzip', vary: 'Accept-Encoding' }
    const script = { 'content-type': expect.stringMatching(/^(application|text)\/javascript/) }
    const page = { ...asked, ...packed, 'content-type': 'text/html; charset=utf-8' }
    const cases: readonly (readonly [string, number, object])[] = [
      ['/noisescope', 301, { location: '/noisescope/' }],
      ['/noisescope/', 200, { ...page, etag: expect.any(String) }],
      ['/noisescope/index.html', 200, page],
      ['/noisescope/sw.js', 200, { ...asked, ...packed, ...script }],
      ['/noisescope/first.js', 200, { ...asked, ...packed, ...script }],
      ['/noisescope/favicon.svg', 200, { ...asked, 'content-type': 'image/svg+xml' }],
      ['/noisescope/data/mnist.bin', 200, asked],
      [asset('.js'), 200, { ...forGood, ...script }],
      [asset('.css'), 200, { ...forGood, 'content-type': expect.stringMatching(/^text\/css/) }],
      [asset('.woff2'), 200, { ...forGood, 'content-type': 'font/woff2' }],
      // What a newer version no longer has is not remembered.
      ['/noisescope/assets/first-AAAAAAAA.js', 404, { ...asked, 'content-type': 'text/html; charset=utf-8' }],
      ['/noisescope/data/', 404, asked],
      [`/noisescope/%23v=1&s=olm-diagonal&${'x'.repeat(20_000)}`, 404, asked],
    ]
    for (const [path, status, headers] of cases) {
      const found = await answer(path)
      expect([path.slice(0, 60), found.status]).toEqual([path.slice(0, 60), status])
      expect(found.headers, path.slice(0, 60)).toMatchObject(headers)
    }
    expect((await answer('/noisescope/')).headers).not.toHaveProperty('cross-origin-opener-policy')
    const first = readdirSync(join(site, 'assets')).find(name => /^first-.*\.js$/.test(name))
    expect((await answer(`/noisescope/assets/${first}`)).size).toBeLessThan(150_000)
  })

  it('runs the page under its folder, to the same fingerprint as elsewhere, and later without the host', async () => {
    const there = await open(browser, RUN)
    const { fingerprint } = await finished(there.page)
    await there.page.close()
    const { page, errors } = await blank(browser)
    await page.goto(`${host.url.replace(/\/$/, '')}#${RUN}`)
    expect(await finished(page)).toMatchObject({ step: 60, fingerprint })
    expect([new URL(page.url()).pathname, await text(page, 'backend')]).toEqual(['/noisescope/', 'wasm'])
    const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope)
    expect(scope).toBe(host.url)
    await host.close()
    await page.reload()
    expect(await finished(page)).toMatchObject({ step: 60, fingerprint })
    await page.goto('about:blank')
    await page.goto(`${host.url}#s=mlp-digits-small&steps=20&speed=0&every=10`)
    await reached(page, 20)
    expect([await text(page, 'message'), errors]).toEqual(['', []])
    await page.context().close()
    host = await serveNginx(site)
  })

  it('brings a link back whose # was encoded, however long it is', async () => {
    const { page, errors } = await blank(browser)
    await page.goto(`${host.url}%23v=1&s=olm-diagonal&B=4&steps=20&title=${'x'.repeat(300)}`)
    await page.waitForURL(`${host.url}#v=1**`)
    expect(errors.filter(error => !/404/.test(error))).toEqual([])
    await page.context().close()
  })

  it('leads to the page from an address below folders that are not there', async () => {
    const { page, errors } = await blank(browser)
    await page.goto(`${host.url}sub/deeper/nope`)
    await page.locator('a[href="../../"]').click()
    await page.waitForURL(`${host.url}#**`)
    expect(errors.filter(error => !/404/.test(error))).toEqual([])
    await page.context().close()
  })

  it('with its optional lines too, the page is apart from other origins, and computes the same', async () => {
    const apart = await serveNginx(site, true)
    const { page, errors } = await blank(browser)
    await page.goto(`${apart.url}#${RUN}`)
    const { fingerprint } = await finished(page)
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    expect(await text(page, 'backend')).toBe('wasm')
    await page.goto(`${apart.url}docs/explained.html`)
    await page.frameLocator('iframe').first().getByTestId('step').waitFor()
    await page.goto(`${host.url}#${RUN}`)
    await finished(page)
    expect([await page.evaluate(() => crossOriginIsolated), (await facts(page)).fingerprint]).toEqual([false, fingerprint])
    expect(errors).toEqual([])
    await page.context().close()
    await apart.close()
  })

  it('shows the documents beside the page', async () => {
    const { page, errors } = await blank(browser)
    await page.goto(`${host.url}docs/explained.html`)
    await page.frameLocator('iframe').first().getByTestId('step').waitFor()
    expect(errors).toEqual([])
    await page.context().close()
  })
})
