import { posix } from 'node:path'
import { type Import, importAt, literal, type Node, parse, walk } from './imports'

/**
 * Who may import whom: the folders of src, each with those it may reach beside itself. `x (types)` allows types only, `x/*`
 * the folder and all its sub-folders; without it, sub-folders with a row of their own are named one by one, and those
 * without belong to the folder above. The table of `src/README.md` is this one, and
 * Biome knows its top folders. What panels may import of each other is said below.
 */
export const MAY_IMPORT: Record<string, readonly string[]> = {
  lib: [],
  theory: ['lib'],
  scenario: ['lib'],
  sim: ['sim/noise', 'sim/planes', 'sim/planar', 'sim/files', 'sim/net', 'sim/spectrum', 'sim/metrics', 'backends', 'scenario', 'lib'],
  'sim/noise': ['sim', 'sim/net', 'backends', 'scenario', 'lib'],
  'sim/planar': ['sim', 'sim/noise (types)', 'sim/spectrum', 'sim/metrics', 'backends', 'scenario', 'lib'],
  'sim/planes': ['sim', 'sim/noise', 'sim/net (types)', 'scenario', 'lib'],
  'sim/stationary': ['sim (types)', 'lib'],
  'sim/temperature': ['lib'],
  'sim/probe': ['sim', 'sim/noise', 'scenario', 'lib'],
  'sim/margin': ['sim (types)', 'scenario (types)', 'lib'],
  'sim/files': ['lib'],
  'sim/measured': ['sim', 'sim/files', 'sim/spectrum', 'sim/metrics', 'backends', 'scenario', 'lib'],
  'sim/net': ['sim/spectrum (types)', 'sim/metrics', 'backends', 'lib'],
  'sim/script': ['sim', 'sim/net (types)', 'backends (types)', 'scenario', 'lib'],
  'sim/spectrum': ['sim', 'sim/metrics', 'backends', 'scenario (types)', 'lib'],
  'sim/ensemble': ['sim', 'sim/net', 'sim/metrics', 'backends', 'scenario', 'lib'],
  'sim/metrics': ['backends (types)', 'lib'],
  backends: ['lib'],
  workers: ['sim', 'sim/planes', 'sim/files', 'sim/metrics (types)', 'sim/probe', 'backends', 'theory', 'scenario', 'lib'],
  'workers/ensemble': ['workers', 'sim (types)', 'sim/ensemble', 'backends', 'theory', 'scenario', 'lib'],
  'workers/measured': ['workers', 'sim/files', 'sim/measured', 'backends', 'scenario', 'lib'],
  'workers/studies': ['workers', 'sim/*', 'backends', 'theory', 'scenario', 'lib'],
  store: ['store/studyPlans', 'workers/* (types)', 'scenario', 'lib'],
  'store/studyPlans': ['workers/* (types)', 'scenario', 'lib'],
  charts: ['lib'],
  components: ['store/*', 'charts', 'theory', 'scenario', 'lib'],
  cli: ['sim/*', 'backends', 'workers', 'workers/ensemble', 'workers/studies', 'store/studyPlans', 'theory', 'scenario', 'lib'],
}

