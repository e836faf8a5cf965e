/** The command line as it is installed, in processes of its own; one may get a signal ahead of what it is about to do. For tests. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Signals the process at the COUNT-th call of one of Node's functions whose first argument, or the name of the open file, fits. */
const KILLER = `
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { isMainThread } from 'node:worker_threads'
const [act, pattern, count, signal] = JSON.parse(process.env.KILL_AT)
const names = new Map()
const real = { ...fs }
let seen = 0
fs.openSync = (path, ...rest) => {
  const handle = real.openSync(path, ...rest)
  names.set(handle, String(path))
  return handle
}
const before = fs[act]
fs[act] = (first, ...rest) => {
  const name = typeof first === 'number' ? (names.get(first) ?? '') : String(first)
  if (isMainThread && new RegExp(pattern).test(name) && ++seen === count) {
    process.kill(process.pid, signal)
    while (signal === 'SIGKILL');
  }
  return before(first, ...rest)
}
syncBuiltinESMExports()
`

type Act = 'openSync' | 'writeSync' | 'closeSync' | 'renameSync'

/** A new folder, which the caller removes, with the command line as `build` bundles it. */
export async function installed(build: (folder: string) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'noisescope-grid-'))
  await build(join(folder, 'cli'))
  const killer = join(folder, 'killer.mjs')
  writeFileSync(killer, KILLER)
  const run = (argv: readonly string[], env: Record<string, string> = {}, kill?: readonly [Act, string, number, NodeJS.Signals]) => {
    const preload = kill ? ['--import', pathToFileURL(killer).href] : []
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...preload, join(folder, 'cli/noisescope.js'), ...argv], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, ...env, ...(kill && { KILL_AT: JSON.stringify(kill) }) },
    })
    return { code: status, signal, out: stdout, err: stderr }
  }
  return { folder, run }
}

const TABLES = ['sweep.csv', 'sweep-summary.csv', 'sweep.npz', 'sweep.parquet', 'sweep.json']

/** The bytes of the tables of a sweep, and what stands in its folder. */
export const tablesIn = (dir: string) => Object.fromEntries(TABLES.map(name => [name, readFileSync(join(dir, name), 'latin1')]))
export const pointsOf = (dir: string) => readdirSync(join(dir, 'points')).sort()
