import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decodeLink } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import { createSimulation } from '../../src/sim/simulation'
import { launch } from '../harness/chromium'
import { finished, hash, open, pause, reached, step, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** The fingerprint that a link leads to at a step. */
async function replayed({ hash, step }: { hash: string; step: number }): Promise<string> {
  const sim = await createSimulation(decodeLink(hash), await createBackend('wasm'))
  await sim.advance(step)
  return sim.fingerprint()
}

it('a value typed after scrubbing back starts a branch whose link leads to the same bits', async () => {
  const { page, errors } = await open(browser, 's=linear-anisotropic&speed=30&steps=1000000')
  await reached(page, 60)
  const { step: end } = await pause(page)
  await page.getByRole('slider', { name: 'Step on screen' }).focus()
  for (const back of [10, 20, 30]) {
    await page.keyboard.press('PageDown')
    await until(async () => (await step(page)) === end - back)
  }
  const field = page.getByRole('textbox', { name: /^learning rate/ })
  await field.fill('0.2')
  await field.press('Enter')
  await until(async () => (await hash(page)).includes(`at=${end - 30}:sgd.eta:0.2`))
  // What lay beyond is forgotten.
  await until(async () => (await page.getByRole('slider', { name: 'Step on screen' }).getAttribute('max')) === String(end - 30))
  await page.getByRole('button', { name: /^play/i }).click()
  await reached(page, end)
  const shown = await pause(page)
  expect(shown.fingerprint).toBe(await replayed(shown))
  expect(errors).toEqual([])
  await page.close()
})

it('arms added and removed while the run goes on leave it whole', async () => {
  const { page, errors } = await open(browser, 's=linear-anisotropic&speed=200&steps=1000000')
  await reached(page, 10)
  const arms = async () => decodeLink(await hash(page)).arms.map(arm => arm.id)
  for (const kind of [/^SGD/, /^GD/]) {
    const before = (await arms()).length
    await page.getByRole('button', { name: 'Add an arm' }).click()
    await page.getByRole('menuitem', { name: kind }).first().click()
    await until(async () => (await arms()).length === before + 1)
    await reached(page, 5)
  }
  expect(await arms()).toEqual(['sgd', 'gd', 'sgd2', 'gd2'])
  expect(await page.getByRole('button', { name: 'Add an arm' }).count()).toBe(0)
  await page.getByRole('button', { name: 'SGD', exact: true }).click()
  await page.getByRole('button', { name: 'Clone, rename, move or remove SGD', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await until(async () => (await arms()).join() === 'gd,sgd2,gd2')
  await reached(page, 20)
  const shown = await pause(page)
  expect(shown.fingerprint).toBe(await replayed(shown))
  expect(errors).toEqual([])
  await page.close()
})

it.each([
  ['measured in place', 's=linear-anisotropic&speed=0&every=20&steps=200&at=60:sgd.eta:0.3'],
  ['measured beside the run', 's=two-layer&plane=eigen&m=1500&n=150&eta=0.001&speed=0&every=5&steps=20&at=12:sgd.eta:0.0005'],
])('the rows that the page exports are those of the command line: %s', async (_, link) => {
  const { page, errors } = await open(browser, link)
  await finished(page)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Measured rows of SGD' }).click(),
  ])
  const out = await mkdtemp(join(tmpdir(), 'noisescope-'))
  await download.saveAs(join(out, 'page.csv'))
  await promisify(execFile)('npm', ['run', '-s', 'noisescope', '--', 'run', link, '--out', join(out, 'run')])
  const [shown, printed] = await Promise.all(['page.csv', 'run/sgd/metrics.csv'].map(file => readFile(join(out, file), 'utf8')))
  await rm(out, { recursive: true })
  expect(shown).toBe(printed)
  expect(errors).toEqual([])
  await page.close()
})
