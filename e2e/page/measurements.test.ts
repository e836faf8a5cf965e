import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { unzipSync } from 'fflate'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { encodeNpz, type NpyArray } from '../../src/lib/npz'
import { launch } from '../harness/chromium'
import { axeFindings, withAxe } from './axe'
import { hash, open, reached, step, text, until } from './browse'
import { openFigure, saveFigure } from './figures'

let browser: Browser
let folder: string
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
  folder = await mkdtemp(join(tmpdir(), 'noisescope-measurements-'))
})
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true })
})

const drawn = (shape: readonly number[], seed: number): NpyArray => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (((i + 3) * (37 + seed)) % 101) / 25 - 2),
})
const number = (value: number): NpyArray => ({ shape: [], data: Float64Array.of(value) })
const STEPS = [0, 40, 90]
const good = Object.fromEntries(
  STEPS.flatMap((step, at) => [
    [`residuals_${at}`, drawn([9], step)],
    [`jacobian_${at}`, drawn([9, 24], step + 5)],
    [`step_${at}`, number(step)],
  ]),
)
const indefinite = { residuals: drawn([2], 1), gram: { shape: [2, 2], data: Float64Array.of(1, 2, 2, 1) } }

/** Opens an archive from the dialog that says how to make one. */
async function bring(page: Page, name: string, arrays: Readonly<Record<string, NpyArray>>): Promise<void> {
  await page.getByRole('button', { name: 'Measurements of your own model…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('heading', { name: 'PyTorch' }).waitFor()
  await dialog.getByTestId('data-files').setInputFiles({ name, mimeType: '', buffer: Buffer.from(encodeNpz(arrays)) })
}

async function saved(page: Page, item: string): Promise<Buffer> {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()])
  return readFile(await download.path())
}

it('measurements of one’s own model take the place of the run with the numbers of the command line, and Back leads to the run', async () => {
  const { page, errors } = await open(browser, 's=linear-isotropic&speed=200&steps=1000000&arms=sgd')
  await withAxe(page)
  await reached(page, 20)
  const before = await hash(page)

  await bring(page, 'bad.npz', indefinite)
  await until(async () =>
    /^bad\.npz: array gram: the eigenvalue -1 found, allowed is a matrix without negative/.test(await text(page, 'message')),
  )
  await reached(page, (await step(page)) + 20)

  await bring(page, 'm.npz', good)
  await page.getByTestId('measured').waitFor()
  const shown = () => page.locator('[data-panel]').evaluateAll(all => all.map(panel => panel.getAttribute('data-panel')))
  await until(async () => (await shown()).length === 6)
  expect(await shown()).toEqual(['alignment', 'directions', 'sharpness', 'flatness', 'eigenvalues', 'loss'])
  await until(async () => (await step(page)) === 90)
  expect(await hash(page)).toBe(before)
  expect(await page.getByRole('button', { name: /^Play|^Pause/ }).count()).toBe(0)
  expect(await axeFindings(page)).toEqual([])

  // Nobody said η: it is given here, and the rows are read again.
  const first = await text(page, 'fingerprint')
  await page.getByRole('textbox', { name: /learning rate/ }).fill('0.25')
  await page.keyboard.press('Enter')
  await until(async () => (await text(page, 'fingerprint')) !== first)

  await page.getByRole('button', { name: 'Share' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('A link cannot hold measurements').waitFor()
  expect(await axeFindings(page)).toEqual([])
  const command = await dialog.getByRole('textbox', { name: 'Command' }).inputValue()
  await page.keyboard.press('Escape')
  await writeFile(join(folder, 'm.npz'), encodeNpz(good))
  const out = join(folder, 'out')
  const argv = command
    .split(' ')
    .slice(1)
    .map(word => ({ 'm.npz': join(folder, 'm.npz'), out })[word] ?? word)
  expect(argv).toContain('eta=0.25')
  const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'noisescope', '--', ...argv])
  expect(await text(page, 'fingerprint')).toBe(stdout.trim().split('\n').at(-1))
  const csv = await readFile(join(out, 'metrics.csv'), 'utf8')
  expect((await saved(page, 'Rows, CSV')).toString()).toBe(csv)
  const arrays = unzipSync(await saved(page, 'Rows and eigenvalues, NPZ'))
  expect(arrays['eigenvalues.npy']).toEqual(unzipSync(await readFile(join(out, 'spectra.npz')))['eigenvalues.npy'])
  const mu = arrays['mu.npy']?.slice(-8 * STEPS.length)
  const [header = '', ...rows] = csv.trim().split('\n')
  const column = header.split(',').indexOf('mu')
  expect([...new Float64Array(mu?.buffer ?? new ArrayBuffer(0))]).toEqual(rows.map(row => Number(row.split(',')[column])))

  const figure = await openFigure(page, 'eigenvalues', 'Eigenvalues')
  const drawing = (await saveFigure(page, figure, 'svg')).bytes.toString('utf8')
  expect(drawing).toContain('<title>Eigenvalues')
  expect(drawing).toContain('Measurements of a model at step 90. n = 9, η = 0.25.')
  expect(drawing).not.toMatch(/<text|linear-isotropic/)
  await page.keyboard.press('Escape')
  await figure.waitFor({ state: 'detached' })

  const sentence = page.getByTestId('panel-alignment').locator('.panel-sentence')
  const last = await sentence.textContent()
  await page.getByRole('slider', { name: 'Checkpoint on screen' }).press('ArrowLeft')
  await until(async () => (await step(page)) === 40 && (await sentence.textContent()) !== last)

  const at = await page.evaluate(() => document.querySelector('[data-testid="checkpoint"]')?.textContent)
  expect(at).toContain('n = 9, p = 24')
  await page.getByRole('button', { name: 'Back to the run' }).click()
  await reached(page, 60)
  expect([await page.getByTestId('measured').count(), await hash(page)]).toEqual([0, before])
  expect(errors).toEqual([])
  await page.close()
})
