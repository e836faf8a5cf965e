import { readFile } from 'node:fs/promises'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../harness/chromium'
import { axeFindings, withAxe } from './axe'
import { errorsOf, finished, HANG, hash, text, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const RUN = 's=linear-anisotropic&steps=120&speed=0&seed=3'

/** A browser's profile of its own, whose tabs share what is kept. */
async function profile(): Promise<{ context: BrowserContext; tab(fragment: string): Promise<{ page: Page; errors: string[] }> }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  context.setDefaultTimeout(HANG)
  return {
    context,
    async tab(fragment) {
      const page = await context.newPage()
      const errors = errorsOf(page)
      await page.goto(`${inject('url')}#${fragment}`)
      return { page, errors }
    },
  }
}

const items = (page: Page) => page.getByRole('list', { name: 'Kept runs' }).getByRole('listitem')
const said = (page: Page) => text(page, 'kept-said')
const saying = (page: Page, words: string) => page.getByTestId('kept-said').getByText(words).waitFor()
const openKept = (page: Page) => page.getByRole('button', { name: 'Compare', exact: true }).click()
const bits = (fingerprint: string) => fingerprint.replace(/\s/g, '')

async function keep(page: Page, name: string, note = ''): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name)
  if (note) await page.getByLabel('Note', { exact: true }).fill(note)
  await page.getByRole('button', { name: 'Keep this run' }).click()
  await saying(page, `“${name}” is kept.`)
}

it('keeps a run over a reload, opens it with the same fingerprint, and leads back', async () => {
  const { context, tab } = await profile()
  const { page, errors } = await tab(RUN)
  const kept = bits((await finished(page)).fingerprint)
  await page.keyboard.press('k')
  await page.getByText('Nothing is kept yet.').waitFor()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Linear model, power-law inputs · seed=3 · steps=120')
  await keep(page, 'seventh seed', 'before the change')
  await items(page).locator('img').waitFor()
  await page.getByRole('button', { name: 'Keep this run' }).click()
  await saying(page, 'This run is kept already, as “seventh seed”.')

  await page.goto('about:blank')
  await page.goto(`${inject('url')}#s=olm-diagonal&steps=50&speed=0`)
  await finished(page)
  const other = await hash(page)
  await openKept(page)
  await page.getByLabel('Note on “seventh seed”').waitFor()
  expect(await page.getByLabel('Note on “seventh seed”').inputValue()).toBe('before the change')
  await page.getByText('fingerprint', { exact: true }).last().click()
  expect(await page.getByTestId('kept-fingerprint').textContent()).toBe(kept)
  await page.getByRole('button', { name: 'Open “seventh seed”' }).click()
  await until(async () => (await text(page, 'message')).includes('is at step 120 again, with the fingerprint that it was kept with'))
  expect(bits((await finished(page)).fingerprint)).toBe(kept)
  await page.goBack()
  await until(async () => (await hash(page)) === other)
  expect(errors).toEqual([])
  await context.close()
})

it('is used by keys: renamed in place, laid beside the run, deleted and put back; passes the rules of axe', async () => {
  const { context, tab } = await profile()
  const { page, errors } = await tab(RUN)
  await withAxe(page)
  await finished(page)
  await openKept(page)
  await keep(page, 'one')
  expect(await axeFindings(page)).toEqual([])
  const name = page.getByLabel('Name of “one”')
  await name.fill('given up')
  await name.press('Escape')
  expect(await name.inputValue()).toBe('one')
  await name.fill('another name')
  await name.press('Enter')
  await page.getByLabel('Name of “another name”').waitFor()
  const beside = page.getByRole('checkbox', { name: '“another name” beside the run' })
  await beside.press('Space')
  await until(() => beside.isChecked())
  await page.getByRole('button', { name: 'Delete “another name”' }).press('Enter')
  await saying(page, '“another name” is deleted.')
  await page.getByText('Nothing is kept yet.').waitFor()
  // The keyboard stands on the way back.
  await until(() => page.getByRole('button', { name: 'Undo' }).evaluate(undo => undo === document.activeElement))
  await page.keyboard.press('Enter')
  await saying(page, '“another name” is back.')
  expect(await beside.isChecked()).toBe(false)
  await page.reload()
  await finished(page)
  await openKept(page)
  await page.getByLabel('Name of “another name”').waitFor()
  expect(errors).toEqual([])
  await context.close()
})

