import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launch } from '../harness/chromium'
import { blank, finished, hash, until } from './browse'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ webgpu: 'off' })
})
afterAll(() => browser?.close())

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const violations = (page: Page) =>
  page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    return (await axe.run()).violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')}`)
  })

it.each(['light', 'dark'])(
  'opens a scenario from the gallery by keyboard alone, and passes the rules of axe with it open, in the %s theme',
  async theme => {
    const { page, errors } = await blank(browser)
    await page.addInitScript({ content: `localStorage.setItem('theme', '${theme}');${axe}` })
    await page.goto(`${inject('url')}#s=linear-anisotropic&steps=60&speed=0`)
    await finished(page)
    const button = page.getByRole('button', { name: /^Scenario: / })
    await button.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Scenarios' })
    await dialog.waitFor()
    await until(async () => (await dialog.locator('.gallery-card').count()) > 25)
    for (const claim of ['Alignment', 'Escape', 'Stability', 'Real data', 'Neighbours'])
      expect(await dialog.getByRole('heading', { name: claim, exact: true }).count()).toBe(1)
    // The pictures of the cards in sight have come, in the colours of the theme.
    const first = dialog.locator('.gallery-card img').first()
    await until(() => first.evaluate(image => (image as HTMLImageElement).naturalWidth > 0))
    expect(await first.getAttribute('src')).toMatch(new RegExp(`-${theme}-[\\w-]+\\.webp$`))
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('t')
    const search = dialog.getByRole('searchbox')
    await search.fill('noise trace')
    await until(async () => (await dialog.locator('.gallery-card').count()) < 5)
    await page.keyboard.press('ArrowDown')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('gallery-card')
    await page.keyboard.press('ArrowUp')
    await search.fill('two basins')
    await page.keyboard.press('Enter')
    await until(async () => (await hash(page)).includes('s=two-basins'))
    await dialog.waitFor({ state: 'detached' })
    expect(await button.textContent()).toContain('Two basins')
    expect(errors).toEqual([])
    await page.close()
  },
)
