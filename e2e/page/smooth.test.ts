import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { watchLongTasks } from '../harness/cdp'
import { launch } from '../harness/chromium'
import { open, reached, step } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

it('no task of the main thread lasts over 50 ms while two arms run at full speed', async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const longTasks = await watchLongTasks(page)
  await page.goto(`${inject('url')}#s=linear-label-noise&speed=0&steps=100000000`)
  await reached(page, 100)
  // Starting up compiles code; what counts is the run.
  await page.waitForTimeout(2500)
  await page.evaluate(() => {
    const counter = Object.assign(globalThis, { frames: 0 })
    const count = () => {
      counter.frames++
      requestAnimationFrame(count)
    }
    requestAnimationFrame(count)
  })
  const frames = () => page.evaluate(() => (globalThis as unknown as { frames: number }).frames)
  // Other programs on the machine lengthen tasks too: the quietest of three windows is the page's own doing.
  let fewest = Number.POSITIVE_INFINITY
  for (let window = 0; window < 3 && fewest > 0; window++) {
    const before = { tasks: (await longTasks()).length, frames: await frames(), step: await step(page) }
    await page.waitForTimeout(5000)
    const tasks = (await longTasks()).slice(before.tasks)
    const rate = (now: number, then: number) => ((now - then) / 5).toFixed(0)
    console.log(
      `tasks over 50 ms: ${tasks.map(t => t.toFixed(0)).join(', ') || 'none'}; ${rate(await frames(), before.frames)} frames/s; ` +
        `${rate(await step(page), before.step)} steps/s`,
    )
    fewest = Math.min(fewest, tasks.length)
  }
  expect(fewest).toBe(0)
  await page.close()
})

it.each(['light', 'dark'])('passes the accessibility rules of axe in the %s theme', async theme => {
  const { page, errors } = await open(browser, 's=linear-anisotropic&speed=60&steps=200')
  await page.evaluate(theme => localStorage.setItem('theme', theme), theme)
  await page.reload()
  await reached(page, 50)
  await page.addScriptTag({ content: readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8') })
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    return (await axe.run()).violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')}`)
  })
  expect(violations).toEqual([])
  expect(errors).toEqual([])
  await page.close()
})

it.each([
  [390, 844],
  [1440, 900],
  [2560, 1440],
])('shows every panel without overflow at %i×%i', async (width, height) => {
  const { page, errors } = await open(browser, 's=linear-anisotropic&steps=300&speed=0', { width, height })
  await reached(page, 300)
  for (const name of ['landscape', 'loss', 'alignment', 'directions', 'scatter', 'flatness'])
    expect(await page.getByTestId(`panel-${name}`).count()).toBe(1)
  const [scroll, client] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])
  expect(scroll).toBeLessThanOrEqual(client!)
  expect(errors).toEqual([])
  await page.close()
})
