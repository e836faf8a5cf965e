import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decodeLink } from '../../src/scenario'
import { launch } from '../harness/chromium'
import { facts, finished, hash, open, pause, reached, step, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const scenario = async (page: Page) => decodeLink(await hash(page))

/** The losses of every arm by step, as the page exports them. */
async function losses(page: Page): Promise<Map<number, string>[]> {
  const arms = (await scenario(page)).arms.map(arm => arm.id)
  const found: Map<number, string>[] = []
  for (const [a] of arms.entries()) {
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    const item = page.getByRole('menuitem', { name: /^Measured rows of (?!all)/ }).nth(a)
    const [download] = await Promise.all([page.waitForEvent('download'), item.click()])
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
    const [head = '', ...rows] = Buffer.concat(chunks)
      .toString()
      .trim()
      .split('\n')
      .filter(line => !line.startsWith('#'))
    const column = head.split(',').indexOf('loss')
    found.push(new Map(rows.map(row => row.split(',')).map(row => [Number(row[0]), row[column] ?? ''])))
  }
  return found
}

it('a branch takes its parent’s steps up to its own, and others from there, and its link leads to the same bits', async () => {
  const { page, errors } = await open(browser, 's=linear-anisotropic&speed=0&every=10&steps=200&step=100')
  await reached(page, 100)
  await page.getByRole('button', { name: 'Branch here' }).click()
  const form = page.getByRole('dialog', { name: 'Branch here' })
  const value = form.getByRole('textbox', { name: /^To/ })
  await form.getByRole('button', { name: 'Branch', exact: true }).click()
  expect(await form.getByRole('alert').textContent()).toContain('the same steps as SGD')
  await value.fill('two')
  await value.press('Enter')
  await until(async () => ((await form.getByRole('alert').textContent()) ?? '').startsWith('Allowed: a number from'))
  await value.fill('0,05')
  await value.press('Enter')
  await until(async () => (await hash(page)).includes('at=100:sgdfrom100.eta:0.05'))
  await reached(page, 100)
  expect(await step(page)).toBe(100)
  expect(await page.getByRole('button', { name: 'SGD from 100', exact: true }).getAttribute('aria-pressed')).toBe('true')
  await page.getByRole('button', { name: /^play/i }).click()
  const shown = await finished(page)
  const [parent, , branch] = await losses(page)
  const differ = [...(parent ?? [])].filter(([at, loss]) => branch?.get(at) !== loss).map(([at]) => at)
  expect(branch?.size).toBe(21)
  expect(differ).toEqual([110, 120, 130, 140, 150, 160, 170, 180, 190, 200])
  const other = await open(browser, shown.hash.slice(1).replace('&step=100', ''))
  expect((await finished(other.page)).fingerprint).toBe(shown.fingerprint)
  await other.page.close()
  await page.goBack()
  await until(async () => (await scenario(page)).arms.length === 2)
  await until(async () => {
    const { status, step } = await facts(page)
    return status !== 'loading' && step === 200
  })
  expect(errors).toEqual([])
  await page.close()
})

it('says where no branch can be', async () => {
  const { page } = await open(browser, 's=linear-anisotropic&arms=sgd,gd,sgd2:sgd,gd2:gd&speed=0&steps=100000000')
  await reached(page, 1)
  await pause(page)
  await page.keyboard.press('b')
  await page.getByText('At most 4 arms run side by side').waitFor()
  await page.close()
})

/** The recorded changes in the link. */
const at = async (page: Page) => /[#&]at=([^&]*)/.exec(await hash(page))?.[1] ?? ''

it('marks of changes are dragged, moved by keys and by number, deleted, and brought back by Back', async () => {
  const { page, errors } = await open(
    browser,
    's=linear-anisotropic&speed=0&every=10&steps=400&at=100:sgd.eta:0.3,200:sgd.momentum:0.5&step=300',
  )
  await reached(page, 300)
  const mark = (step: number) => page.getByRole('button', { name: new RegExp(`^Change at step ${step}:`) })
  await mark(100).hover()
  const box = await mark(100).boundingBox()
  const track = await page.locator('.timeline-track').boundingBox()
  if (!box || !track) throw new Error('no mark')
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2 + track.width / 6, box.y + 5, { steps: 4 })
  expect(await at(page)).toContain('100:sgd.eta:0.3')
  await page.mouse.up()
  await until(async () => /^1(49|50|51):sgd.eta:0.3,200:/.test(await at(page)))
  await reached(page, 300)
  expect(await step(page)).toBe(300)
  await mark(200).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await until(async () => (await at(page)).endsWith(',216:sgd.momentum:0.5'))
  await reached(page, 300)
  await mark(216).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Change at step 216' })
  await dialog.getByRole('textbox', { name: 'Step' }).fill('400')
  await dialog.getByRole('button', { name: 'Move' }).click()
  await until(async () => ((await dialog.getByRole('alert').textContent()) ?? '').includes('to 399'))
  await dialog.getByRole('textbox', { name: 'Step' }).fill('250')
  await dialog.getByRole('button', { name: 'Move' }).click()
  await until(async () => (await at(page)).endsWith(',250:sgd.momentum:0.5'))
  expect(await page.getByRole('list', { name: 'Recorded changes' }).getByRole('listitem').last().textContent()).toContain(
    'step 250: SGD momentum',
  )
  await reached(page, 300)
  await mark(250).press('Delete')
  await until(async () => !(await at(page)).includes('momentum'))
  await page.goBack()
  await until(async () => (await at(page)).endsWith(',250:sgd.momentum:0.5'))
  await reached(page, 300)
  expect(await step(page)).toBe(300)
  await page.getByRole('button', { name: /^play/i }).click()
  const shown = await finished(page)
  const other = await open(browser, shown.hash.slice(1).replace('&step=300', ''))
  expect((await finished(other.page)).fingerprint).toBe(shown.fingerprint)
  expect(errors).toEqual([])
  await other.page.close()
  await page.close()
})

it.each([390, 1440])('of marks that lie close together one is moved, and no other, at a width of %i', async width => {
  const link = 's=linear-anisotropic&speed=0&every=10&steps=400&at=100:sgd.eta:0.3,102:sgd.eta:0.4,102:sgd.momentum:0.5&step=300'
  const { page, errors } = await open(browser, link, { width, height: 900 })
  await reached(page, 300)
  const mark = (step: number, of: string) => page.getByRole('button', { name: new RegExp(`^Change at step ${step}:.*${of}`) })
  const track = await page.getByRole('group', { name: 'Changes on the timeline' }).boundingBox()
  const box = await mark(100, 'η').boundingBox()
  if (!box || !track) throw new Error('no mark')
  // The mark itself: that of step 102 covers half of a handle's usual width.
  const [x, y] = [track.x + (100 / 300) * track.width, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + track.width / 3, y, { steps: 4 })
  await page.mouse.up()
  await until(async () => /^102:sgd.eta:0.4,102:sgd.momentum:0.5,(199|20[01]):sgd.eta:0.3$/.test(await at(page)))
  await reached(page, 300)
  // Keys hold on to the change that they move, past another of the same setting.
  await mark(102, 'η').focus()
  for (let press = 0; press < 8; press++) await page.keyboard.press('Shift+ArrowRight')
  await until(async () => /^102:sgd.momentum:0.5,(199|20[01]):sgd.eta:0.3,222:sgd.eta:0.4$/.test(await at(page)))
  await reached(page, 300)
  await page.keyboard.press('ArrowRight')
  await until(async () => (await at(page)).endsWith(',223:sgd.eta:0.4'))
  expect(errors).toEqual([])
  await page.close()
})

it('says where a change cannot be, and where one changes nothing any more', async () => {
  const { page } = await open(browser, 's=linear-anisotropic&speed=0&every=10&steps=400&at=100:sgd.eta:0.3,200:sgd.eta:0.5&step=300')
  await reached(page, 300)
  const move = async (from: number, to: number) => {
    await page.getByRole('button', { name: new RegExp(`^Change at step ${from}:`) }).press('Enter')
    await page.getByRole('dialog').getByRole('textbox', { name: 'Step' }).fill(String(to))
    await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click()
  }
  await move(100, 200)
  await page.getByText('the same setting does not change otherwise').waitFor()
  expect(await at(page)).toBe('100:sgd.eta:0.3,200:sgd.eta:0.5')
  await move(100, 250)
  await page.getByText('at step 200 finds its value in force already').waitFor()
  expect(await at(page)).toBe('200:sgd.eta:0.5,250:sgd.eta:0.3')
  await page.close()
})

it('a run stops where the scenario says so, says why, and goes on when it is played', async () => {
  const link = 's=linear-anisotropic&arms=sgd&speed=0&steps=1000&stop=loss&stopat=0.01'
  const { page, errors } = await open(browser, link)
  await page.getByText(/stopped: loss of SGD ≤ 0.01/).waitFor()
  await until(async () => (await facts(page)).fingerprint !== '')
  const shown = await facts(page)
  expect(shown.status).toBe('paused')
  expect(shown.step).toBeLessThan(1000)
  // At another pace it is the same step.
  const slow = await open(browser, link.replace('speed=0', 'speed=200'))
  await slow.page.getByText(/stopped: loss of SGD ≤ 0.01/).waitFor()
  await until(async () => (await facts(slow.page)).fingerprint === shown.fingerprint)
  await slow.page.close()
  await page.getByRole('button', { name: /^play/i }).click()
  expect((await finished(page)).step).toBe(1000)
  await page.getByText('Replicas go as far as the run, further analyses to its last step.').waitFor()
  await page.getByRole('combobox', { name: 'stop when' }).selectOption('off')
  await until(async () => !/stop=loss/.test(await hash(page)))
  expect(errors).toEqual([])
  await page.close()
})
