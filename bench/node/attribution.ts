/**
 * What a profile of our own code was spent on: `attributed(profile)` gives the share of every kind of work in percent. Time in WebAssembly
 * belongs to the operation that called it.
 */
import type { Profiler } from 'node:inspector'
import { basename } from 'node:path'

/** Kinds of work, in the order of a table, and the functions that call their kernels. */
const KERNELS: Readonly<Record<string, readonly string[]>> = {
  'products of weights and samples': ['linear', 'transposed', 'addGradient', 'sampleGradients', 'products', 'contract'],
  'Gram matrix': ['gram', 'multiplyMatrix', 'addMatrix', 'mirror', 'rowSums'],
  eigenvectors: ['solve', 'grow', 'searchLeading', 'leading'],
  'number by number': ['activate', 'bend', 'multiply', 'add', 'copy', 'combine', 'lengths', 'maxima', 'pool', 'unpool'],
  'update of the weights': ['stepByKernels'],
  'ensemble kernel': ['advance'],
}
const OTHER = 'other kernels'
const SCRIPT = 'JavaScript'
const COLLECTION = 'garbage collection'
export const KINDS: readonly string[] = [...Object.keys(KERNELS), OTHER, SCRIPT, COLLECTION]

const isKernel = ({ functionName, url }: Profiler.ProfileNode['callFrame']) =>
  url.startsWith('wasm:') || functionName.startsWith('js-to-wasm')

/** Who measures, and nobody. */
const isOurs = ({ functionName, url }: Profiler.ProfileNode['callFrame']) =>
  !url.startsWith('node:inspector') && !/^(\(idle\)|\(root\)|\(program\)|dispatch)$/.test(functionName) && basename(url) !== 'profile.ts'

/** Percent of the time of each of KINDS; 0 of those that took none. */
export function attributed({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Readonly<Record<string, number>> {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map(child => [child, id] as const)))
  const kindOf = (id: number): string | null => {
    let node = byId.get(id)
    if (!node || !isOurs(node.callFrame)) return null
    if (node.callFrame.functionName === '(garbage collector)') return COLLECTION
    if (!isKernel(node.callFrame)) return SCRIPT
    while (node && isKernel(node.callFrame)) node = byId.get(parents.get(node.id) ?? Number.NaN)
    const caller = node?.callFrame.functionName ?? ''
    return Object.entries(KERNELS).find(([, callers]) => callers.includes(caller))?.[0] ?? OTHER
  }
  const kinds = new Map(nodes.map(({ id }) => [id, kindOf(id)]))
  const spent = new Map<string, number>()
  samples.forEach((id, i) => {
    const kind = kinds.get(id)
    if (kind) spent.set(kind, (spent.get(kind) ?? 0) + (timeDeltas[i] ?? 0))
  })
  const total = [...spent.values()].reduce((sum, time) => sum + time, 0)
  return Object.fromEntries(KINDS.map(kind => [kind, (100 * (spent.get(kind) ?? 0)) / total]))
}
