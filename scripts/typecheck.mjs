// One program per world (pure, worker, DOM, Node), two at a time: `npm run typecheck [world…]`.
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tsc = join(root, 'node_modules/typescript/bin/tsc')

function check(world) {
  return new Promise(resolve => {
    const colour = process.stdout.isTTY ? ['--pretty'] : []
    const child = spawn(process.execPath, [tsc, '-p', `tsconfig.${world}.json`, ...colour], { cwd: root })
    let output = ''
    child.stdout.on('data', chunk => (output += chunk))
    child.stderr.on('data', chunk => (output += chunk))
    child.on('close', code => {
      // TS18003: the folders of this world hold no file yet.
      const empty = output.includes('TS18003')
      const ok = code === 0 || empty
      console.log(`${ok ? 'ok    ' : 'FAILED'} types, ${world}${empty ? ' (no files)' : ''}`)
      if (!ok) process.stdout.write(output)
      resolve(ok)
    })
  })
}

const asked = process.argv.slice(2)
const queue = asked.length > 0 ? asked : ['pure', 'worker', 'dom', 'node']
let failed = false
async function drain() {
  for (let world = queue.shift(); world; world = queue.shift()) failed = !(await check(world)) || failed
}
await Promise.all([drain(), drain()])
process.exitCode = failed ? 1 : 0
