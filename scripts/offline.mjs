import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const SOURCE = 'src/workers/offline/service.worker.ts'
const NAME = 'sw.js'

/** Plugin that builds the service worker beside the page, with the list of all files of the page. */
export function offline() {
  let config
  return {
    name: 'offline',
    apply: 'build',
    configResolved(resolved) {
      config = resolved
    },
    async closeBundle() {
      const { root, logLevel } = config
      const { outDir, target } = config.build
      const FILES = JSON.stringify(filesOf(resolve(root, outDir)))
      const output = { format: 'iife', entryFileNames: NAME }
      await build({
        ...{ root, logLevel, configFile: false, publicDir: false, define: { FILES } },
        build: { outDir, target, emptyOutDir: false, modulePreload: false, rolldownOptions: { input: join(root, SOURCE), output } },
      })
    },
  }
}

/** The files under a folder for the precache: a name that says what is in it needs no revision. */
function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter(url => url !== NAME)
    .sort()
    .map(url => ({ url, revision: /^assets\/.*-[\w-]{8}\.\w+$/.test(url) ? null : revisionOf(join(folder, url)) }))
}

const revisionOf = path => createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)
