import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CHOICE_KEYS } from '../../src/lib/dataChoice'
import { shortened } from '../../src/lib/text'
import { decodeLink } from '../../src/scenario'
import { readOwn } from '../../src/sim/files/own'
import { digestOfValues, SIBLINGS, type Values } from '../../src/sim/files/siblings'
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
const alone = readdirSync(CASES).filter(name => !IMAGES.includes(name))
const given = (names: readonly string[]) => Object.fromEntries(names.map(name => [name, readFileSync(join(CASES, name))]))
const cases: Record<string, Partial<Values> & { d: number }> = JSON.parse(readFileSync(join(CASES, '../cases.json'), 'utf8'))
/** What the digest of a case must be, where numpy's reading of it is kept as a whole. */
const valuesOf = (name: string): Values | null => {
  const values = cases[name]
  return values?.X ? { ...values, X: values.X, ...(name === IMAGES[0] && { shape: [4, 4], bytes: true }) } : null
}

const SETS: readonly (readonly [name: string, files: Readonly<Record<string, Uint8Array>>, values: Values | null])[] = [
  ...alone.map(name => [name, given([name]), valuesOf(name)] as const),
  ['images', given(IMAGES), valuesOf(IMAGES[0] ?? '')],
  ...Object.entries(SIBLINGS).map(([kind, values]) => [kind, values.files, values] as const),
]

it('files as people have them, and a sibling of each kind, hold on the page what they were written from', async () => {
  const { page, errors } = await open(browser, 's=linear-isotropic&steps=1000000&speed=20')
  await reached(page, 1)
  await page.getByRole('combobox', { name: 'data', exact: true }).selectOption('file')
  for (const [kind, set, values] of SETS) {
    const files = Object.entries(set).map(([name, bytes]) => ({ name, mimeType: '', buffer: Buffer.from(bytes) }))
    const { info } = await readOwn(
      files.map(({ name, buffer }) => fileOf(name, Uint8Array.from(buffer))),
      () => {},
    )
    if (values) expect(digestOfValues(values), kind).toBe(info.digest)
    await page.getByTestId('data-files').setInputFiles(files)
    const button = page.getByRole('button', { name: 'Run on these data' })
    const taken = async () => {
      const { data } = decodeLink(await hash(page))
      const named = (await text(page, 'own-data')).includes(shortened(Object.keys(set).join(', ')))
      return named && data.file === info.digest && CHOICE_KEYS.every(key => data[key] === info.choice[key])
    }
    await until(async () => (await taken()) || ((await button.count()) > 0 && (await button.isEnabled())))
    if (!(await taken())) await button.click()
    await until(taken)
    await reached(page, 1)
  }
  expect(errors).toEqual([])
  await page.close()
})