it('lays four runs beside the one on screen, and refuses the fifth in words', async () => {
  const { context, tab } = await profile()
  const { page, errors } = await tab(RUN)
  for (let seed = 1; seed <= 5; seed++) {
    await page.goto('about:blank')
    await page.goto(`${inject('url')}#${RUN}&steps=20`.replace('&steps=120', '').replace('seed=3', `seed=${seed + 10}`))
    await finished(page)
    await openKept(page)
    await keep(page, `seed ${seed}`)
  }
  const box = (seed: number) => page.getByRole('checkbox', { name: `“seed ${seed}” beside the run` })
  for (let seed = 1; seed <= 4; seed++) {
    await box(seed).click()
    await until(() => box(seed).isChecked())
  }
  await box(5).click()
  await saying(page, 'At most 4 kept runs lie beside the one on screen (“seed 1”, “seed 2”, “seed 3”, “seed 4”)')
  expect(await box(5).isChecked()).toBe(false)
  await box(2).click()
  await until(async () => !(await box(2).isChecked()))
  await box(5).click()
  await until(() => box(5).isChecked())
  expect(errors).toEqual([])
  await context.close()
})

/** What a download holds. */
async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Uint8Array }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

const choose = (page: Page, name: string, bytes: Uint8Array) =>
  page.getByTestId('kept-files').setInputFiles({ name, mimeType: 'application/zip', buffer: Buffer.from(bytes) })

it('exports to one file, which another profile imports once: the same fingerprint there; a damaged or newer file is refused', async () => {
  const { context, tab } = await profile()
  const here = await tab(RUN)
  const kept = bits((await finished(here.page)).fingerprint)
  await openKept(here.page)
  await keep(here.page, 'to be shared', 'with a note')
  await here.page.getByRole('button', { name: 'Export…' }).click()
  const { name, bytes } = await saved(here.page, () => here.page.getByRole('button', { name: 'Export 1 of 1' }).click())
  expect(name).toBe('noisescope-to-be-shared.noisescope.zip')
  await saying(here.page, `Saved as ${name}`)
  expect(here.errors).toEqual([])
  await context.close()

  const fresh = await profile()
  const { page, errors } = await fresh.tab('s=olm-diagonal&steps=50&speed=0')
  const before = await finished(page)
  // Dropped on the page; what is damaged or newer changes nothing.
  const damaged = Uint8Array.from(bytes, (byte, i) => (i === Math.floor(bytes.length / 2) ? byte ^ 1 : byte))
  await page.evaluate(
    ([name, content]) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([Uint8Array.from(content)], name))
      for (const type of ['dragenter', 'drop'])
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    },
    ['damaged.noisescope (1).zip', Array.from(damaged)] as const,
  )
  await saying(page, '“damaged.noisescope (1).zip” was not imported')
  expect(await said(page)).toMatch(/damaged.* Nothing was changed\.$/)
  await page.getByText('Nothing is kept yet.').waitFor()
  const files = unzipSync(bytes)
  const manifest = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()))
  const newer = zipSync({ ...files, 'manifest.json': strToU8(JSON.stringify({ ...manifest, format: 2, software: 'Noisescope 9.0.0' })) })
  await choose(page, 'newer.noisescope.zip', newer)
  await saying(page, 'The file has format 2, written by Noisescope 9.0.0, and this page reads formats up to 1')
  expect(await hash(page)).toBe(before.hash)

  await choose(page, name, bytes)
  await saying(page, '“to be shared” is imported.')
  await choose(page, name, bytes)
  await saying(page, '“to be shared” is here already, and stays as it is.')
  expect(await items(page).count()).toBe(1)
  expect(await page.getByLabel('Note on “to be shared”').inputValue()).toBe('with a note')
  await page.getByRole('button', { name: 'Open “to be shared”' }).click()
  await until(async () => (await text(page, 'message')).includes('with the fingerprint that it was kept with'))
  expect(bits((await finished(page)).fingerprint)).toBe(kept)
  expect(errors).toEqual([])
  await fresh.context.close()
})

