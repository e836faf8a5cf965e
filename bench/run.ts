/**
 * Benchmarks: `npm run bench` runs the usual ones, `npm run bench -- page memory` those named (`memory` also takes a link). Seeded workloads, medians of interleaved
 * runs; ratios count, absolute times move.
 */
const PARTS = {
  kernels: () => import('./kernels'),
  networks: () => import('./networks'),
  simulation: () => import('./simulation'),
  ensemble: () => import('./ensemble'),
  page: () => import('./page'),
  memory: () => import('./memory'),
  endurance: () => import('./endurance'),
  clr: () => import('./clr'),
  zhu: () => import('./zhu'),
}
type Part = keyof typeof PARTS
const USUAL: readonly Part[] = ['kernels', 'networks', 'simulation', 'ensemble', 'page']

const named = process.argv.slice(2).filter(arg => !arg.includes('='))
const unknown = named.filter(name => !(name in PARTS))
if (unknown.length > 0) throw new Error(`No benchmark is called ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`)
for (const name of named.length > 0 ? (named as Part[]) : USUAL) await PARTS[name]()

export {}
