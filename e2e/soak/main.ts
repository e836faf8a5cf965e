/**
 * A soak of the built page in headless Chromium: a million steps with every panel open and a fault at each tenth of them.
 * The run must end with the fingerprint of one in Node that nothing befell, and the heaps of page and workers must not grow.
 *
 *     npm run soak
 *     npm run soak -- --steps 100000 --link 's=…&every=10'
 *
 * Prints the heaps at each tenth, after a collection, in megabytes; exits with 1 if something did not hold.
 */
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { decodeLink } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import { createSimulation } from '../../src/sim/simulation'
import { kindOf, watchHeaps } from '../harness/cdp'
import { launch } from '../harness/chromium'
import { serveBuilt } from '../harness/server'
import { FAULTS, HOLD } from './faults'
import { grown, type Heaps, printed } from './heaps'

/** Every panel that a linear model has; so fast that a fault lasts a fraction of a tenth. */
const PANELS =
  's=stability-map&panels=&n=64&d=8&R=8&every=50&sweep=n&study=seeds&speed=20000&sgd.eta=0.05&sgd.schedule=triangular&sgd.period=10000'
const TENTHS = 10
/** Steps after which a run counts as going on. */
const ON = 500
/** Milliseconds after which a wait counts as a hang: a silent worker is waited for half a minute, on a busy machine longer. */
const HANG = 300_000

const { values } = parseArgs({
  options: { steps: { type: 'string', default: '1000000' }, link: { type: 'string', default: PANELS } },
})
const steps = Number(values.steps)
const link = `${values.link}&steps=${steps}`

async function undisturbed(): Promise<string> {
  const sim = await createSimulation(decodeLink(link), await createBackend('wasm'))
  await sim.advance(steps)
  return sim.fingerprint()
}

const look = (page: Page) =>
  page.evaluate(() => {
    const [step, fingerprint] = ['step', 'fingerprint'].map(id => document.querySelector<HTMLElement>(`[data-testid="${id}"]`))
    return { step: Number(step?.textContent), status: step?.dataset.status ?? '', fingerprint: fingerprint?.textContent ?? '' }
  })

/** Waits until the run is in one of these states, at a step of at least `least`. */
async function reach(page: Page, states: RegExp, least = 0): Promise<Awaited<ReturnType<typeof look>>> {
  for (const end = Date.now() + HANG; ; ) {
    const now = await look(page)
    if (now.status === 'finished' || (states.test(now.status) && now.step >= least)) return now
    if (now.status === 'failed' || Date.now() > end)
      throw new Error(`It did not go on: ${JSON.stringify(now)}, "${await page.getByTestId('message').textContent()}"`)
    await page.waitForTimeout(20)
  }
}

async function play(page: Page) {
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  return reach(page, /running/)
}

/** Presses Pause, unless the run is over by then. */
async function pause(page: Page) {
  const over = page.locator('[data-testid="step"][data-status="finished"]')
  const button = page.getByRole('button', { name: 'Pause', exact: true })
  await button.or(over).first().waitFor()
  await button.click({ timeout: 10_000 }).catch(async error => {
    if ((await over.count()) === 0) throw error
  })
  return reach(page, /paused/)
}

const goesOn = async (page: Page) => reach(page, /running/, (await look(page)).step + ON)

async function weigh(read: Awaited<ReturnType<typeof watchHeaps>>): Promise<Heaps> {
  const sums = new Map<string, number>()
  for (const { where, objects, buffers } of await read()) {
    const kind = kindOf(where)
    sums.set(kind, (sums.get(kind) ?? 0) + (objects + buffers) / 1e6)
  }
  return sums
}

async function soak(page: Page, url: string): Promise<{ heaps: Heaps[]; faults: number; fingerprint: string }> {
  const read = await watchHeaps(page)
  // The first visit keeps all files for when there is no network; its service worker takes over from the second on.
  await page.goto(url)
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await page.goto(`${url}?soak#${link}`)
  await reach(page, /running/, 1)
  const heaps: Heaps[] = []
  let kinds: string[] = []
  for (let tenth = 1; ; tenth++) {
    await reach(page, /running/, (tenth * steps) / TENTHS)
    const paused = tenth < TENTHS ? await pause(page) : await reach(page, /finished/)
    const now = await weigh(read)
    heaps.push(now)
    if (tenth === 1) {
      const names = await page.locator('[data-panel]').evaluateAll(all => all.map(panel => panel.getAttribute('data-panel')))
      kinds = [...now.keys()]
      console.log(`${names.length} panels: ${names.join(', ')}\n${printed('step', kinds, 'then')}`)
    }
    const fault = FAULTS[(tenth - 1) % FAULTS.length]
    const last = paused.status === 'finished' || !fault
    const cells = kinds.map(kind => now.get(kind) ?? 0)
    console.log(printed(paused.step, cells, last ? paused.status : fault.name))
    if (last) return { heaps, faults: tenth - 1, fingerprint: paused.fingerprint }
    await play(page)
    const lift = await fault.strike(page)
    await goesOn(page)
    await lift()
    await goesOn(page)
  }
}

const wrong: string[] = []
const hold = (what: string, holds: boolean) => {
  console.log(`${holds ? 'holds' : 'FAILS'}: ${what}`)
  if (!holds) process.exitCode = 1
}
const site = await serveBuilt()
const browser = await launch({ webgpu: 'off' })
try {
  const wanted = await undisturbed()
  // Tall enough for every panel to be in view: those off the screen are not drawn.
  const page = await browser.newPage({ viewport: { width: 1440, height: 3200 } })
  page.setDefaultTimeout(HANG)
  page.on('pageerror', error => wrong.push(error.message))
  page.on('console', message => message.type() === 'error' && wrong.push(message.text()))
  await page.addInitScript(HOLD)
  const { heaps, faults, fingerprint } = await soak(page, site.url)
  hold(`${faults} faults of ${TENTHS - 1}`, faults === TENTHS - 1)
  hold(`fingerprint ${fingerprint}, ${wanted} undisturbed`, fingerprint === wanted)
  for (const { kind, by, holds } of grown(heaps)) hold(`${kind}: heap grown by ${by.toFixed(2)} MB`, holds)
  hold(`the page has no complaints: ${wrong.join('; ') || 'none'}`, wrong.length === 0)
} finally {
  await browser.close()
  await site.close()
}
