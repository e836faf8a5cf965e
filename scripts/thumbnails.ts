// npm run thumbnails -- [PRESET …]   draws each preset's lead figure, at the end of its run, for the cards of the gallery.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { launch } from '../e2e/harness/chromium'
import { serveBuilt } from '../e2e/harness/server'
import { PRESETS } from '../src/scenario'

const OUT = join(import.meta.dirname, '../src/components/gallery/thumbnails')
const SIZE = { width: 340, height: 330 }
/** Of the picture alone: what is written above and below it takes its own room. */
const HEIGHT = 150
/** Studies that take minutes stop here: their panels draw what there is. */
const PATIENCE = 240_000

/** Panels whose study adds to what they show anyway. */
const COMPLETE = new Set(['ensemble', 'sharpness', 'escape'])

const asked = process.argv.slice(2)
const unknown = asked.filter(id => !PRESETS.has(id))
if (unknown.length > 0) throw new Error(`no preset has the name ${unknown.join(', ')}; there are ${[...PRESETS.keys()].join(', ')}`)

/** The picture of the one panel on the page, as WebP. */
async function picture(page: Page): Promise<Buffer> {
  const address = await page.locator('.panel-chart canvas').evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL('image/webp', 0.85))
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64')
}

mkdirSync(OUT, { recursive: true })
const site = await serveBuilt()
const browser = await launch({ webgpu: 'off' })
try {
  for (const [id, { scenario }] of PRESETS) {
    if (asked.length > 0 && !asked.includes(id)) continue
    const [lead = ''] = scenario.view.panels.split(',')
    const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' })
    page.on('pageerror', error => console.error(`${id}: ${error.message}`))
    await page.goto(`${site.url}?embed=1&panel=${lead}#v=1&s=${id}&speed=0`)
    const wait = async (what: string, test: () => unknown) =>
      page.waitForFunction(test, undefined, { timeout: PATIENCE, polling: 200 }).catch(() => console.error(`${id}: ${what} is cut short`))
    await wait('the run', () => document.querySelector('[data-testid=step]')?.getAttribute('data-status') === 'finished')
    // Some studies start by themselves a moment after the run.
    await page.waitForTimeout(2500)
    const start = page.locator('.panel .replay .link-button').first()
    if (!COMPLETE.has(lead) && (await start.count()) > 0 && (await start.textContent()) !== 'Cancel') await start.click()
    await wait('the study', () => !document.querySelector('.panel .replay-bar'))
    const { height } = (await page.locator('.panel-chart canvas').boundingBox()) ?? { height: HEIGHT }
    await page.setViewportSize({ ...SIZE, height: Math.round(SIZE.height + HEIGHT - height) })
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme })
      await page.waitForTimeout(2500)
      const bytes = await picture(page)
      writeFileSync(join(OUT, `${id}-${theme}.webp`), bytes)
      console.log(`${id} ${lead} ${theme} ${bytes.length} bytes`)
    }
    await page.close()
  }
} finally {
  await browser.close()
  await site.close()
}
