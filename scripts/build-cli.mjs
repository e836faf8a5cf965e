// The command line and the library into a folder, as noisescope.js and library.js with their parts beside them: all that they need but Node.
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
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20.19',
      rolldownOptions: {
        input: { noisescope: 'src/cli/main.ts', library: 'src/cli/library.ts' },
        output: { entryFileNames: '[name].js', banner: ({ name }) => (name === 'noisescope' ? '#!/usr/bin/env node' : '') },
      },
    },
  })
  chmodSync(join(outDir, 'noisescope.js'), 0o755)
}
