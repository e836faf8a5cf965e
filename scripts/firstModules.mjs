/**
 * Which modules the first picture needs. A bundler sees only that a door like `src/scenario/index.ts` names all that lies behind it; here
 * an import is followed to the modules of the names that it takes.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const STATEMENT = /^(import|export)\s+(type\s)?(?:([^'"`;()]*?)\s*from\s*)?'([^']+)'/gm

/** The names taken in `{ a, type B, c as d }`, those of types left out: as they are called there, and here. */
const namesIn = clause =>
  (/\{([^}]*)\}/.exec(clause)?.[1] ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => name && !name.startsWith('type '))
    .map(name => name.split(/\s+as\s+/))
    .map(([there, here = there]) => ({ there, here }))

function resolved(from, path) {
  if (!path.startsWith('.')) return null
  const base = join(dirname(from), path)
  return ['', '.ts', '.tsx', '/index.ts'].map(end => base + end).find(file => /\.tsx?$/.test(file) && existsSync(file)) ?? null
}

/** Files of TypeScript that are reached from `entry` by what is imported at once. */
export function firstModules(entry) {
  const files = new Map()
  const reached = new Set()
  const read = file => {
    if (!files.has(file)) {
      const statements = [...readFileSync(file, 'utf8').matchAll(STATEMENT)].filter(([, , type]) => !type)
      files.set(
        file,
        statements.map(([, word, , clause = '', path]) => ({
          word,
          names: namesIn(clause),
          whole: !/^\{/.test(clause.trim()),
          to: resolved(file, path),
        })),
      )
    }
    return files.get(file)
  }
  function take(file, name) {
    const through = read(file).find(({ word, names }) => word === 'export' && names.some(({ here }) => here === name))
    if (through?.to) take(through.to, through.names.find(({ here }) => here === name).there)
    else visit(file)
  }
  function visit(file) {
    if (reached.has(file)) return
    reached.add(file)
    for (const { word, names, whole, to } of read(file)) {
      if (!to || (word === 'export' && !whole)) continue
      if (whole) visit(to)
      for (const { there } of names) take(to, there)
    }
  }
  visit(entry)
  return reached
}
