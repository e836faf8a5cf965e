/**
 * The processes that race: ours in Node, and Debian's Python with numpy and PyTorch. Each is started when first wanted and kept;
 * `closeChildren()` ends them all.
 */
import { join } from 'node:path'
import { type Child, openChild } from './child'

const folder = join(import.meta.dirname, '..')
const open = new Map<string, Child>()

function kept(name: string, start: () => Child): Child {
  const child = open.get(name) ?? start()
  open.set(name, child)
  return child
}

/** Node with our own sources and the rivals that run there, in a process that whoever opens it closes. */
export function openNode(name: string): Child {
  return openChild(name, process.execPath, ['--import', 'tsx', join(folder, 'node/server.ts')], process.env)
}

/** The same, kept. `name` tells processes apart that work at the same time. */
export const nodeChild = (name = 'node'): Child => kept(name, () => openNode(name))

/** Debian's own Python, whose numpy and PyTorch use the system's BLAS, with so many threads. */
export function pythonChild(threads: 1 | 2): Child {
  const name = `python, ${threads} thread${threads > 1 ? 's' : ''}`
  return kept(name, () => {
    // Set here, the first two would make OpenBLAS compute for another processor than this one.
    const { OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE, ...rest } = process.env
    const env = { ...rest, OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) }
    return openChild(name, '/usr/bin/python3', [join(folder, 'python/server.py'), String(threads)], env)
  })
}

export function closeChildren(): void {
  for (const child of open.values()) child.close()
  open.clear()
}
