import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch } from '../harness/chromium'
import { finished, open, reached, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const PANELS = ['landscape', 'loss', 'alignment', 'directions', 'flatness']

it.each([
  ['light', 's=linear-anisotropic&speed=60&steps=1000000'],
  ['dark', 's=linear-anisotropic&speed=60&steps=1000000'],
  ['light', 's=escape&steps=400'],
  ['dark', 's=escape&steps=400'],
])('passes the accessibility rules of axe in the %s theme, whichever panel is in front: %s', async (theme, link) => {
  const { page, errors } = await open(browser, link)
  await page.evaluate(theme => localStorage.setItem('theme', theme), theme)
  await page.addInitScript({ content: readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8') })
  await page.reload()
  await reached(page, 50)
  for (const front of ['sharp', 'landscape']) {
    await page.getByTestId(`panel-${front}`).locator('canvas').waitFor({ state: 'visible' })
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
      return (await axe.run()).violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')}`)
    })
    expect(violations).toEqual([])
    await page.keyboard.press('v')
  }
  expect(errors).toEqual([])
  await page.close()
})

it.each([
  [390, 844],
  [1440, 900],
  [2560, 1440],
])('shows every panel without overflow at %i×%i', async (width, height) => {
  const { page, errors } = await open(browser, 's=linear-anisotropic&steps=300&speed=0', { width, height })
  await finished(page)
  for (const name of PANELS) await until(async () => (await page.getByTestId(`panel-${name}`).locator('canvas').count()) > 0)
  for (const name of PANELS) expect(await page.getByTestId(`panel-${name}`).count()).toBe(1)
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return { scrollWidth, clientWidth }
  })
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
  expect(errors).toEqual([])
  await page.close()
})
