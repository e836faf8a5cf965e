import { posix } from 'node:path'
import { type Import, importAt, literal, type Node, parse, walk } from './imports'

/** Who may import whom: the folders of src, each with those it may reach beside itself. Biome knows the same table. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  lib: [],
  theory: ['lib'],
  scenario: ['lib'],
  sim: ['backends', 'scenario', 'lib'],
  backends: ['lib'],
  workers: ['sim', 'backends', 'theory', 'scenario', 'lib'],
  store: ['scenario', 'lib', 'workers (types)'],
  charts: ['lib'],
  components: ['store', 'charts', 'theory', 'scenario', 'lib'],
  cli: ['sim', 'backends', 'theory', 'scenario', 'lib'],
}

const PACKAGES: readonly { readonly names: RegExp; readonly only: readonly string[] }[] = [
  { names: /^(react|react-dom|@base-ui\/react|lucide-react)(\/|$)/, only: ['components'] },
  { names: /^zustand(\/|$)/, only: ['store', 'components'] },
  { names: /^@tensorflow\//, only: ['backends'] },
  { names: /^node:/, only: ['cli'] },
]

/** Results of these differ between engines in the last bit, or from call to call. */
const UNREPEATABLE = /^Math\.(random|a?sinh?|a?cosh?|a?tanh?|atan2|exp|expm1|log|log2|log10|log1p|pow|cbrt|hypot)$|^Date\.now$/
const EXACT = ['lib', 'theory', 'scenario', 'sim', 'backends']

/** The folder of the table that a path like src/sim/backends/wasm/engine.ts belongs to; null outside src. */
export function folderOf(path: string): string | null {
  const parts = path.split('/')
  if (parts[0] !== 'src') return null
  if (parts[1] === 'sim' && parts[2] === 'backends') return 'backends'
  return parts.length > 2 || !parts[1]?.includes('.') ? (parts[1] ?? null) : 'main'
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

function forbiddenImport(path: string, from: string, edge: Import): string | null {
  if (!edge.to.startsWith('.')) {
    const owner = PACKAGES.find(rule => rule.names.test(edge.to))
    return owner && !owner.only.includes(from) ? `imports ${edge.to}, which belongs to ${owner.only.join(' and ')}` : null
  }
  const target = posix.join(posix.dirname(path), edge.to)
  if (target === 'package.json') return null
  const panel = forbiddenPanel(path, target)
  if (panel) return `imports ${edge.to}; ${panel}`
  const to = folderOf(target)
  const allowed = MAY_IMPORT[from] ?? []
  if (to !== null && (to === from || allowed.includes(to) || (edge.typeOnly && allowed.includes(`${to} (types)`)))) return null
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
