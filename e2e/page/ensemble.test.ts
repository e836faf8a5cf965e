import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../harness/chromium'
import { open, reached, text, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

it('replicas follow the run, and a cell of the stability map opens the run whose fingerprint it shows', async () => {
  const { page, errors } = await open(browser, 's=stability-map&n=12&d=3&speed=0')
  const panel = page.getByTestId('panel-stability')
  await panel.getByText(/took/).waitFor()
  await until(async () => /runs? carr/.test((await page.getByTestId('panel-ensemble').textContent()) ?? ''))
  const canvas = panel.locator('canvas')
  await canvas.focus()
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp', 'ArrowUp']) await page.keyboard.press(key)
  // The tip of the cell where the keys lead, not of one on the way.
  const tip = async () =>
    /, B 2\D.*fingerprint\s*([0-9a-f]{8}) ?([0-9a-f]{8})/.exec((await panel.locator('.panel-tip').textContent()) ?? '')
  await until(async () => (await tip()) !== null)
  const shown = await tip()
  await page.keyboard.press('Enter')
  await until(async () => /B=2/.test(await page.evaluate(() => location.hash)))
  await reached(page, 400)
  await until(async () => (await text(page, 'fingerprint')).replace(/\s/g, '') === `${shown![1]}${shown![2]}`)
  expect(errors).toEqual([])
  await page.close()
})

it.each([
  ['a linear model', 's=escape-ensemble&backend=webgpu&arms=sgd&R=64', 40],
  ['a network', 's=escape-replicas&backend=webgpu&arms=sgd&R=9&m=8&xi=minibatch&at=', 6],
])('replicas of %s step on WebGPU where the scenario asks for it, and the panel says so', async (_, link, steps) => {
  const gpu = await launch()
  const { page, errors } = await open(gpu, `${link}&steps=${steps}`)
  const panel = page.getByTestId('panel-ensemble')
  await reached(page, steps)
  await until(async () =>
    /runs? carr.* · float32 on SwiftShader|float32 on SwiftShader.*runs? carr/s.test((await panel.textContent()) ?? ''),
  )
  expect(errors).toEqual([])
  await gpu.close()
})

it('replicas of a network follow the run over workers of the ensemble’s worker, and tell the same over any number', async () => {
  const told: string[] = []
  for (const processors of [1, 4]) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.setDefaultTimeout(0)
    const errors: string[] = []
    page.on('pageerror', error => errors.push(String(error)))
    // What the worker is told of the machine; there is no other way to tell a worker.
    await page.route('**/*.js', async route => {
      const code = await (await route.fetch()).text()
      await route.fulfill({ body: code.replaceAll('navigator.hardwareConcurrency', `${processors}`), contentType: 'text/javascript' })
    })
    await page.goto(`${inject('url')}#s=escape-replicas&arms=sgd&R=9&m=8&steps=330&speed=0&backend=reference`)
    const panel = page.getByTestId('panel-ensemble')
    await reached(page, 330)
    await until(async () => /over 330 steps/.test((await panel.textContent()) ?? ''))
    await panel.getByRole('button', { name: 'escapes' }).click()
    await until(async () => /exceeded/.test((await panel.textContent()) ?? ''))
    told.push((await panel.textContent()) ?? '')
    expect(told[0]).toMatch('9 replicas · threshold 10 L(300) · float64 on the processor')
    await panel.getByRole('button', { name: /what am i seeing/i }).click()
    const shared = 'by wasm in 3 workers, the same bits everywhere: replicas have no reference'
    await page.getByText(processors > 1 ? shared : shared.replace(' in 3 workers', '')).waitFor()
    expect(errors).toEqual([])
    await page.close()
  }
  expect(told[1]).toBe(told[0])
})
