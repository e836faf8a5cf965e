import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { version } from '../../package.json'
import { launch } from '../harness/chromium'
import { blank, finished, open, until } from './browse'
import { looksOf, openFigure, pngTexts, saveFigure } from './figures'

let browser: Browser
const folder = mkdtempSync(join(tmpdir(), 'noisescope-'))
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await browser?.close()
})

const installed = (program: string) => spawnSync(program, ['--version']).error === undefined
const RSVG = installed('rsvg-convert')
const POPPLER = installed('pdftoppm')
if (!RSVG) console.warn('rsvg-convert is not here: pictures in SVG are not drawn by another program.')
if (!POPPLER) console.warn('pdftoppm is not here: pictures in PDF are not drawn by another program.')

function run(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  expect([status, stderr], program).toEqual([0, ''])
  return stdout
}

/** The text of an entry of a PDF's information dictionary, where it is in one string of brackets. */
const infoOf = (pdf: Buffer, name: string) => new RegExp(`/${name} \\(((?:\\\\.|[^)\\\\])*)\\)`).exec(pdf.toString('latin1'))?.[1]

it.each([
  ['alignment', 'Loss alignment'],
  ['landscape', 'Landscape'],
])('the picture of %s is the same in every format, and each says what it is of', async (panel, title) => {
  const { page, errors } = await open(browser, 's=two-layer&steps=60&speed=0')
  await finished(page)
  await page.getByTestId(`panel-${panel}`).locator('canvas').first().waitFor({ state: 'visible' })
  const dialog = await openFigure(page, panel, title)
  await dialog.getByLabel('width').fill('120')
  await dialog.getByLabel('caption with parameters').check()
  await dialog.getByLabel('theme').selectOption('light')
  const saved = async () =>
    [await saveFigure(page, dialog, 'png'), await saveFigure(page, dialog, 'svg'), await saveFigure(page, dialog, 'pdf')] as const
  let [png, svg, pdf] = await saved()
  // Contours are refined meanwhile: all three are of one picture where it is the same afterwards.
  for (let again = await saved(); !again[0].bytes.equals(png.bytes); again = await saved()) [png, svg, pdf] = again
  expect([png.name, svg.name, pdf.name]).toEqual(['png', 'svg', 'pdf'].map(end => `noisescope-${panel}-two-layer-step-60.${end}`))

  const link = page.url().replace(/#.*/, '#v=1&s=two-layer&')
  const text = svg.bytes.toString('utf8')
  expect(text).not.toContain('<text')
  expect(text).toMatch(/^<svg [^>]*width="120\.00mm"/)
  expect(text).toContain(`<title>${title}</title>`)
  expect(text).toContain(`<dc:creator>Noisescope ${version}</dc:creator>`)
  expect(text).toContain(`<dc:source>${link.replaceAll('&', '&amp;')}`)
  expect(text).toMatch(/<dc:description>Scenario two-layer at step 60\. .*η = /)
  const texts = pngTexts(png.bytes)
  expect(texts).toMatchObject({ Title: title, Software: `Noisescope ${version}` })
  expect(texts.Link).toContain(link)
  expect(infoOf(pdf.bytes, 'Title')).toBe(title)
  expect(infoOf(pdf.bytes, 'Creator')).toBe(`Noisescope ${version}`)
  expect(infoOf(pdf.bytes, 'Keywords')).toContain(link)

  const first = await looksOf(page, png.bytes)
  expect(first.width).toBe(Math.round((2 * 120 * 96) / 25.4))
  const same = async (other: Buffer) => {
    const looks = await looksOf(page, other)
    expect(Math.abs(looks.height / looks.width - first.height / first.width)).toBeLessThan(0.01)
    expect(looks.cells.length).toBe(first.cells.length)
    // A word that is missing leaves its cells as light as the paper: some 40 of 255.
    const off = looks.cells.map((dark, i) => Math.abs(dark - (first.cells[i] ?? 0)))
    expect(Math.max(...off)).toBeLessThan(25)
    expect(off.reduce((sum, v) => sum + v, 0) / off.length).toBeLessThan(3)
  }
  const path = (name: string) => join(folder, name)
  writeFileSync(path(svg.name), svg.bytes)
  writeFileSync(path(pdf.name), pdf.bytes)
  if (RSVG) {
    run('rsvg-convert', '-w', String(first.width), '-o', path('svg.png'), path(svg.name))
    await same(readFileSync(path('svg.png')))
  }
  if (POPPLER) {
    run(
      'pdftoppm',
      '-png',
      '-singlefile',
      '-scale-to-x',
      String(first.width),
      '-scale-to-y',
      String(first.height),
      path(pdf.name),
      path('pdf'),
    )
    await same(readFileSync(path('pdf.png')))
    // Two lines of heading, and no font: every letter is an outline.
    expect(run('pdffonts', path(pdf.name)).trim().split('\n')).toHaveLength(2)
    expect(run('pdfinfo', path(pdf.name))).toMatch(/Subject: +Scenario two-layer at step 60\..* η = /)
  }
  expect(errors).toEqual([])
  await page.close()
})

it('is reached and left by keys, passes the rules of axe, and keeps its settings for the session', async () => {
  const { page, errors } = await blank(browser)
  await page.addInitScript({ content: readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8') })
  await page.goto(`${inject('url')}#s=linear-anisotropic&steps=60&speed=0`)
  await finished(page)
  await page.getByTestId('panel-loss').hover()
  const button = page.getByRole('button', { name: 'Export Loss', exact: true })
  await button.focus()
  const opened = async () => {
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: /^Picture/ }).waitFor()
    await until(async () => (await page.locator('[role=menuitem][data-highlighted]').count()) === 1)
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Picture of Loss' })
    await dialog.waitFor()
    return dialog
  }
  const dialog = await opened()
  for (const theme of ['light', 'dark']) {
    await page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), theme)
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
      return (await axe.run()).violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')}`)
    })
    expect(violations, theme).toEqual([])
  }
  await dialog.getByLabel('width').fill('20')
  await dialog.getByText('from 42.3 to 1058.3 mm').waitFor()
  await dialog.getByLabel('width').fill('85')
  await dialog.getByLabel('format').selectOption('pdf')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await until(async () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') === 'Export Loss'))
  await page.reload()
  await finished(page)
  await page.getByTestId('panel-loss').hover()
  await button.focus()
  const again = await opened()
  expect([await again.getByLabel('format').inputValue(), await again.getByLabel('width').inputValue()]).toEqual(['pdf', '85'])
  expect(errors).toEqual([])
  await page.close()
})

