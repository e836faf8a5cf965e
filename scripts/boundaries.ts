import { posix } from 'node:path'
import { parseAst } from 'vite'

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

interface Edge {
  readonly to: string
  readonly typeOnly: boolean
}

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string'

function* walk(node: Node): Generator<Node> {
  yield node
  for (const child of Object.values(node)) {
    if (Array.isArray(child)) for (const item of child) if (isNode(item)) yield* walk(item)
    if (isNode(child)) yield* walk(child)
  }
}

const literal = (value: unknown): string | null => {
  const node = value as Node | null
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : null
}

function edgeOf(node: Node): Edge | null {
  const typeOnly = node.importKind === 'type' || node.exportKind === 'type' || node.type === 'TSImportType'
  const isUrl = node.type === 'NewExpression' && (node.callee as Node).name === 'URL'
  const to = literal(isUrl ? (node.arguments as Node[])[0] : node.source)
  const imports = isUrl ? /^\.\.?\//.test(to ?? '') : /^(Import|Export|TSImport)/.test(node.type)
  return to !== null && imports ? { to: to.replace(/\?.*$/, ''), typeOnly } : null
}

/** The folder of the table that a path like src/sim/backends/wasm/engine.ts belongs to; null outside src. */
export function folderOf(path: string): string | null {
  const parts = path.split('/')
  if (parts[0] !== 'src') return null
  if (parts[1] === 'sim' && parts[2] === 'backends') return 'backends'
  return parts.length > 2 || !parts[1]?.includes('.') ? (parts[1] ?? null) : 'main'
}

function forbiddenImport(path: string, from: string, edge: Edge): string | null {
  if (!edge.to.startsWith('.')) {
    const owner = PACKAGES.find(rule => rule.names.test(edge.to))
    return owner && !owner.only.includes(from) ? `imports ${edge.to}, which belongs to ${owner.only.join(' and ')}` : null
  }
  const target = posix.join(posix.dirname(path), edge.to)
  if (target === 'package.json') return null
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
  for (const node of walk(parseAst(source, { lang: path.endsWith('x') ? 'tsx' : 'ts' }, path) as unknown as Node)) {
    const place = () => `${path}:${source.slice(0, node.start as number).split('\n').length}`
    const edge = edgeOf(node)
    const broken = edge && forbiddenImport(path, from, edge)
    if (broken) found.push(`${place()} ${broken}`)
    const inexact = exact ? unrepeatable(node) : null
    if (inexact) found.push(`${place()} uses ${inexact}, which does not give the same bits everywhere and at any time`)
  }
  return found
}
