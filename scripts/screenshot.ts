// npm run screenshot -- --out docs/images --sizes 1440x900,390x844 --themes light,dark --hash '#…' --wait 3000
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { launch } from '../e2e/harness/chromium'
import { serveBuilt } from '../e2e/harness/server'

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'out/screenshots' },
    sizes: { type: 'string', default: '1440x900,390x844,2560x1440' },
    themes: { type: 'string', default: 'light,dark' },
    hash: { type: 'string', default: '' },
    wait: { type: 'string', default: '3000' },
  },
})

function parseSize(text: string): { width: number; height: number } {
  const match = /^(\d+)x(\d+)$/.exec(text)
  if (!match) throw new Error(`--sizes: "${text}" is not WIDTHxHEIGHT, as in 1440x900`)
  return { width: Number(match[1]), height: Number(match[2]) }
}

function parseTheme(text: string): 'light' | 'dark' {
  if (text !== 'light' && text !== 'dark') throw new Error(`--themes: "${text}" is neither light nor dark`)
  return text
}

const sizes = values.sizes.split(',').map(parseSize)
const themes = values.themes.split(',').map(parseTheme)
const wait = Number(values.wait)
if (!(wait >= 0)) throw new Error(`--wait: "${values.wait}" is not a number of milliseconds`)

mkdirSync(values.out, { recursive: true })
const site = await serveBuilt()
const browser = await launch()
try {
  for (const viewport of sizes) {
    for (const colorScheme of themes) {
      const page = await browser.newPage({ viewport, colorScheme })
      page.on('pageerror', error => console.error(`page error: ${error.message}`))
      await page.goto(site.url + values.hash)
      await page.waitForSelector('[data-testid="step"]', { timeout: 10_000 }).catch(() => console.error('no element "step" on the page'))
      await page.waitForTimeout(wait)
      const path = join(values.out, `${viewport.width}x${viewport.height}-${colorScheme}.png`)
      await page.screenshot({ path })
      await page.close()
      console.log(path)
    }
  }
} finally {
  await browser.close()
  await site.close()
}
