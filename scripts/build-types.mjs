// The declarations of the package as a library: those that library.d.ts reaches, with imports as Node resolves them.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const ENTRY = 'cli/library.d.ts'
const RELATIVE = /(\bfrom |\bimport\()(["'])(\.{1,2}\/[^"']+)\2/g

/** Writes them below a folder, as they lie below src. */
export function buildTypes(outDir) {
  const all = mkdtempSync(join(tmpdir(), 'noisescope-types-'))
  try {
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { status, stdout } = spawnSync(process.execPath, [tsc, '--project', join(root, 'tsconfig.library.json'), '--outDir', all], {
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`the declarations of the library cannot be written: ${stdout}`)
    const left = [ENTRY]
    for (const file of left) {
      const near = to => {
        const base = posix.join(posix.dirname(file), to)
        const found = [`${base}.d.ts`, `${base}/index.d.ts`].find(path => existsSync(join(all, path)))
        // In an example within a comment.
        if (!found) return to
        if (!left.includes(found)) left.push(found)
        const path = posix.relative(posix.dirname(file), found).replace(/\.d\.ts$/, '.js')
        return path.startsWith('.') ? path : `./${path}`
      }
      const text = readFileSync(join(all, file), 'utf8').replaceAll(
        RELATIVE,
        (_, before, quote, to) => `${before}${quote}${near(to)}${quote}`,
      )
      mkdirSync(dirname(join(outDir, file)), { recursive: true })
      writeFileSync(join(outDir, file), text)
    }
  } finally {
    rmSync(all, { recursive: true, force: true })
  }
}
