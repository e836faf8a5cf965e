/**
 * Browsers that are not Chromium, behind one small interface: `openEngine('firefox')`, a tab, functions evaluated in it.
 * Firefox is driven by WebDriver BiDi, WebKitGTK by WebDriver on a display of its own (Xvfb).
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import puppeteer from 'puppeteer-core'
import { Builder } from 'selenium-webdriver'
import { fromDebian } from './debian'

/** Milliseconds after which an engine counts as hung; the drivers' own 30 s are not enough on a machine that is busy. */
const HANG = 2_400_000

export const ENGINES = ['firefox', 'webkit'] as const
export type EngineName = (typeof ENGINES)[number]

export interface Tab {
  goto(url: string): Promise<void>
  /** The value of a function that sees the page's globals and its argument alone, awaited where it is a promise. */
  evaluate<T, A>(run: (argument: A) => T | Promise<T>, argument: A): Promise<Awaited<T>>
  close(): Promise<void>
}

export interface Engine {
  readonly version: string
  open(): Promise<Tab>
  close(): Promise<void>
}

const onPath = (names: readonly string[]) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap(folder => names.map(name => join(folder, name)))
    .find(path => existsSync(path)) ?? null

const findFirefox = () => process.env.FIREFOX ?? onPath(['firefox-esr', 'firefox'])

interface WebKit {
  readonly driver: string
  readonly browser: string
  readonly xvfb: string
}

function findWebKit(): WebKit | null {
  const folders = ['/usr/lib', ...(existsSync('/usr/lib') ? readdirSync('/usr/lib') : []).map(name => join('/usr/lib', name))]
  const browser = folders.map(folder => join(folder, 'webkit2gtk-4.1/MiniBrowser')).find(path => existsSync(path))
  const [driver, xvfb] = [onPath(['WebKitWebDriver']), onPath(['Xvfb'])]
  return driver && browser && xvfb ? { driver, browser, xvfb } : null
}

const KINDS = {
  firefox: { find: findFirefox, install: () => fromDebian('Firefox', 'firefox-esr') },
  webkit: { find: findWebKit, install: () => fromDebian('WebKit', 'webkit2gtk-driver', 'xvfb') },
}

/** The engines there are, after an attempt to install what is missing. */
export function ensureEngines(): EngineName[] {
  return ENGINES.filter(name => {
    const { find, install } = KINDS[name]
    if (!find()) install()
    if (find()) return true
    console.log(`${name} is not installed: its tests are skipped (see CONTRIBUTING.md)`)
    return false
  })
}

export function openEngine(name: EngineName): Promise<Engine> {
  return name === 'firefox' ? openFirefox(findFirefox()) : openWebKit(findWebKit())
}

async function openFirefox(executablePath: string | null): Promise<Engine> {
  if (!executablePath) throw new Error('firefox is gone')
  // A viewport that is set takes a command that an extended support release does not know.
  const window = { defaultViewport: null, args: ['--width=1440', '--height=1000'] }
  const patience = { timeout: HANG, protocolTimeout: HANG }
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true, ...window, ...patience })
  return {
    version: await browser.version(),
    open: async () => {
      const page = await browser.newPage()
      page.setDefaultNavigationTimeout(HANG)
      return {
        goto: async url => void (await page.goto(url)),
        evaluate: (run, argument) => page.evaluate(run as never, argument) as never,
        close: () => page.close(),
      }
    },
    close: () => browser.close(),
  }
}

/** WebDriver opens one window, so that each tab is a session of its own. */
async function openWebKit(found: WebKit | null): Promise<Engine> {
  if (!found) throw new Error('webkit is gone')
  const { driver, browser, xvfb } = found
  const screen = spawn(xvfb, ['-displayfd', '3', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const [display] = await once(screen.stdio[3] as NonNullable<(typeof screen.stdio)[3]>, 'data')
  const port = await freePort()
  const server = spawn(driver, [`--port=${port}`], { env: { ...process.env, DISPLAY: `:${String(display).trim()}` }, stdio: 'ignore' })
  const session = () =>
    new Builder()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities({ browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } })
      .build()
  await listening(port)
  return {
    version: 'WebKitGTK',
    open: async () => {
      const window = await session()
      await window.manage().setTimeouts({ script: HANG, pageLoad: HANG })
      return {
        goto: url => window.get(url),
        evaluate: (run, argument) => window.executeScript(run as never, argument) as never,
        close: () => window.quit(),
      }
    },
    close: async () => void (await Promise.all([server, screen].map(ended))),
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = once(child, 'exit')
  child.kill()
  await exit
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** The driver says nothing when it is ready: it is when it answers. */
async function listening(port: number): Promise<void> {
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}/status`)
      return
    } catch {
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}
