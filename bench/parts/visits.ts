/**
 * First visits in headless Chromium, each with an empty profile, on a machine that does nothing else and beside two processes that never
 * rest: milliseconds from the navigation to the first moving frame, to the first sentence, and until every panel on screen is drawn.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Browser } from 'playwright-core'
import { launch } from '../../e2e/harness/chromium'
import { serveBuilt } from '../../e2e/harness/server'
import type { Row, Target } from '../core/row'
import { seen } from '../core/single'

const TIMES = 5
const LOOPS = 2

/** What is waited for. */
const MOMENTS = ['first moving frame', 'first sentence', 'every panel on screen drawn'] as const

/** Of a page without a touch of the compiler, which adds helpers to functions: the moments, in milliseconds of the page's clock. */
const WATCH = `(function () {
  const at = (globalThis.moments = [])
  const drawn = new Set()
  const moved = () => Number(document.querySelector('[data-testid="step"]')?.textContent) > 0
  const said = () => [...document.querySelectorAll('.panel-sentence')].some(p => p.checkVisibility() && p.textContent.trim() !== '')
  function onScreen(panel) {
    const { top, bottom } = panel.getBoundingClientRect()
    return bottom > 0 && top < innerHeight
  }
  function isDrawn(panel) {
    if (drawn.has(panel)) return true
    const canvas = panel.querySelector('.panel-chart canvas')
    if (!canvas?.width) return false
    const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)
    if (pixels.every(pixel => pixel === pixels[0])) return false
    drawn.add(panel)
    return true
  }
  function all() {
    const panels = [...document.querySelectorAll('.panel:not([data-behind])')].filter(onScreen)
    return panels.length > 1 && panels.every(isDrawn)
  }
  const tests = [moved, said, all]
  ;(function look() {
    for (const [i, test] of tests.entries()) if (at[i] === undefined && test()) at[i] = performance.now()
    if (tests.some((_, i) => at[i] === undefined)) requestAnimationFrame(look)
    else globalThis.visited = true
  })()
})()`

async function visit(browser: Browser, url: string): Promise<readonly number[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  context.setDefaultTimeout(0)
  const page = await context.newPage()
  await page.addInitScript(WATCH)
  await page.goto(url)
  await page.waitForFunction(() => 'visited' in globalThis)
  const moments = await page.evaluate(() => Reflect.get(globalThis, 'moments') as number[])
  await context.close()
  return moments
}

export async function rows(say: (row: Row) => void): Promise<void> {
  const server = await serveBuilt()
  const browser = await launch({ webgpu: 'off' })
  const loops: ChildProcess[] = []
  try {
    for (const beside of ['alone', 'beside two busy loops']) {
      if (beside !== 'alone') while (loops.length < LOOPS) loops.push(spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }))
      const visits: (readonly number[])[] = []
      for (let i = 0; i < TIMES; i++) visits.push(await visit(browser, server.url))
      for (const [m, name] of MOMENTS.entries()) {
        const times = visits.map(moments => moments[m] ?? Number.NaN)
        const targets: Target[] = m === 0 && beside === 'alone' ? [{ of: 'ours', atMost: 1500 }] : []
        say({ part: 'visits', group: `a first visit, ${beside}`, name, unit: 'ms', cells: [seen('ours', times)], targets })
      }
    }
  } finally {
    for (const loop of loops) loop.kill()
    await browser.close()
    await server.close()
  }
}
