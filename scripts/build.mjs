// The page into dist/, then the command line and the library into dist/cli, the library's types into dist/types.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { buildCli } from './build-cli.mjs'
import { buildTypes } from './build-types.mjs'
import { buildWasm } from './build-wasm.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const has = path => existsSync(join(root, path))

await buildWasm()
if (has('src/main.tsx')) await build({ root })
else console.log('no page yet: src/main.tsx is missing')
await buildCli(join(root, 'dist/cli'))
buildTypes(join(root, 'dist/types'))
