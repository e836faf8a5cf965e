import type { Browser, Page } from 'playwright-core'
import { expect, inject } from 'vitest'

/** The page at a link's fragment, with what it complained of collected in `errors`. */
export async function open(
  browser: Browser,
  fragment: string,
  size = { width: 1440, height: 900 },
): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.newPage({ viewport: size })
  const errors: string[] = []
  page.on('pageerror', error => errors.push(String(error)))
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.goto(`${inject('url')}#${fragment}`)
  return { page, errors }
}

export const text = async (page: Page, id: string) => (await page.getByTestId(id).textContent()) ?? ''
export const step = async (page: Page) => Number(await text(page, 'step'))

/** Waits until the page shows a step of at least `target`. */
export async function reached(page: Page, target: number, timeout = 60_000): Promise<void> {
  await page.waitForFunction(target => Number(document.querySelector('[data-testid="step"]')?.textContent) >= target, target, { timeout })
}

/** Waits for a condition evaluated here. */
export async function until(test: () => Promise<boolean>, timeout = 20_000): Promise<void> {
  const end = Date.now() + timeout
  while (!(await test())) {
    if (Date.now() > end) expect(await test()).toBe(true)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
