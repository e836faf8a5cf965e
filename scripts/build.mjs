// The page into dist/, then the command line into dist/cli/noisescope.js.
import { chmodSync, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { buildWasm } from './build-wasm.mjs'
import { licenses } from './licenses.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const has = path => existsSync(join(root, path))

function buildCli() {
  return build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [licenses('licenses.txt', []).page],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: 'src/cli/main.ts',
      outDir: 'dist/cli',
      emptyOutDir: true,
      target: 'node20.19',
      rolldownOptions: {
        output: { entryFileNames: 'noisescope.js', banner: chunk => (chunk.isEntry ? '#!/usr/bin/env node' : '') },
      },
    },
  })
}

await buildWasm()
if (has('src/main.tsx')) await build({ root })
else console.log('no page yet: src/main.tsx is missing')
if (has('src/cli/main.ts')) {
  await buildCli()
  chmodSync(join(root, 'dist/cli/noisescope.js'), 0o755)
} else console.log('no command line yet: src/cli/main.ts is missing')
