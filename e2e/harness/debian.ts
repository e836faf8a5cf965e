import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Runs an installing command with its complaints on the console; false where it failed or took too long. */
export function attempt(what: string, command: string, args: readonly string[], seconds: number): boolean {
  console.log(`no ${what} found; trying: ${command} ${args.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: seconds * 1000, env }).status === 0
}

/** Installs packages where this is Debian and we may; whether they are there is for the caller to see. */
export function fromDebian(what: string, ...packages: string[]): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  attempt(what, 'apt-get', ['update', '-qq'], 120)
  // Somebody else may be installing: two suites at once on a new machine.
  attempt(what, 'apt-get', ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '-qq', '--no-install-recommends', ...packages], 600)
}
