import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { attempt, fromDebian } from './debian'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  join(process.env.PROGRAMFILES ?? 'C:\\Program Files', 'Google\\Chrome\\Application\\chrome.exe'),
  join(process.env['PROGRAMFILES(X86)'] ?? 'C:\\Program Files (x86)', 'Google\\Chrome\\Application\\chrome.exe'),
]

/** The path of a Chromium on this machine, or null: $CHROMIUM, Playwright's own, then the system's. */
export function findChromium(): string | null {
  const asked = process.env.CHROMIUM
  if (asked) {
    if (existsSync(asked)) return asked
    throw new Error(`CHROMIUM names ${asked}, which does not exist: point it at a Chromium or Chrome executable, or unset it.`)
  }
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap(folder => NAMES.map(name => join(folder, name)))
  return [chromium.executablePath(), ...onPath, ...PLACES].find(path => path !== '' && existsSync(path)) ?? null
}

function fromPlaywright(): void {
  attempt(
    'Chromium',
    process.execPath,
    [join(import.meta.dirname, '../../node_modules/playwright-core/cli.js'), 'install', 'chromium'],
    120,
  )
}

/** Like findChromium, but installs one where there is none: the Debian package first, which also works behind mirrors. */
export function ensureChromium(): string {
  for (const install of [() => {}, () => fromDebian('Chromium', 'chromium'), fromPlaywright]) {
    install()
    const found = findChromium()
    if (found && runs(found)) return found
  }
  throw new Error(
    'The browser tests need Chromium: install it (apt-get install chromium) or set CHROMIUM to the path of Chromium or Chrome.',
  )
}

function runs(path: string): boolean {
  if (process.platform === 'win32') return true
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 300_000 })
    return true
  } catch {
    return false
  }
}

export interface LaunchOptions {
  /** Emulated on the CPU (the default: the same everywhere), the machine's own GPU, or no adapter at all. */
  readonly webgpu?: 'software' | 'hardware' | 'off'
  /** Gives pages and workers a global gc(). */
  readonly exposeGc?: boolean
}

const QUIET = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']
// Chromium 156 on Linux hands out no adapter without the first flag, in pages and workers alike; WebGL2 needs none.
const WEBGPU = {
  software: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  hardware: ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--use-angle=vulkan', '--ignore-gpu-blocklist'],
  off: [],
}

export function launch(options: LaunchOptions = {}): Promise<Browser> {
  const gc = options.exposeGc ? ['--js-flags=--expose-gc'] : []
  const args = [...QUIET, ...WEBGPU[options.webgpu ?? 'software'], ...gc]
  return chromium.launch({ executablePath: findChromium() ?? ensureChromium(), headless: true, args, timeout: 0 })
}

/** A page without limits of its own, which would decide on a slow machine: the test's ends it. */
export async function openPage(browser: Browser, options?: BrowserContextOptions): Promise<Page> {
  const page = await browser.newPage(options)
  page.setDefaultTimeout(0)
  return page
}
