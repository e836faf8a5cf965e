import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { KEY_PAUSE } from '../../src/components/ui/keyPause'
import { decodeLink } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import { createSimulation } from '../../src/sim/simulation'
import { launch } from '../harness/chromium'
import { facts, finished, hash, open, pause, paused, reached, step, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

/** Takes hold of a slider's thumb with the mouse: moves are measured from there, in pixels. */
async function hold(page: Page, name: RegExp) {
  const thumb = page.locator('.slider-thumb', { has: page.getByRole('slider', { name }) }).first()
  // Once it no longer moves and nothing lies over it.
  await thumb.hover()
  const box = await thumb.boundingBox()
  if (!box) throw new Error(`no slider ${name}`)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  return { to: (by: number, steps = 1) => page.mouse.move(x + by, y, { steps }), letGo: () => page.mouse.up() }
}

async function drag(page: Page, name: RegExp, by: number): Promise<void> {
  const hand = await hold(page, name)
  await hand.to(by, 8)
  await hand.letGo()
}

/** Pauses the run and holds it against its link, in another simulation. */
async function expectReplay(page: Page) {
  await page.keyboard.press('Space')
  const { hash: link, step: at, fingerprint } = await paused(page)
  const scenario = decodeLink(link)
  const sim = await createSimulation(scenario, await createBackend('wasm'))
  await sim.advance(at)
  expect(await sim.fingerprint()).toBe(fingerprint)
  return { scenario, link }
}

const events = async (page: Page) => decodeLink(await hash(page)).events

it('a drag in mid-run over thirty values is one event, which the run follows, the link replays, and Back undoes', async () => {
  const { page, errors } = await open(browser, 's=linear-anisotropic&speed=200&steps=1000000')
  await reached(page, 40)
  const before = await hash(page)
  const value = page.getByRole('slider', { name: /^batch size/ }).first()
  const hand = await hold(page, /^batch size/)
  const passed = new Set<string>()
  let began = 0
  for (let by = 0; passed.size < 30; by += 4) {
    await hand.to(by)
    passed.add((await value.getAttribute('aria-valuetext')) ?? '')
    if (by === 40) {
      // Held still, the run goes on under the hand with the value it has.
      await until(async () => (await events(page)).length === 1)
      began = (await events(page))[0]?.step ?? 0
      await reached(page, began + 50)
    }
  }
  await hand.letGo()
  const last = Number((await value.getAttribute('aria-valuetext'))?.match(/\d+/)?.[0])
  await until(async () => (await events(page))[0]?.value === last)
  expect(began).toBeGreaterThan(0)
  await reached(page, began + 60)
  const { scenario, link } = await expectReplay(page)
  expect(scenario.events).toEqual([{ step: began, arm: 'sgd', field: 'B', value: last }])

  await page.goBack()
  await until(async () => (await hash(page)) === before)
  await page.goForward()
  await until(async () => (await hash(page)) === link)
  expect(errors).toEqual([])
  await page.close()
})

/** A page on which six arrow keys were pressed in one burst. Further apart they are two changes: then another page, however busy the machine is. */
async function burst() {
  for (;;) {
    const { page, errors } = await open(browser, 's=linear-anisotropic&speed=0&steps=100000000')
    await reached(page, 40)
    const slider = page.getByRole('slider', { name: /^learning rate/ }).first()
    await slider.focus()
    await page.evaluate(() => {
      const pressed: number[] = []
      Object.assign(globalThis, { pressed })
      window.addEventListener('keydown', () => pressed.push(performance.now()), { capture: true })
    })
    for (let presses = 0; presses < 6; presses++) await page.keyboard.press('ArrowLeft')
    const pressed = await page.evaluate(() => (globalThis as unknown as { pressed: number[] }).pressed)
    if (pressed.every((at, i) => i === 0 || at - (pressed[i - 1] ?? at) < KEY_PAUSE)) return { page, slider, errors }
    await page.close()
  }
}

it('a burst of arrow keys is one event, and a drag after the end one new run that begins when the hand lets go', async () => {
  const { page, slider, errors } = await burst()
  const shown = async () => Number((await slider.getAttribute('aria-valuetext'))?.split(' ')[0])
  await until(async () => (await events(page))[0]?.value === (await shown()))
  expect(await events(page)).toHaveLength(1)
  await page.close()

  const over = await open(browser, 's=linear-anisotropic&speed=0&steps=300&at=100:sgd.eta:0.2')
  await finished(over.page)
  const end = await facts(over.page)
  const hand = await hold(over.page, /^batch size/)
  for (const by of [10, 20, 30]) {
    await hand.to(by)
    await until(async () => (await facts(over.page)).status === 'changing')
    expect(await facts(over.page)).toEqual({ ...end, status: 'changing' })
  }
  await hand.letGo()
  await until(async () => (await hash(over.page)) !== end.hash)
  await finished(over.page)
  const { hash: link, fingerprint } = await facts(over.page)
  const scenario = decodeLink(link)
  expect(scenario.events).toEqual([])
  expect(scenario.arms[0]).toMatchObject({ eta: 0.2, B: expect.any(Number) })
  const sim = await createSimulation(scenario, await createBackend('wasm'))
  await sim.advance(300)
  expect(fingerprint).toBe(await sim.fingerprint())
  expect([...errors, ...over.errors]).toEqual([])
  await over.page.close()
})

it('a rapid drag of n restarts the run and leaves it whole; typed values are checked', async () => {
  const { page, errors } = await open(browser, 's=linear-isotropic&speed=0&steps=100000000')
  await reached(page, 100)
  await drag(page, /^samples n/, 60)
  await drag(page, /^samples n/, -120)
  await until(async () => (await hash(page)).includes('n='))
  await reached(page, 50)
  const field = page.getByRole('textbox', { name: /^samples/ }).first()
  await until(async () => decodeLink(await hash(page)).data.n === Number(await field.inputValue()))
  const kept = await field.inputValue()
  await field.fill('999999')
  await field.press('Enter')
  await until(async () => /20.?000/.test((await page.locator('.controls, aside').first().textContent()) ?? ''))
  expect(decodeLink(await hash(page)).data.n).toBe(Number(kept))
  const at = await step(page)
  await reached(page, at + 50)
  expect(errors).toEqual([])
  await page.close()
})

it('reads numbers as people write them; what it cannot read stays in the field until the value changes', async () => {
  const { page, errors } = await open(browser, 's=linear-isotropic&arms=sgd&speed=0&steps=100000000')
  await page.keyboard.press('Space')
  const field = page.getByRole('textbox', { name: /^learning rate/ }).first()
  const type = async (text: string) => {
    await field.fill(text)
    await field.press('Enter')
  }
  for (const [text, value] of [
    ['0,3', '0.3'],
    ['2e−1', '0.2'],
    ['+0.4', '0.4'],
    ['4.00·10⁻⁴', '0.0004'],
    ['1/4', '0.25'],
  ] as const) {
    await type(text)
    await until(async () => (await field.inputValue()) === value)
  }
  await until(async () => (await hash(page)).includes('eta:0.25') || (await hash(page)).includes('eta=0.25'))
  for (const text of ['a quarter', '2000']) {
    await type(text)
    await until(async () => (await field.getAttribute('aria-invalid')) === 'true')
    expect(await field.inputValue()).toBe(text)
    const described = page.locator(`[id="${await field.getAttribute('aria-describedby')}"]`)
    expect(await described.textContent()).toMatch(/^Allowed: a number from 0.000001 to 1.000$/)
    await field.blur()
    expect(await field.inputValue()).toBe(text)
  }
  await field.press('Escape')
  expect(await field.inputValue()).toBe('0.25')
  expect(await field.getAttribute('aria-invalid')).toBeNull()

  await type('much')
  await until(async () => (await field.getAttribute('aria-invalid')) === 'true')
  await page
    .getByRole('slider', { name: /^learning rate/ })
    .first()
    .focus()
  await page.keyboard.press('Home')
  await until(async () => (await field.inputValue()) !== 'much' && (await field.getAttribute('aria-invalid')) === null)

  // Refused for what else is set: the strip says why, and the text stays too.
  const batch = page.getByRole('textbox', { name: /^batch size/ }).first()
  await batch.fill('300')
  await batch.press('Enter')
  await until(async () => (await batch.getAttribute('aria-invalid')) === 'true')
  expect(await batch.inputValue()).toBe('300')
  expect(errors).toEqual([])
  await page.close()
})

it('what is typed takes the place of a value, also of one that came while the field was edited', async () => {
  const { page, errors } = await open(browser, 's=linear-isotropic&arms=sgd&speed=0&steps=100000000')
  await reached(page, 1)
  await pause(page)
  const field = page.getByRole('textbox', { name: /^learning rate/ }).first()
  await field.fill('0.3')
  await field.press('Enter')
  await until(async () => (await hash(page)).includes('eta:0.3'))
  await page.goBack()
  await until(async () => (await field.inputValue()) === '0.05')
  await page.keyboard.type('0.4')
  expect(await field.inputValue()).toBe('0.4')
  await page.keyboard.press('Enter')
  await until(async () => (await hash(page)).includes('eta:0.4'))
  expect(errors).toEqual([])
  await page.close()
})

it('scrubs back and goes on from there to the same bits', async () => {
  const { page } = await open(browser, 's=olm-two-layer&speed=0&steps=600')
  await finished(page)
  const end = await facts(page)
  expect(end.step).toBe(600)
  await page
    .getByRole('slider', { name: /step|time/i })
    .last()
    .focus()
  await page.keyboard.press('Home')
  await until(async () => (await step(page)) === 0)
  await page.keyboard.press('End')
  await finished(page)
  expect(await facts(page)).toEqual(end)
  await page.close()
})
