import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Look } from '../gallery/golden'
import { scenes } from '../gallery/scenes'
import { launch, openPage } from '../harness/chromium'

/** Pictures that were looked at and found right; `npm run gallery:update` writes those of today, to be looked at as a diff. */
const FOLDER = join(import.meta.dirname, '../gallery/golden')
const THEMES = ['light', 'dark'] as const

let browser: Browser
let page: Page
const errors: string[] = []
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
  page = await openPage(browser, { viewport: { width: 1440, height: 900 } })
  page.on('pageerror', error => errors.push(String(error)))
  await page.goto(`${inject('url')}e2e/gallery/index.html`)
  await page.waitForFunction(() => document.body.dataset.ready === 'yes')
})
afterAll(() => browser?.close())

describe.each(THEMES)('in the %s theme', theme => {
  it.each(scenes.map(scene => scene.id))('%s looks as it did', async id => {
    const looks = await page.evaluate(
      ([id, theme]) => (globalThis as unknown as { looks(id: string, theme: string): Promise<Look[]> }).looks(id, theme),
      [id, theme] as const,
    )
    await expect(looks.map(look => look.svg).join('\n')).toMatchFileSnapshot(join(FOLDER, `${id}-${theme}.svg.txt`))
    for (const { ink, clipped, overlapping } of looks) {
      expect(ink).toBeGreaterThan(0.01)
      expect(clipped).toEqual([])
      expect(overlapping).toEqual([])
    }
  })
})

it('every scene is on the page, without errors, and no golden is left of a scene that is gone', async () => {
  const figures = scenes.reduce((sum, scene) => sum + scene.sizes.length, 0) * THEMES.length
  expect(await page.locator('figure canvas').count()).toBe(figures)
  expect(errors).toEqual([])
  const names = scenes.flatMap(scene => THEMES.map(theme => `${scene.id}-${theme}.svg.txt`))
  expect((existsSync(FOLDER) ? readdirSync(FOLDER) : []).filter(name => !names.includes(name))).toEqual([])
})
