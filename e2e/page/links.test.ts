import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { decodeLink, encodeLink } from '../../src/scenario'
import { launch } from '../harness/chromium'
import { finished, hash, open, reached, text, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

async function fingerprintOf(link: string): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'noisescope-'))
  const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'noisescope', '--', 'run', link, '--out', out])
  await rm(out, { recursive: true })
  return stdout.trim().split('\n').at(-1)!
}

it('a link with two events ends on the fingerprint that the command line prints', async () => {
  const link = 'v=1&s=linear-anisotropic&seed=11&steps=700&speed=0&at=120:eta:0.9,400:B:1'
  const { page, errors } = await open(browser, link)
  await finished(page)
  expect(await text(page, 'step')).toBe('700')
  expect(await text(page, 'backend')).toBe('wasm')
  const [shown, printed] = [await text(page, 'fingerprint'), await fingerprintOf(link)]
  console.log(`page ${shown}, command line ${printed}`)
  expect(shown).toBe(printed)
  // A reload in mid-run or after it gives the same again.
  await page.reload()
  await finished(page)
  expect(await text(page, 'fingerprint')).toBe(printed)
  expect(errors).toEqual([])
  await page.close()
})

it.each(['s=two-layer&steps=150&at=60:eta:0.05', 's=mlp-digits-small&steps=40&every=20'])(
  'the network of %s ends on the same bits in the page and on the command line',
  async link => {
    const { page, errors } = await open(browser, `${link}&speed=0`)
    await finished(page)
    expect(await text(page, 'backend')).toBe('wasm')
    expect(await text(page, 'fingerprint')).toBe(await fingerprintOf(link))
    expect(errors).toEqual([])
    await page.close()
  },
)

it('a link of 300 changes is packed, opens in the page and on the command line, and stays as it is', async () => {
  const events = Array.from({ length: 300 }, (_, i) => ({
    step: 2 * i + 1,
    arm: 'sgd',
    field: 'eta' as const,
    value: 0.05 + (i % 7) / 100,
  }))
  const link = encodeLink({ ...decodeLink('s=linear-anisotropic&steps=700&speed=0'), events })
  expect(link).toMatch(/&z=1/)
  const { page, errors } = await open(browser, link)
  await finished(page)
  expect(await text(page, 'message')).toBe('')
  expect(await hash(page)).toBe(`#${link}`)
  expect(await text(page, 'fingerprint')).toBe(await fingerprintOf(link))
  expect(errors).toEqual([])
  await page.close()
})

it.each([
  ['%23v=1&s=olm-diagonal&B=4&steps=20', ''],
  ['?v=1&s=olm-diagonal&B=4&steps=20', ''],
  ['#v=1&s=olm-diagonal&B=4&steps=20).', ''],
  ['#v=1&amp;s=olm-diagonal&amp;B=4&amp;steps=20', ''],
  ['#v%3D1%26s%3Dolm-diagonal%26B%3D4%26steps%3D20', ''],
  ['?lang=en#v=1&s=olm-diagonal&B=4&steps=20,', '?lang=en'],
])('an address that ends in %s opens what is meant, and is rewritten with the first change', async (address, kept) => {
  const { page, errors } = await open(browser, '')
  await page.goto('about:blank')
  await page.goto(inject('url') + address)
  await finished(page)
  const href = () => page.evaluate(() => location.href)
  expect(await text(page, 'step')).toBe('20')
  expect(
    await page
      .getByRole('textbox', { name: /^batch size/ })
      .first()
      .inputValue(),
  ).toBe('4')
  expect(await text(page, 'message')).toBe('')
  expect(await href()).toBe(inject('url') + address)
  await page.keyboard.press('n')
  await until(async () => (await href()) !== inject('url') + address)
  expect(await href()).toBe(`${inject('url')}${kept}#v=1&s=olm-diagonal&B=4&seed=3&steps=20`)
  await finished(page)
  await page.goBack()
  await until(async () => (await href()) === inject('url') + address)
  expect(errors).toEqual([])
  await page.close()
})

const MALFORMED: readonly [link: string, named: string, value: string, range: string][] = [
  ['eta=abc', 'eta', 'abc', '0.000001'],
  ['eta=NaN', 'eta', 'NaN', '1000'],
  ['eta=-0.5', 'eta', '-0.5', '1000'],
  ['eta=1e400', 'eta', '1e400', '1000'],
  ['eta=Infinity', 'eta', 'Infinity', '1000'],
  ['B=0', 'B', '0', '20000'],
  ['B=1.5', 'B', '1.5', 'integer'],
  ['n=100&B=101', 'B', '101', 'n = 100'],
  ['n=20001', 'n', '20001', '20000'],
  ['d=0x10', 'd', '0x10', '4096'],
  ['s=unheard-of', 's', 'unheard-of', 'linear-isotropic'],
  ['v=99', 'v', '99', '1'],
  ['colour=red', 'colour', 'colour', 'eta'],
  ['model=<img src=x onerror=alert(1)>', 'model', '<img', 'olm-diagonal'],
  ['gd.B=4', 'gd.B', '4', 'batch size'],
  ['who.eta=1', 'who', 'who', 'sgd'],
  ['at=5:eta', 'at', '5:eta', 'step:field:value'],
  ['at=10:B:100000', 'B', '100000', '20000'],
  ['n=%E0%A4%A', 'link', 'n=%E0%A4%A', 'percent'],
  [`values=${'1,'.repeat(1500)}1`, 'link', '3008', '2000'],
]

it('twenty malformed links open the preset and name field, value and range', async () => {
  expect(MALFORMED.length).toBe(20)
  const { page, errors } = await open(browser, 's=linear-isotropic&speed=0')
  await reached(page, 10)
  for (const [link, named, value, range] of MALFORMED) {
    await page.goto('about:blank')
    await page.goto(`${inject('url')}#${link}`)
    await until(async () => (await text(page, 'message')) !== '')
    const message = await text(page, 'message')
    expect(message).toContain(named)
    expect(message).toContain(value)
    expect(message).toContain(range)
    await reached(page, 1)
    // What could not be read is not lost.
    expect(await hash(page)).toBe(new URL(`#${link}`, inject('url')).hash)
    expect(await page.evaluate(() => document.querySelectorAll('img').length)).toBe(0)
  }
  expect(errors).toEqual([])
  await page.close()
})
