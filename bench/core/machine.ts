/** What a result depends on besides the code: machine, versions, date, load. */
import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'
import { findChromium } from '../../e2e/harness/chromium'
import { version } from '../../package.json'
import { pythonChild } from './children'

export interface Machine {
  readonly date: string
  readonly cpu: string
  readonly cores: number
  /** GiB. */
  readonly memory: number
  readonly system: string
  /** Mean number of busy processes over the minute before, and before the end. */
  readonly load: readonly number[]
  readonly versions: Readonly<Record<string, string>>
}

function said(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return 'not there'
  }
}

export const load = (): number => Number(loadavg()[0].toFixed(2))

export async function machine(): Promise<Machine> {
  const { facts, missing } = await pythonChild(1).ask({ do: 'facts' })
  const peers = Object.entries(facts ?? { python: missing ?? '' }).map(([name, value]) => [name, String(value)])
  const chromium = findChromium()
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory: Math.round(totalmem() / 2 ** 30),
    system: said('uname', ['-srm']),
    load: [load()],
    versions: {
      noisescope: `${version} (${said('git', ['describe', '--always', '--dirty'])})`,
      node: process.versions.node,
      chromium: chromium ? said(chromium, ['--version']).replace(/ built on.*/, '') : 'not there',
      ...Object.fromEntries(peers),
    },
  }
}
