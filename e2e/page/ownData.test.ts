import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { decodeLink } from '../../src/scenario'
import { launch } from '../harness/chromium'
import { blank, finished, hash, open, reached, step, text, until } from './browse'

let browser: Browser
let folder: string
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
  folder = await mkdtemp(join(tmpdir(), 'noisescope-data-'))
})
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true })
})

const rows = Array.from({ length: 90 }, (_, i) => `${((i * 37) % 100) / 10},${((i * 53) % 71) / 7},${(i * i) % 9},${i % 2 ? 'yes' : 'no'}`)
const table = Buffer.from(['a,b,c,class', ...rows].join('\n'))

it('a file of one’s own restarts the run; a bad one says why and the run goes on; Back, a reload and the command line agree', async () => {
  const { page, errors } = await open(browser, 's=linear-isotropic&speed=200&steps=1000000&arms=sgd')
  await reached(page, 20)
  const before = await hash(page)
  await page.getByRole('combobox', { name: 'data', exact: true }).selectOption('file')
  const input = page.getByTestId('data-files')
  await input.setInputFiles({ name: 'answers.csv', mimeType: 'text/csv', buffer: table })
  await until(async () => (await hash(page)).includes('file='))
  const link = await hash(page)
  expect(decodeLink(link).data).toMatchObject({ source: 'file', n: 81, d: 3, input: 'standardized' })
  await until(async () => /no is −1 and yes is \+1. 81 train, 9 are held out/.test(await text(page, 'own-data')))
  await reached(page, 20)

  await input.setInputFiles({ name: 'cut.npy', mimeType: '', buffer: Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 0]) })
  await until(async () => /^cut\.npy: file ends after 9 of 12 bytes/.test(await text(page, 'message')))
  const at = await step(page)
  await reached(page, at + 20)
  expect(await hash(page)).toBe(link)

  await page.goBack()
  await until(async () => (await hash(page)) === before)
  await page.goForward()
  await until(async () => (await hash(page)) === link)
  await reached(page, 20)
  expect(await page.getByTestId('missing-data').count()).toBe(0)

  // The browser keeps small files: a link to them works after a reload.
  const short = `${link.slice(1)}&steps=150`.replace('steps=1000000&', '')
  await page.goto('about:blank')
  await page.goto(`${inject('url')}#${short}`)
  await finished(page)
  const path = join(folder, 'answers.csv')
  await writeFile(path, table)
  const argv = ['run', '-s', 'noisescope', '--', 'run', short, '--data', path, '--out', join(folder, 'out')]
  const { stdout } = await promisify(execFile)('npm', argv)
  expect(await text(page, 'fingerprint')).toBe(stdout.trim().split('\n').at(-1))
  expect(errors).toEqual([])
  await page.close()
})

it('a file dropped before any code has come is not opened by the browser, and runs when the page can', async () => {
  const { page, errors } = await blank(browser)
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  await page.route(/assets\/index-.*\.js$/, async route => {
    await held
    await route.continue()
  })
  await page.goto(`${inject('url')}#s=linear-isotropic&steps=1000000&arms=sgd`, { waitUntil: 'commit' })
  await page.getByText('Fetching the page').waitFor()
  const prevented = await page.evaluate(text => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([text], 'early.csv'))
    const told = ['dragover', 'drop'].map(type => new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    for (const event of told) document.body.dispatchEvent(event)
    return told.map(event => event.defaultPrevented)
  }, table.toString())
  expect(prevented).toEqual([true, true])
  release()
  await until(async () => (await hash(page)).includes('source=file'))
  await reached(page, 20)
  expect(await text(page, 'own-data')).toContain('early.csv')
  expect(errors).toEqual([])
  await page.close()
})

it('a link that needs data asks for them, and takes them also where they are dropped', async () => {
  const { page, errors } = await open(browser, 's=linear-isotropic&source=file&file=0123456789abcdef&n=50&d=3&init=gaussian&steps=1000000')
  await until(async () => /0123456789abcdef/.test((await page.getByTestId('missing-data').textContent()) ?? ''))
  const files = await page.evaluateHandle(text => {
    const carried = new DataTransfer()
    carried.items.add(new File([text], 'dropped.csv'))
    return carried
  }, table.toString())
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: files })
  await until(async () => (await page.getByTestId('drop-overlay').count()) === 1)
  await page.dispatchEvent('body', 'drop', { dataTransfer: files })
  await reached(page, 20)
  expect(await page.getByTestId('missing-data').count()).toBe(0)
  expect(await page.getByTestId('drop-overlay').count()).toBe(0)
  expect(await text(page, 'message')).toMatch(/needs data with digest 0123456789abcdef/)
  expect(errors).toEqual([])
  await page.close()
})

it('a folder that is dropped is named as one, and the run goes on', async () => {
  const { page, errors } = await open(browser, 's=linear-isotropic&speed=200&steps=1000000&arms=sgd')
  await reached(page, 20)
  const before = await hash(page)
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [folder], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data })
  await until(async () => (await text(page, 'message')).includes(`“${basename(folder)}” is a folder: drop the files in it.`))
  expect(await page.getByTestId('drop-overlay').count()).toBe(0)
  await reached(page, (await step(page)) + 20)
  expect(await hash(page)).toBe(before)
  expect(errors).toEqual([])
  await page.close()
})
