import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

/** Brings the accessibility rules into a page and what it loads next. */
export async function withAxe(page: Page): Promise<void> {
  const content = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.addInitScript({ content })
  if (page.url() !== 'about:blank') await page.reload()
}

/** What of a page is against the rules, with the elements that are; `frames` are pages of their own. */
export function axeFindings(page: Page, frames = true): Promise<string[]> {
  return page.evaluate(async iframes => {
    const { axe } = globalThis as unknown as {
      axe: { run(page: Document, options: { iframes: boolean }): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    return (await axe.run(document, { iframes })).violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')}`)
  }, frames)
}
