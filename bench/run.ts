/**
 * Benchmarks: seeded workloads, interleaved rounds, medians with quartiles; ratios count, absolute times move.
 *
 *     npm run bench                                   the usual parts
 *     npm run bench -- networks ensemble              those named
 *     npm run bench -- all --json FILE                every part of docs/performance.md, kept as JSON
 *     npm run bench -- report FILE                    writes docs/performance.md and the README's three figures from it
 *     npm run bench -- memory LINK                    memory of the page that plays a link
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { closeChildren } from './core/children'
import { load, machine } from './core/machine'
import type { Row } from './core/row'
import { printed } from './core/terminal'
import type { Results } from './report/markdown'

type Say = (row: Row) => void
type Part = { rows(say: Say, links: readonly string[]): Promise<void> }

const PARTS = {
  networks: () => import('./parts/networks'),
  ensemble: () => import('./parts/ensemble'),
  replicas: () => import('./parts/replicas'),
  crew: () => import('./parts/crew'),
  browser: () => import('./parts/browser'),
  bits: () => import('./parts/bits'),
  roofline: () => import('./parts/roofline'),
  profile: () => import('./parts/profile'),
  simulation: () => import('./parts/simulation'),
  scaling: () => import('./parts/scaling'),
  history: () => import('./parts/history'),
  page: () => import('./parts/page'),
  visits: () => import('./parts/visits'),
  landscape: () => import('./parts/landscape'),
  answers: () => import('./parts/answers'),
  memory: () => import('./parts/memory'),
  endurance: () => import('./parts/endurance'),
  clr: () => import('./parts/clr'),
  zhu: () => import('./parts/zhu'),
  files: () => import('./parts/files'),
} satisfies Record<string, () => Promise<Part>>
type Name = keyof typeof PARTS

/** Those of docs/performance.md. */
const ALL: readonly Name[] = [
  'networks',
  'ensemble',
  'replicas',
  'crew',
  'roofline',
  'profile',
  'bits',
  'memory',
  'page',
  'visits',
  'landscape',
  'answers',
  'simulation',
  'scaling',
  'history',
  'browser',
]
const USUAL: readonly Name[] = ['networks', 'ensemble', 'roofline', 'simulation', 'page']

function namesIn(words: readonly string[]): readonly Name[] {
  if (words.length === 0) return USUAL
  if (words.includes('all')) return ALL
  const unknown = words.filter(word => !(word in PARTS))
  if (unknown.length > 0) throw new Error(`No benchmark is called ${unknown.join(', ')}; there are all, ${Object.keys(PARTS).join(', ')}`)
  return words as Name[]
}

async function measure(names: readonly Name[], links: readonly string[], json: string | undefined): Promise<void> {
  const about = await machine()
  const rows: Row[] = []
  const failed: string[] = []
  // Row by row: what was measured outlives what stops it.
  const keep = () => {
    const results: Results = { machine: { ...about, load: [...about.load, load()] }, rows, failed }
    if (json) writeFileSync(json, `${JSON.stringify(results, null, 1)}\n`)
  }
  for (const name of names) {
    const part: Part = await PARTS[name]()
    const say = (row: Row) => {
      rows.push(row)
      console.log(`${printed(row)}\n`)
      keep()
    }
    // One part that cannot run here, say without a browser, leaves the others' results.
    await part.rows(say, links).catch((error: unknown) => failed.push(`${name}: ${error instanceof Error ? error.message : error}`))
  }
  keep()
  for (const line of failed) console.error(line)
  if (failed.length > 0) process.exitCode = 1
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } })
const links = positionals.filter(word => word.includes('='))
const words = positionals.filter(word => !word.includes('='))
try {
  if (words[0] === 'report') {
    const { writeReport } = await import('./report/write')
    writeReport(JSON.parse(readFileSync(words[1] ?? '', 'utf8')) as Results)
  } else await measure(namesIn(words), links, values.json)
} finally {
  closeChildren()
}