it('says that the storage is full or closed, and the run stays as it is', async () => {
  const { context, tab } = await profile()
  const { page } = await tab(RUN)
  const { fingerprint } = await finished(page)
  // Chromium asks for the quota at the first writing, and grants some more than that.
  const devtools = await context.newCDPSession(page)
  const { origin } = new URL(inject('url'))
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 })
  await openKept(page)
  await page.getByRole('button', { name: 'Keep this run' }).click()
  await saying(page, 'Nothing was kept: this browser says that its storage is full. Delete what is no longer needed')
  expect(await text(page, 'fingerprint')).toBe(fingerprint)
  await page.getByText('Nothing is kept yet.').waitFor()
  await devtools.send('Storage.overrideQuotaForOrigin', { origin })
  await page.getByRole('button', { name: 'Keep this run' }).click()
  await saying(page, 'is kept.')
  await context.close()

  const closed = await profile()
  await closed.context.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', {
      get: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError')
      },
    })
  })
  const private_ = await closed.tab(RUN)
  expect((await finished(private_.page)).fingerprint).toBe(fingerprint)
  await openKept(private_.page)
  await private_.page.getByText(/cannot be read: this browser says that its storage is closed to this page/).waitFor()
  await private_.page.getByRole('button', { name: 'Keep this run' }).click()
  await saying(private_.page, 'Nothing was kept: this browser says that its storage is closed to this page.')
  await closed.context.close()
})

it('another tab sees at once what is kept, renamed and deleted in this one', async () => {
  const { context, tab } = await profile()
  const here = await tab(RUN)
  await finished(here.page)
  const there = await tab(RUN)
  await finished(there.page)
  for (const { page } of [here, there]) await openKept(page)
  await there.page.getByText('Nothing is kept yet.').waitFor()
  await keep(here.page, 'seen by both')
  await there.page.getByLabel('Name of “seen by both”').waitFor()
  await there.page.getByRole('button', { name: 'Delete “seen by both”' }).click()
  await here.page.getByText('Nothing is kept yet.').waitFor()
  await there.page.getByRole('button', { name: 'Undo' }).click()
  await here.page.getByLabel('Name of “seen by both”').waitFor()
  expect([...here.errors, ...there.errors]).toEqual([])
  await context.close()
})

it('keeps a sweep with its runs, and another profile has them at once', async () => {
  const { context, tab } = await profile()
  const here = await tab('s=linear-label-noise&n=60&d=8&steps=2000&speed=0&grid=eta=0.01,0.02,0.03')
  await here.page.getByTestId('panel-grid').getByText(/took/).waitFor()
  await openKept(here.page)
  await here.page.getByLabel('Name', { exact: true }).fill('three rates')
  await here.page.getByRole('button', { name: 'Keep the sweep of 3 runs' }).click()
  await saying(here.page, '“three rates” is kept.')
  await here.page.getByRole('button', { name: 'Export…' }).click()
  const { name, bytes } = await saved(here.page, () => here.page.getByRole('button', { name: 'Export 1 of 1' }).click())
  expect(here.errors).toEqual([])
  await context.close()

  const fresh = await profile()
  const { page, errors } = await fresh.tab('s=olm-diagonal&steps=50&speed=0')
  await finished(page)
  await openKept(page)
  await choose(page, name, bytes)
  await saying(page, '“three rates” is imported.')
  expect(await page.getByRole('checkbox').count()).toBe(0)
  await page.getByRole('button', { name: 'Open “three rates”' }).click()
  await until(async () => (await text(page, 'message')) === '“three rates”: 3 of its 3 runs are here again.')
  await page
    .getByTestId('panel-grid')
    .getByText(/kept from before|took/)
    .waitFor()
  await until(async () => /3 runs/.test((await page.getByTestId('panel-grid').textContent()) ?? ''))
  expect(errors).toEqual([])
  await fresh.context.close()
})
