/**
 * How soon the page answers while large problems are opened, run and measured in headless Chromium: milliseconds from a control
 * to the worker's answer, the longest of many (pause, play, a change of the learning rate), frames of steps a second meanwhile, and the
 * wait for the first row.
 */
import type { Browser, Page } from 'playwright-core'
import { launch } from '../../e2e/harness/chromium'
import { serveBuilt } from '../../e2e/harness/server'
import { KEY_PAUSE } from '../../src/components/ui/keyPause'
import type { Cell, Row, Target } from '../core/row'
import { seen } from '../core/single'

const ROUNDS = 12
const BOUND = 100

const PROBLEMS = {
  'two-layer, d 50, m 65,536, n 1,000': 's=two-layer&arms=sgd&m=65536&d=50&n=1000&B=32&scaling=ntk&eta=0.01&speed=0&steps=100000000',
  'two-layer, d 50, m 16,384, n 1,000': 's=two-layer&arms=sgd&m=16384&d=50&n=1000&B=32&scaling=ntk&eta=0.01&speed=0&steps=100000000',
  'linear, n 20,000, d 2,000': 's=linear-anisotropic&arms=sgd&n=20000&d=2000&B=32&eta=0.01&speed=0&steps=100000000&backend=wasm',
  '784-256-256-1 on 200 digits, B 8': 's=mlp-mnist&arms=sgd&hidden=256,256&n=200&B=8&eta=0.01&speed=0&steps=100000000',
}

export async function rows(say: (row: Row) => void): Promise<void> {
  const server = await serveBuilt()
  const browser = await launch({ webgpu: 'off' })
  try {
    for (const [name, link] of Object.entries(PROBLEMS)) await answers(browser, `${server.url}#${link}`, name, say)
  } finally {
    await browser.close()
    await server.close()
  }
}

async function answers(browser: Browser, address: string, name: string, say: (row: Row) => void): Promise<void> {
  const row = (what: string, unit: string, cells: readonly Cell[], targets: readonly Target[] = []) =>
    say({ part: 'answers', group: 'answers of the page', name: `${name}: ${what}`, unit, cells, targets })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  // Functions that are handed to the page are compiled with calls of a helper that is not there.
  await page.addInitScript('globalThis.__name = f => f')
  await page.addInitScript(countSteps)
  const begun = performance.now()
  await page.goto(address)
  await page.waitForFunction(() => document.querySelector<HTMLElement>('[data-testid="step"]')?.dataset.status === 'running', undefined, {
    timeout: 120_000,
  })
  row('page to a running run', 'ms', [seen('ours', [performance.now() - begun])])
  const [pauses, plays, changes] = await controls(page)
  for (const [what, times] of [
    ['pause', pauses],
    ['play', plays],
    ['a change of the learning rate', changes],
  ] as const)
    row(`longest answer to ${what}`, 'ms', [seen('ours', [Math.max(...times)])], [{ of: 'ours', atMost: BOUND }])
  const before = await steps(page)
  await page.waitForTimeout(5000)
  const after = await steps(page)
  const seconds = (after.at - before.at) / 1000
  row('frames of steps a second while it is measured', '1/s', [seen('ours', [(after.frames - before.frames) / seconds])])
  row('steps a second while it is measured', '1/s', [seen('ours', [(after.step - before.step) / seconds])])
  await page.close()
}

/** Counts how often the step on screen changes. */
function countSteps(): void {
  const seen = globalThis as typeof globalThis & { stepFrames: number }
  seen.stepFrames = 0
  let last = ''
  function look(): void {
    const text = document.querySelector('[data-testid="step"]')?.textContent ?? ''
    if (text !== last) seen.stepFrames++
    last = text
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

const steps = (page: Page) =>
  page.evaluate(() => ({
    at: performance.now(),
    step: Number(document.querySelector('[data-testid="step"]')?.textContent),
    frames: (globalThis as typeof globalThis & { stepFrames: number }).stepFrames,
  }))

/** Milliseconds from control to answer, many times: pauses, plays, changes in flight. */
async function controls(page: Page): Promise<[number[], number[], number[]]> {
  const slider = page.getByRole('slider', { name: /^learning rate/i }).first()
  await slider.waitFor({ state: 'attached' })
  return slider.evaluate(
    async (slider, [rounds, pause]) => {
      const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
      const status = () => document.querySelector<HTMLElement>('[data-testid="step"]')?.dataset.status
      async function timed(act: () => void, answered: () => boolean): Promise<number> {
        const begun = performance.now()
        act()
        while (!answered()) await sleep(1)
        return performance.now() - begun
      }
      const press = (key: string) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code: 'Space', bubbles: true }))
      const changes = () => location.hash.split('eta:').length
      const [pauses, plays, changed]: [number[], number[], number[]] = [[], [], []]
      slider.focus()
      for (let round = 0; round < rounds; round++) {
        // A key that comes sooner belongs to the change before.
        await sleep(pause + 97 * (round % 5))
        const before = changes()
        changed.push(
          await timed(
            () => slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true })),
            () => changes() > before,
          ),
        )
        await sleep(300)
        document.body.focus()
        pauses.push(
          await timed(
            () => press(' '),
            () => status() === 'paused',
          ),
        )
        await sleep(50)
        plays.push(
          await timed(
            () => press(' '),
            () => status() === 'running',
          ),
        )
      }
      return [pauses, plays, changed]
    },
    [ROUNDS, KEY_PAUSE] as const,
  )
}