const PACKAGES: readonly { readonly names: RegExp; readonly only: readonly string[] }[] = [
  { names: /^(react|react-dom|@base-ui\/react|lucide-react|three|@react-three\/fiber)(\/|$)/, only: ['components'] },
  { names: /^zustand(\/|$)/, only: ['store', 'components'] },
  { names: /^idb-keyval$/, only: ['store'] },
  { names: /^@tensorflow\//, only: ['backends'] },
  { names: /^node:/, only: ['cli'] },
]

/** Results of these differ between engines in the last bit, or from call to call. */
const UNREPEATABLE = /^Math\.(random|a?sinh?|a?cosh?|a?tanh?|atan2|exp|expm1|log|log2|log10|log1p|pow|cbrt|hypot)$|^Date\.now$/
const EXACT = ['lib', 'theory', 'scenario', 'sim', 'backends']

/** The row of the table that a path like src/sim/backends/wasm/engine.ts belongs to, the innermost; null outside src. */
export function folderOf(path: string): string | null {
  const parts = path.split('/')
  if (parts[0] !== 'src') return null
  if (parts[1] === 'sim' && parts[2] === 'backends') return 'backends'
  const inner = parts.slice(1, 3).join('/')
  if (inner in MAY_IMPORT) return inner
  return parts.length > 2 || !parts[1]?.includes('.') ? (parts[1] ?? null) : 'main'
}

/** Whether a row's list allows a folder. */
function allows(list: readonly string[], to: string, typeOnly: boolean): boolean {
  const names = [to, `${to.split('/')[0]}/*`]
  return names.some(name => list.includes(name) || (typeOnly && list.includes(`${name} (types)`)))
}

const PANELS = 'src/components/panels'

/** The folder of panels that a path lies in: "frame", "margin"; '' for the registry and its layout, null outside. */
function panelOf(path: string): string | null {
  if (!path.startsWith(`${PANELS}/`)) return null
  const [first = '', ...rest] = path.slice(PANELS.length + 1).split('/')
  return rest.length > 0 ? first : ''
}

/** A panel stands on frame/ and reading/ and knows no other panel; frame/ knows none, and reading/ nothing of either. */
function forbiddenPanel(path: string, target: string): string | null {
  const [from, to] = [panelOf(path), panelOf(target)]
  if (!from || to === null || to === from || to === 'reading') return null
  if (from !== 'frame' && from !== 'reading') return to === 'frame' ? null : 'a panel may import frame, reading and its own folder'
  return from === 'frame' ? 'frame may import reading' : 'reading may import nothing else of the panels'
}

/** Parts of the scenario that a page fetches after its first picture. */
const LATER = ['src/scenario/presets', 'src/scenario/check', 'src/scenario/help']

/** The scenario is imported through its index, so that its files are its own affair; what is fetched later, on demand by name. */
export function besideTheDoor(path: string, { to, onDemand }: Import): string | null {
  const target = posix.join(posix.dirname(path), to)
  if (path.startsWith('src/scenario/') || !target.startsWith('src/scenario/') || (onDemand && LATER.includes(target))) return null
  return `imports ${to}; the door of the scenario is src/scenario, and on demand ${LATER.join(' and ')}`
}

function forbiddenImport(path: string, from: string, edge: Import): string | null {
  if (!edge.to.startsWith('.')) {
    const owner = PACKAGES.find(rule => rule.names.test(edge.to))
    return owner && !owner.only.includes(from) ? `imports ${edge.to}, which belongs to ${owner.only.join(' and ')}` : null
  }
  const target = posix.join(posix.dirname(path), edge.to)
  if (target === 'package.json') return null
  const panel = forbiddenPanel(path, target)
  if (panel) return `imports ${edge.to}; ${panel}`
  const beside = besideTheDoor(path, edge)
  if (beside) return beside
  const to = folderOf(target)
  const allowed = MAY_IMPORT[from] ?? []
  if (to !== null && (to === from || allows(allowed, to, edge.typeOnly))) return null
  return `imports ${edge.to}; ${from} may import ${allowed.join(', ') || 'nothing else'}`
}

function unrepeatable(node: Node): string | null {
  if ((node.type === 'BinaryExpression' && node.operator === '**') || node.operator === '**=') return '**'
  if (node.type === 'VariableDeclarator' && (node.init as Node | null)?.name === 'Math') return 'Math taken apart'
  if (node.type === 'NewExpression' && (node.callee as Node).name === 'Date') return 'Date'
  if (node.type !== 'MemberExpression') return null
  const name = node.computed ? literal(node.property) : (node.property as Node).name
  const full = `${(node.object as Node).name}.${name}`
  return UNREPEATABLE.test(full) ? full : null
}

/** Places where a value at an index is asserted to be there, `list[i]!`: read it by what bounds the index, or by lib/values. */
export function assertedIndices(path: string, source: string): string[] {
  const found: string[] = []
  for (const node of walk(parse(path, source))) {
    const asserted = node.type === 'TSNonNullExpression' ? (node.expression as Node) : null
    if (asserted?.type !== 'MemberExpression' || !asserted.computed) continue
    found.push(`${path}:${source.slice(0, node.start as number).split('\n').length} asserts an index`)
  }
  return found
}

/** What one source file under src does against the table; an empty list when all is well. */
export function violations(path: string, source: string): string[] {
  const from = folderOf(path)
  if (from === null || from === 'main') return []
  if (!(from in MAY_IMPORT)) return [`${path}: the folder ${from} is not in the import table`]
  const exact = EXACT.includes(from) && !path.startsWith('src/sim/backends/tfjs/')
  const found: string[] = []
  for (const node of walk(parse(path, source))) {
    const place = () => `${path}:${source.slice(0, node.start as number).split('\n').length}`
    const edge = importAt(node)
    const broken = edge && forbiddenImport(path, from, edge)
    if (broken) found.push(`${place()} ${broken}`)
    const inexact = exact ? unrepeatable(node) : null
    if (inexact) found.push(`${place()} uses ${inexact}, which does not give the same bits everywhere and at any time`)
  }
  return found
}
