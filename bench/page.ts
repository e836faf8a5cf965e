/**
 * The page in headless Chromium: milliseconds to the first moving frame of a first visit (five visits), then tasks of the main thread
 * over 50 ms, frames and steps per second while two arms run at full speed (five windows of 5 s). Medians; to be run on a quiet machine.
 */

import { watchLongTasks } from '../e2e/harness/cdp'
import { launch } from '../e2e/harness/chromium'
import { firstVisit } from '../e2e/harness/firstVisit'
import { serveBuilt } from '../e2e/harness/server'
import { numberAt as at } from '../src/lib/values'

const TIMES = 5
const WINDOW = 5000
const LINK = 's=linear-label-noise&speed=0&steps=100000000'

function say(name: string, values: readonly number[], digits = 0): void {
  const sorted = values.toSorted((a, b) => a - b)
  const all = sorted.map(v => v.toFixed(digits)).join(', ')
  console.log(
    `${name.padEnd(44)}${at(sorted, sorted.length >> 1)
      .toFixed(digits)
      .padStart(10)}   of ${all}`,
  )
}

const server = await serveBuilt()
const browser = await launch({ webgpu: 'off' })
try {
  console.log(`\n${'page'.padEnd(44)}${'median'.padStart(10)}`)
  const moved: number[] = []
  for (let visit = 0; visit < TIMES; visit++) moved.push((await firstVisit(browser, server.url)).moved)
  say('first moving frame, ms', moved)

  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const longTasks = await watchLongTasks(page)
  await page.addInitScript('globalThis.frames = 0; (function count() { globalThis.frames++; requestAnimationFrame(count) })()')
  await page.goto(`${server.url}#${LINK}`)
  const count = async () => ({
    tasks: (await longTasks()).length,
    frames: (await page.evaluate('globalThis.frames')) as number,
    steps: Number(await page.getByTestId('step').textContent()),
    at: performance.now(),
  })
  await page.waitForFunction(() => Number(document.querySelector('[data-testid="step"]')?.textContent) > 100)
  // Starting up compiles code; what counts is the run.
  await page.waitForTimeout(2500)
  const windows: { tasks: number; frames: number; steps: number }[] = []
  for (let window = 0; window < TIMES; window++) {
    const before = await count()
    await page.waitForTimeout(WINDOW)
    const after = await count()
    const rate = (name: 'frames' | 'steps') => (after[name] - before[name]) / ((after.at - before.at) / 1000)
    windows.push({ tasks: after.tasks - before.tasks, frames: rate('frames'), steps: rate('steps') })
  }
  say(
    'tasks over 50 ms in 5 s',
    windows.map(w => w.tasks),
  )
  say(
    'frames per second',
    windows.map(w => w.frames),
  )
  say(
    'steps per second',
    windows.map(w => w.steps),
  )
} finally {
  await browser.close()
  await server.close()
}
