// One program per world (tsconfig.json lists them), each built on the declarations of those below it: `npm run typecheck`.
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tsc = join(root, 'node_modules/typescript/bin/tsc')
const colour = process.stdout.isTTY ? ['--pretty'] : []
spawn(process.execPath, [tsc, '--build', ...colour], { cwd: root, stdio: 'inherit' }).on('close', code => {
  process.exitCode = code ?? 1
})