it('is copied as PNG, and where a page may not copy pictures a sentence says so', async () => {
  const { page, errors } = await blank(browser)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`${inject('url')}#s=linear-anisotropic&steps=60&speed=0`)
  await finished(page)
  const dialog = await openFigure(page, 'loss', 'Loss')
  await dialog.getByLabel('width').fill('100')
  await dialog.getByLabel('pixels per pixel').selectOption('4')
  await dialog.getByRole('button', { name: 'Copy' }).click()
  await dialog.getByText('The picture is copied, as PNG.').waitFor()
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    const blob = await item?.getType('image/png')
    return blob ? (await createImageBitmap(blob)).width : 0
  })
  expect(copied).toBe(Math.round((4 * 100 * 96) / 25.4))
  await page.evaluate(() => Object.defineProperty(globalThis, 'ClipboardItem', { value: undefined }))
  await dialog.getByRole('button', { name: 'Copy' }).click()
  await dialog.getByText('This browser lets no page copy pictures: save it as PNG instead.').waitFor()
  expect(errors).toEqual([])
  await page.close()
})

it('draws its preview anew as parts of a study come, where the run stands still', async () => {
  const { page, errors } = await blank(browser)
  // On as many processors as there are it might be done before the dialog is open.
  await page.addInitScript(() => Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 }))
  await page.goto(`${inject('url')}#s=deff-sweep&steps=20&speed=0&panels=sweep,loss`)
  await finished(page)
  await page.getByTestId('panel-sweep').getByRole('button', { name: 'Start the sweep' }).click()
  const dialog = await openFigure(page, 'sweep', 'Sweep')
  // Its size is said once it is drawn.
  await dialog.locator('figcaption').filter({ hasText: '×' }).waitFor()
  const look = () =>
    page.evaluate(() => ({
      picture: document.querySelector<HTMLCanvasElement>('.figure-preview canvas')?.toDataURL(),
      done: /took/.test(document.querySelector('[data-panel=sweep] .panel-study')?.textContent ?? ''),
    }))
  const first = await look()
  // A machine that is done before the dialog is open shows nothing of this.
  await until(async () => {
    const { picture, done } = await look()
    return first.done || (done && picture !== first.picture)
  })
  expect(errors).toEqual([])
  await page.close()
})
