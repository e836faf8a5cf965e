import { parseAst } from 'vite'

/**
 * What a TypeScript file imports, read from its syntax tree: `import`, `export … from`, `import()`, types named by
 * `import('…')`, and workers by `new URL('…', import.meta.url)`.
 */
export interface Import {
  /** As written, without a query. */
  readonly to: string
  readonly typeOnly: boolean
  /** Fetched when it is wanted: `import()`. */
  readonly onDemand: boolean
}

export interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string'

export const parse = (path: string, source: string): Node =>
  parseAst(source, { lang: path.endsWith('x') ? 'tsx' : 'ts' }, path) as unknown as Node

/** A node and all below it. */
export function* walk(node: Node): Generator<Node> {
  yield node
  for (const child of Object.values(node)) {
    if (Array.isArray(child)) for (const item of child) if (isNode(item)) yield* walk(item)
    if (isNode(child)) yield* walk(child)
  }
}

/** The text of a string literal; null for any other node. */
export const literal = (value: unknown): string | null => {
  const node = value as Node | null
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : null
}

/** The import that a node is; null for any other node. */
export function importAt(node: Node): Import | null {
  const typeOnly = node.importKind === 'type' || node.exportKind === 'type' || node.type === 'TSImportType'
  const isUrl = node.type === 'NewExpression' && (node.callee as Node).name === 'URL'
  const to = literal(isUrl ? (node.arguments as Node[])[0] : node.source)
  const imports = isUrl ? /^\.\.?\//.test(to ?? '') : /^(Import|Export|TSImport)/.test(node.type)
  return to !== null && imports ? { to: to.replace(/\?.*$/, ''), typeOnly, onDemand: node.type === 'ImportExpression' } : null
}

/** All imports of a file. */
export function importsOf(path: string, source: string): Import[] {
  return [...walk(parse(path, source))].map(importAt).filter(found => found !== null)
}
