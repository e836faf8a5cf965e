// The page into dist/, then the command line into dist/cli/noisescope.js.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { buildCli } from './build-cli.mjs'
import { buildWasm } from './build-wasm.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const has = path => existsSync(join(root, path))

await buildWasm()
if (has('src/main.tsx')) await build({ root })
else console.log('no page yet: src/main.tsx is missing')
if (has('src/cli/main.ts')) await buildCli(join(root, 'dist/cli'))
else console.log('no command line yet: src/cli/main.ts is missing')
