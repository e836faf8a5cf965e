import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CHOICE_KEYS } from '../../src/lib/dataChoice'
import { decodeLink } from '../../src/scenario'
import { readOwn } from '../../src/sim/files/own'
import { fileOf } from '../../src/sim/files/testing'
import { launch } from '../harness/chromium'
import { hash, open, reached, text, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const CASES = join(import.meta.dirname, '../../src/sim/files/fixtures/cases')
const IMAGES = ['img-u1.idx3', 'emnist.idx1']

it('files as people have them are read on the page as they are by themselves', async () => {
  const { page, errors } = await open(browser, 's=linear-isotropic&steps=1000000&speed=20')
  await reached(page, 1)
  await page.getByRole('combobox', { name: 'data', exact: true }).selectOption('file')
  const alone = readdirSync(CASES).filter(name => !IMAGES.includes(name))
  for (const names of [...alone.map(name => [name]), IMAGES]) {
    const files = names.map(name => ({ name, mimeType: '', buffer: readFileSync(join(CASES, name)) }))
    const { info } = await readOwn(
      files.map(({ name, buffer }) => fileOf(name, Uint8Array.from(buffer))),
      () => {},
    )
    await page.getByTestId('data-files').setInputFiles(files)
    const button = page.getByRole('button', { name: 'Run on these data' })
    const taken = async () => {
      const { data } = decodeLink(await hash(page))
      return data.file === info.digest && CHOICE_KEYS.every(key => data[key] === info.choice[key])
    }
    await until(async () => (await taken()) || ((await button.count()) > 0 && (await button.isEnabled())))
    if (!(await taken())) await button.click()
    await until(taken)
    await until(async () => (await text(page, 'own-data')).includes(names[0] ?? ''))
    await reached(page, 1)
  }
  expect(errors).toEqual([])
  await page.close()
})
