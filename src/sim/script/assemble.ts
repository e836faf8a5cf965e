/** Puts a Python script together: of the pieces of a pool what a text needs, and no more. `assemble(pieces, text)`. */

/** What a script consists of beside the text that needs it. */
export interface Assembled {
  /** Lines of imports, in order. */
  readonly imports: readonly string[]
  /** Definitions, in the order of the pieces, two empty lines between them. */
  readonly definitions: string
}

interface Definition {
  readonly name: string
  readonly text: string
}

/** The name that an import binds, and whether it comes from another piece. */
const IMPORT = /^(?:from (\w+) )?import (\w+)(?: as (\w+))?.*$/

/** Top-level functions and constants of a piece, and its imports. */
function parsePiece(text: string, pieces: ReadonlySet<string>): { imports: Definition[]; definitions: Definition[] } {
  const imports: Definition[] = []
  const definitions: Definition[] = []
  for (const part of text.trimEnd().split('\n\n\n')) {
    const name = /^(?:@.*\n)*def (\w+)/.exec(part)?.[1]
    if (name !== undefined) {
      definitions.push({ name, text: part })
      continue
    }
    for (const line of part.split('\n')) {
      const [, from, bound = '', alias] = IMPORT.exec(line) ?? []
      if (bound && !pieces.has(from ?? '')) imports.push({ name: alias ?? bound, text: line })
      const constant = /^([A-Z_]+) = /.exec(line)?.[1]
      if (constant !== undefined) definitions.push({ name: constant, text: line })
    }
  }
  return { imports, definitions }
}

/** Names that code uses, attributes, texts and comments left out. */
function namesIn(code: string): Set<string> {
  const bare = code.replaceAll(/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#.*/g, '')
  return new Set([...bare.matchAll(/(?<![.\w])[A-Za-z_]\w*/g)].map(([word]) => word))
}

/** Of the pieces (Python, by their file names without ending) the definitions that `text` uses, and those that they use. */
export function assemble(pieces: Readonly<Record<string, string>>, text: string): Assembled {
  const parsed = Object.values(pieces).map(piece => parsePiece(piece, new Set(Object.keys(pieces))))
  const definitions = parsed.flatMap(piece => piece.definitions)
  const used = new Set<string>()
  const follow = (code: string) => {
    for (const word of namesIn(code)) {
      if (used.has(word)) continue
      used.add(word)
      for (const found of definitions) if (found.name === word) follow(found.text)
    }
  }
  follow(text)
  const kept = definitions.filter(({ name }) => used.has(name))
  const imports = new Set(parsed.flatMap(piece => piece.imports.filter(({ name }) => used.has(name)).map(line => line.text)))
  // Constants stand together, functions apart.
  const spaced = kept.map(
    ({ text: own }, i) => (i > 0 ? (/^[A-Z]/.test(own) && /^[A-Z]/.test(kept[i - 1].text) ? '\n' : '\n\n\n') : '') + own,
  )
  return { imports: [...imports].sort(inOrder), definitions: spaced.join('') }
}

/** Python's own modules before numpy. */
const inOrder = (a: string, b: string) => Number(a.includes('numpy')) - Number(b.includes('numpy')) || a.localeCompare(b, 'en')
