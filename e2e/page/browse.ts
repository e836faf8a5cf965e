import type { Browser, Page } from 'playwright-core'
import { inject } from 'vitest'

/** Milliseconds after which a wait counts as a hang. It ends a broken test, and never decides a slow one. */
export const HANG = 1_200_000

/** What a page complains of from now on. */
export function errorsOf(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', error => errors.push(String(error)))
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text())
  })
  return errors
}

/** A page that shows nothing yet, with what it complains of collected in `errors`. */
export async function blank(browser: Browser, size = { width: 1440, height: 900 }): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.newPage({ viewport: size })
  page.setDefaultTimeout(HANG)
  return { page, errors: errorsOf(page) }
}

/** The page at a link's fragment. */
export async function open(browser: Browser, fragment: string, size?: { width: number; height: number }): ReturnType<typeof blank> {
  const opened = await blank(browser, size)
  await opened.page.goto(`${inject('url')}#${fragment}`)
  return opened
}

export const text = async (page: Page, id: string) => (await page.getByTestId(id).textContent()) ?? ''
export const step = async (page: Page) => Number(await text(page, 'step'))
export const hash = (page: Page) => page.evaluate(() => location.hash)

/** What the page shows at one moment: the link, the step, the fingerprint of that step and how the run stands. */
export function facts(page: Page): Promise<{ hash: string; step: number; fingerprint: string; status: string }> {
  return page.evaluate(() => {
    const [step, fingerprint] = ['step', 'fingerprint'].map(id => document.querySelector<HTMLElement>(`[data-testid="${id}"]`))
    return {
      hash: location.hash,
      step: Number(step?.textContent),
      fingerprint: fingerprint?.textContent ?? '',
      status: step?.dataset.status ?? '',
    }
  })
}

/** Waits for a condition evaluated here. */
export async function until(test: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + HANG
  while (!(await test())) {
    if (Date.now() > end) throw new Error(`still not so: ${test}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** Waits until the run on screen is no longer being loaded, sought in or changed, and shows a step of at least `target`. */
export async function reached(page: Page, target: number): Promise<void> {
  await page.waitForFunction(target => {
    const step = document.querySelector<HTMLElement>('[data-testid="step"]')
    return /running|paused|finished/.test(step?.dataset.status ?? '') && Number(step?.textContent) >= target
  }, target)
}

/** Waits until the run stands as said, and its fingerprint is found. */
async function stands(page: Page, as: 'paused' | 'finished') {
  let now = await facts(page)
  await until(async () => {
    now = await facts(page)
    return now.status === as && now.fingerprint !== ''
  })
  return now
}

/** Waits for the last frame of the run. */
export const finished = (page: Page) => stands(page, 'finished')

/** Waits until the run is paused, with the fingerprint of its step. */
export const paused = (page: Page) => stands(page, 'paused')

/** Presses the pause button; returns what the page shows then. */
export async function pause(page: Page) {
  await page.getByRole('button', { name: /^pause/i }).click()
  return paused(page)
}
