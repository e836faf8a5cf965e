/**
 * Names that several source files of src declare at their top level: `npm run names`, `npm run names -- PATTERN` for some.
 * One meaning should have one name in one place; the list says where to look. `Props` and `Parts` are the local shapes of
 * components and are counted apart. Exports that only pass a name on, and components that are only fetched, are no declarations.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Node, parse } from './imports'

const LOCAL = new Set(['Props', 'Parts'])

/** `const Panel = deferred(() => import('./Panel'))` is the same Panel, fetched later. */
const isFetched = (init: Node | null) => init?.type === 'CallExpression' && /^(deferred|lazy)$/.test(String((init.callee as Node).name))

const nameOf = (node: unknown) => ((node as { id?: { name?: string } | null }).id?.name ?? null) as string | null

/** The names that one module declares at its top level: constants, functions, classes, types and interfaces. */
export function declaredNames(source: string, path: string): string[] {
  return (parse(path, source).body as readonly Node[]).flatMap(statement => {
    const node = (/^Export(Named|Default)Declaration$/.test(statement.type) ? (statement.declaration ?? statement) : statement) as Node
    if (node.type === 'VariableDeclaration') {
      const own = (node.declarations as readonly Node[]).filter(({ init }) => !isFetched(init as Node | null))
      return own.map(nameOf).filter(name => name !== null)
    }
    const declares = /^(Function|Class)Declaration$|^TS(TypeAlias|Interface|Enum)Declaration$/.test(node.type)
    const name = declares ? nameOf(node) : null
    return name === null ? [] : [name]
  })
}

/** Every name with the files that declare it, for names with more than one. */
export function repeatedNames(files: readonly (readonly [path: string, source: string])[]): Map<string, string[]> {
  const places = new Map<string, string[]>()
  for (const [path, source] of files) {
    for (const name of new Set(declaredNames(source, path))) places.set(name, [...(places.get(name) ?? []), path])
  }
  return new Map([...places].filter(([, paths]) => paths.length > 1).sort(([a, p], [b, q]) => q.length - p.length || a.localeCompare(b)))
}

/** The source files of a folder that are neither tests nor written by a program. */
export function sourcesOf(root: string): [string, string][] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map(name => name.replaceAll('\\', '/'))
    .filter(name => /\.tsx?$/.test(name) && !/\.(test|fixture|generated|d)\.tsx?$/.test(name))
    .sort()
    .map(name => [name, readFileSync(join(root, name), 'utf8')])
}

function main(pattern: string): void {
  const repeated = repeatedNames(sourcesOf(join(import.meta.dirname, '..', 'src')))
  for (const [name, paths] of repeated) {
    if (LOCAL.has(name) || !`${name} ${paths.join(' ')}`.includes(pattern)) continue
    console.log(`${name} ×${paths.length}\n  ${paths.join('\n  ')}`)
  }
  const own = [...LOCAL].map(name => `${name} ×${repeated.get(name)?.length ?? 0}`)
  console.log(
    `${[...repeated.keys()].filter(name => !LOCAL.has(name)).length} names are declared in several files (beside local ${own.join(', ')})`,
  )
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv[2] ?? '')
