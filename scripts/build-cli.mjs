// The command line into a folder, as noisescope.js with its parts beside it: all that it needs but Node.
import { chmodSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { licenses } from './licenses.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

export async function buildCli(outDir) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [licenses('licenses.txt', []).page],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: 'src/cli/main.ts',
      outDir,
      emptyOutDir: true,
      target: 'node20.19',
      rolldownOptions: {
        output: { entryFileNames: 'noisescope.js', banner: chunk => (chunk.isEntry ? '#!/usr/bin/env node' : '') },
      },
    },
  })
  chmodSync(join(outDir, 'noisescope.js'), 0o755)
}
