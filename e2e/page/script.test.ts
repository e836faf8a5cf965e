import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../harness/chromium'
import { axeFindings, withAxe } from './axe'
import { blank, finished } from './browse'

/** Debian's Python, where its package python3-numpy lies; or the one in PYTHON. */
const PYTHON = process.env.PYTHON ?? '/usr/bin/python3'
const numpy = spawnSync(PYTHON, ['-c', 'import numpy']).status === 0
if (!numpy) console.warn(`skipped: scripts of the page are not run, for ${PYTHON} has no numpy`)

const out = mkdtempSync(join(tmpdir(), 'noisescope-page-script-'))
let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(async () => {
  await browser?.close()
  rmSync(out, { recursive: true })
})

async function openDialog(page: Page) {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('menuitem', { name: /^Python script/ }).click()
  const dialog = page.getByRole('dialog', { name: 'This run as a Python script' })
  await dialog.waitFor()
  return dialog
}

it('hands over a script of the run on screen, and a notebook, which compute it anew', async () => {
  const { page, errors } = await blank(browser)
  await withAxe(page)
  await page.goto(`${inject('url')}#v=1&s=linear-anisotropic&steps=60&speed=0&at=20:sgd.eta:0.3`)
  await finished(page)
  const dialog = await openDialog(page)
  const steps = dialog.getByLabel('Up to step')
  expect(await steps.inputValue()).toBe('60')
  await steps.fill('61')
  expect(await dialog.getByRole('alert').textContent()).toBe(
    'up to step: found “61”; allowed is a whole number from 1 to 60, the steps of this run',
  )
  expect(await dialog.getByRole('button', { name: 'Write the script' }).isDisabled()).toBe(true)
  expect(await axeFindings(page)).toEqual([])
  await steps.fill('40')

  for (const [kind, name] of [
    ['Python file', 'noisescope-linear-anisotropic.py'],
    ['Jupyter notebook', 'noisescope-linear-anisotropic.ipynb'],
  ] as const) {
    await dialog.getByLabel(kind).check()
    const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Write the script' }).click()])
    expect(download.suggestedFilename()).toBe(name)
    await download.saveAs(join(out, name))
    await dialog.getByText(`${name} is among your downloads.`).waitFor()
  }
  expect(errors).toEqual([])
  await page.close()

  const text = readFileSync(join(out, 'noisescope-linear-anisotropic.py'), 'utf8')
  const link = /#(v=1&s=linear-anisotropic&\S*)$/m.exec(text)?.[1] ?? ''
  expect(link.split('&')).toEqual(expect.arrayContaining(['steps=40', 'at=20:sgd.eta:0.3']))
  const { cells } = JSON.parse(readFileSync(join(out, 'noisescope-linear-anisotropic.ipynb'), 'utf8'))
  expect(JSON.stringify(cells)).toContain(`${inject('url')}?embed=1&panel=loss#${link}`)
  if (!numpy) return
  const { status, stderr } = spawnSync(PYTHON, [join(out, 'noisescope-linear-anisotropic.py')], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})

it('says what a script cannot do', async () => {
  const { page, errors } = await blank(browser)
  await page.goto(`${inject('url')}#v=1&s=valley&steps=20&speed=0`)
  await finished(page)
  const dialog = await openDialog(page)
  await dialog.getByRole('button', { name: 'Write the script' }).click()
  await dialog.getByText(/It could not be written\. model: found “valley”; allowed is/).waitFor()
  expect(errors).toEqual([])
  await page.close()
})
