/**
 * What can befall a page while its run goes on: each fault strikes a playing page and comes back with what lifts it again.
 */
import type { Page } from 'playwright-core'

export interface Fault {
  readonly name: string
  strike(page: Page): Promise<() => Promise<void>>
}

/** Before the page: gets hold of its newest simulation worker, and of a storage that can be filled. */
export const HOLD = `{
  const { Worker } = globalThis
  globalThis.Worker = class extends Worker {
    constructor(url, options) {
      super(url, options)
      if (options?.name === 'simulation') globalThis.simulation = this
    }
  }
  const { setItem } = Storage.prototype
  Storage.prototype.setItem = function (...entry) {
    if (globalThis.full) throw new DOMException('full', 'QuotaExceededError')
    setItem.apply(this, entry)
  }
  globalThis.restored = 0
  document.addEventListener('contextrestored', () => globalThis.restored++, true)
}`

const FROZEN_MS = 3000
const nothing = async () => {}

const theme = (page: Page) => page.evaluate(() => document.documentElement.dataset.theme)

/** Chooses the other theme, which the page writes into its storage. */
async function turnTheme(page: Page): Promise<void> {
  const before = await theme(page)
  await page.keyboard.press('t')
  await page.waitForFunction(before => document.documentElement.dataset.theme !== before, before)
}

export const FAULTS: readonly Fault[] = [
  {
    name: 'worker killed',
    async strike(page) {
      // Without a word: neither an error nor a message tells the page.
      await page.evaluate('simulation.terminate()')
      await page.getByTestId('message').getByText('was restarted at step').waitFor()
      await page.getByRole('button', { name: 'Dismiss the message' }).click()
      return nothing
    },
  },
  {
    name: 'GPU reset',
    async strike(page) {
      const session = await page.context().browser()?.newBrowserCDPSession()
      await page.evaluate('restored = 0')
      await session?.send('Browser.crashGpuProcess')
      await page.waitForFunction(() => Reflect.get(globalThis, 'restored') > 0)
      await session?.detach()
      return nothing
    },
  },
  {
    name: 'storage full',
    async strike(page) {
      const session = await page.context().newCDPSession(page)
      const { origin } = new URL(page.url())
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 0 })
      await page.evaluate('full = true')
      await turnTheme(page)
      return async () => {
        await page.evaluate('full = false')
        await session.send('Storage.overrideQuotaForOrigin', { origin })
        await turnTheme(page)
        await session.detach()
      }
    },
  },
  {
    name: 'offline',
    async strike(page) {
      await page.context().setOffline(true)
      await page.getByRole('button', { name: 'Share', exact: true }).click()
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('Escape')
      return () => page.context().setOffline(false)
    },
  },
  {
    name: 'frozen tab',
    async strike(page) {
      const session = await page.context().newCDPSession(page)
      await session.send('Page.setWebLifecycleState', { state: 'frozen' })
      await new Promise(resolve => setTimeout(resolve, FROZEN_MS))
      await session.send('Page.setWebLifecycleState', { state: 'active' })
      await page.bringToFront()
      await session.detach()
      return nothing
    },
  },
]
