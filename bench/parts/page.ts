/**
 * The page in headless Chromium: first visits (milliseconds to the first moving frame, bytes of code), then tasks of the main thread
 * over 50 ms, frames and steps per second while two arms run at full speed; and the time per step of a deep net that is measured
 * beside its steps, against PyTorch, which does not measure. To be run on a quiet machine.
 */
import type { Browser } from 'playwright-core'
import { watchLongTasks } from '../../e2e/harness/cdp'
import { launch } from '../../e2e/harness/chromium'
import { firstVisit } from '../../e2e/harness/firstVisit'
import { serveBuilt } from '../../e2e/harness/server'
import { pythonChild } from '../core/children'
import { race } from '../core/race'
import type { Cell, Row, Target } from '../core/row'
import type { Precision } from '../core/shapes'
import { seen } from '../core/single'

const TIMES = 5
const WINDOW = 5000
const LINEAR = 's=linear-label-noise&speed=0&steps=100000000'
const DIGITS = 's=mlp-mnist&arms=sgd&hidden=256,256&n=200&B=8&eta=0.0001&speed=0&steps=100000000'

export async function rows(say: (row: Row) => void): Promise<void> {
  const server = await serveBuilt()
  const browser = await launch({ webgpu: 'off' })
  const row = (name: string, unit: string, cells: readonly Cell[], targets: readonly Target[] = []) =>
    say({ part: 'page', group: 'the page', name, unit, cells, targets })
  try {
    const visits = []
    for (let visit = 0; visit < TIMES; visit++) visits.push(await firstVisit(browser, server.url))
    row(
      'first moving frame of a first visit',
      'ms',
      [
        seen(
          'ours',
          visits.map(v => v.moved),
        ),
      ],
      [{ of: 'ours', atMost: 1500 }],
    )
    const { code } = await firstVisit(browser, server.url, { hold: true })
    const bytes = code.reduce((sum, file) => sum + file.bytes, 0)
    row('code before the first picture, gzipped', 'kB', [seen('ours', [bytes / 1000])], [{ of: 'ours', atMost: 200 }])

    const windows = await watch(browser, `${server.url}#${LINEAR}`)
    const column = (name: keyof Window) => [
      seen(
        'ours',
        windows.map(w => w[name]),
      ),
    ]
    row('two linear arms at full speed: tasks over 50 ms in 5 s', '', column('tasks'), [{ of: 'ours', atMost: 0 }])
    row('two linear arms at full speed: frames per second', '1/s', column('frames'), [{ of: 'ours', atLeast: 58 }])
    row('two linear arms at full speed: steps per second', '1/s', column('steps'))
    for (const precision of ['f64', 'f32'] as const) say(await digitsRow(browser, server.url, precision))
  } finally {
    await browser.close()
    await server.close()
  }
}

async function digitsRow(browser: Browser, url: string, precision: Precision): Promise<Row> {
  const link = precision === 'f64' ? DIGITS : `${DIGITS}&precision=${precision}`
  const windows = await watch(browser, `${url}#${link}`)
  const ours = seen(
    'ours',
    windows.map(w => 1000 / w.steps),
  )
  const net = { kind: 'mlp', n: 200, widths: [784, 256, 256, 1], B: 8 }
  const ways = ['autograd', 'by hand']
  const peers = await race(
    ways.map(way => ({
      who: `PyTorch, ${way}`,
      child: pythonChild(1),
      job: { library: 'torch', kind: 'step', net, precision, way, steps: 50 },
      per: 50,
    })),
  )
  const name = `784-256-256-1 on 200 digits, B 8, ${precision}: time per step`
  const note = 'Our steps are counted in the page, which measures beside them; PyTorch takes steps alone.'
  const targets = [{ of: 'ours', against: peers.map(cell => cell.who), atMost: 1 }]
  return { part: 'page', group: 'the page', name, unit: 'ms', cells: [ours, ...peers], targets, note }
}

interface Window {
  readonly tasks: number
  readonly frames: number
  readonly steps: number
}

/** What the main thread and the run do in windows of five seconds. */
async function watch(browser: Browser, address: string): Promise<Window[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const longTasks = await watchLongTasks(page)
  await page.addInitScript('globalThis.frames = 0; (function count() { globalThis.frames++; requestAnimationFrame(count) })()')
  await page.goto(address)
  const count = async () => ({
    tasks: (await longTasks()).length,
    frames: await page.evaluate(() => (globalThis as unknown as { frames: number }).frames),
    steps: Number(await page.getByTestId('step').textContent()),
    at: performance.now(),
  })
  await page.waitForFunction(() => Number(document.querySelector('[data-testid="step"]')?.textContent) > 100)
  // Starting up compiles code; what counts is the run.
  await page.waitForTimeout(2500)
  const windows: Window[] = []
  for (let window = 0; window < TIMES; window++) {
    const before = await count()
    await page.waitForTimeout(WINDOW)
    const after = await count()
    const rate = (name: 'frames' | 'steps') => (after[name] - before[name]) / ((after.at - before.at) / 1000)
    windows.push({ tasks: after.tasks - before.tasks, frames: rate('frames'), steps: rate('steps') })
  }
  await page.close()
  return windows
}
