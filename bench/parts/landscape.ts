/**
 * The landscape in headless Chromium, per model: milliseconds from the first question for it to its first answer and to the finest one, of
 * a run of 20 steps, and on the page that stands then to the first answer on a wider window; and the time per step of a run at full
 * speed whose landscape is drawn, against one whose questions are dropped.
 */
import type { Browser, Page } from 'playwright-core'
import { launch } from '../../e2e/harness/chromium'
import { serveBuilt } from '../../e2e/harness/server'
import type { Cell, Row, Target } from '../core/row'
import { seen } from '../core/single'

const ROUNDS = 3
const WINDOW = 4000
/** Milliseconds without a question under way after which the picture is as fine as it gets. */
const QUIET = 2500
const LATEST = 180_000

const MODELS = {
  'linear, d 50': 's=linear-anisotropic',
  'two-layer, d 10, m 50': 's=two-layer',
  '784-256-256-1 on 200 digits': 's=mlp-mnist',
  'convolutional net on digits': 's=cnn-mnist',
  transformer: 's=transformer-hops&panels=landscape,loss',
}

/** Notes when the worker is asked for a landscape and when it answers; of a page that is to have none the questions are dropped. */
const WATCH = `globalThis.landscapes = new Map()
{
  const { postMessage } = Worker.prototype
  const heard = new WeakSet()
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message?.request?.type === 'landscape') {
      if (globalThis.dropped) return
      if (!heard.has(this)) {
        heard.add(this)
        this.addEventListener('message', ({ data }) => {
          const asked = globalThis.landscapes.get(data.id)
          if (asked && (data.kind === 'done' || data.kind === 'failed')) Object.assign(asked, { end: performance.now(), done: data.kind === 'done', side: data.result?.nx ?? 0 })
        })
      }
      globalThis.landscapes.set(message.id, { side: message.request.nx, begin: performance.now(), end: 0, done: false })
    }
    return postMessage.call(this, message, ...rest)
  }
}`

interface Asked {
  readonly side: number
  readonly begin: number
  readonly end: number
  readonly done: boolean
}

export async function rows(say: (row: Row) => void): Promise<void> {
  const server = await serveBuilt()
  const browser = await launch({ webgpu: 'off' })
  try {
    for (const [name, link] of Object.entries(MODELS)) {
      const row = (what: string, cells: readonly Cell[], targets: readonly Target[], note = '') =>
        say({ part: 'landscape', group: 'the landscape', name: `${name}: ${what}`, unit: 'ms', cells, targets, ...(note && { note }) })
      const pictures: Awaited<ReturnType<typeof pictureTimes>>[] = []
      for (let round = 0; round < ROUNDS; round++) pictures.push(await pictureTimes(browser, `${server.url}#${link}&steps=20&speed=0`))
      const times = (of: 'first' | 'finest' | 'wider') => [
        seen(
          'ours',
          pictures.map(p => p[of]),
        ),
      ]
      row('first picture', times('first'), [{ of: 'ours', atMost: 100 }])
      row('first picture of a wider window', times('wider'), [{ of: 'ours', atMost: 100 }])
      row('refined picture', times('finest'), [], `The finest has ${Math.max(...pictures.map(p => p.side))} points along a side.`)
      const [drawn, bare]: number[][] = [[], []]
      for (let round = 0; round < ROUNDS; round++) {
        drawn.push(await stepTime(browser, `${server.url}#${link}&steps=100000000&speed=0`, false))
        bare.push(await stepTime(browser, `${server.url}#${link}&steps=100000000&speed=0`, true))
      }
      row(
        'time per step',
        [seen('with the landscape', drawn), seen('without', bare)],
        [{ of: 'with the landscape', against: ['without'], atMost: 4 / 3 }],
      )
    }
  } finally {
    await browser.close()
    await server.close()
  }
}

async function opened(browser: Browser, address: string, dropped: boolean): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(120_000)
  await page.addInitScript(`globalThis.dropped = ${dropped}; ${WATCH}`)
  await page.goto(address)
  return page
}

/** Has the landscape in front, once a run shows what there is to see: another view may have its place. */
async function toFront(page: Page): Promise<void> {
  const landscape = page.getByTestId('panel-landscape')
  await landscape.locator('canvas').waitFor({ state: 'attached' })
  for (; (await landscape.getAttribute('data-behind')) !== null; await page.waitForTimeout(20)) {
    const flip = page.locator('[data-flip]:visible')
    if (await flip.count()) await flip.first().click()
  }
}

const askedFor = (page: Page) =>
  page.evaluate(() => [...(globalThis as typeof globalThis & { landscapes: Map<number, Asked> }).landscapes.values()])

/** From the first question for a wider window, by keys, to the first answer. */
async function wider(page: Page): Promise<number> {
  const before = (await askedFor(page)).length
  await page.getByTestId('panel-landscape').locator('canvas').focus()
  for (const late = performance.now() + LATEST; performance.now() < late; ) {
    const asked = (await askedFor(page)).slice(before)
    if (asked.length === 0) await page.keyboard.press('-')
    await page.waitForTimeout(100)
    const [question, answer] = [asked[0], asked.find(a => a.done)]
    if (question && answer) return answer.end - question.begin
  }
  throw new Error(`No landscape of a wider window was drawn in ${LATEST / 1000} s`)
}

/** Until the first answer and the finest, from the question; and until the first on another window. */
async function pictureTimes(browser: Browser, address: string): Promise<{ first: number; finest: number; wider: number; side: number }> {
  const page = await opened(browser, address, false)
  await page.waitForFunction(() => document.querySelector<HTMLElement>('[data-testid="step"]')?.dataset.status === 'finished')
  await toFront(page)
  let known: Asked[] = []
  const late = performance.now() + LATEST
  for (let quiet = 0; quiet < QUIET; quiet += 100) {
    if (performance.now() > late) throw new Error(`The landscape at ${address} was not done in ${LATEST / 1000} s`)
    await page.waitForTimeout(100)
    const now = await askedFor(page)
    if (now.length === 0 || now.length > known.length || now.some(a => a.end === 0)) quiet = 0
    known = now
  }
  const again = await wider(page)
  await page.close()
  const answered = known.filter(a => a.done)
  const [first, finest] = [answered[0], answered.at(-1)]
  if (!first || !finest) throw new Error(`No landscape was drawn at ${address}`)
  // The window moves as the run does: the finest picture is reckoned from the last that was begun anew.
  const began = answered.findLast((a, i) => i === 0 || a.side <= (answered[i - 1]?.side ?? 0)) ?? first
  return { first: first.end - (known[0] ?? first).begin, finest: finest.end - began.begin, wider: again, side: finest.side }
}

/** Milliseconds per step of a run at full speed. */
async function stepTime(browser: Browser, address: string, dropped: boolean): Promise<number> {
  const page = await opened(browser, address, dropped)
  const step = async () => Number(await page.getByTestId('step').textContent())
  await page.waitForFunction(() => Number(document.querySelector('[data-testid="step"]')?.textContent) > 5)
  await toFront(page)
  await page.waitForTimeout(2000)
  const [from, begun] = [await step(), performance.now()]
  await page.waitForTimeout(WINDOW)
  const time = (performance.now() - begun) / ((await step()) - from)
  await page.close()
  return time
}
