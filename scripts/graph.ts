/** A directed graph: who points to whom. Every target is a key too. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** Groups of two or more nodes each of which can be reached from the others (Tarjan's strongly connected components). */
export function circlesOf(graph: Graph): string[][] {
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const circles: string[][] = []
  const at = (map: Map<string, number>, node: string) => map.get(node) ?? 0
  const visit = (node: string) => {
    order.set(node, order.size)
    low.set(node, at(order, node))
    stack.push(node)
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) visit(next)
      if (stack.includes(next)) low.set(node, Math.min(at(low, node), at(low, next)))
    }
    if (at(low, node) !== at(order, node)) return
    const group = stack.splice(stack.indexOf(node))
    if (group.length > 1) circles.push(group.sort())
  }
  for (const node of graph.keys()) if (!order.has(node)) visit(node)
  return circles
}

/**
 * An order of a circle's nodes in which few arrows point back, by the heuristic of Eades, Lin & Smyth (1993): who points to
 * nobody goes last, who is pointed to by nobody first, and between them whoever points to most more than is pointed at.
 */
function topDown(nodes: readonly string[], graph: Graph): string[] {
  const left = new Set(nodes)
  const [first, last]: [string[], string[]] = [[], []]
  const out = (node: string) => [...(graph.get(node) ?? [])].filter(next => left.has(next)).length
  const into = (node: string) => [...left].filter(other => graph.get(other)?.has(node)).length
  while (left.size > 0) {
    const waiting = [...left]
    const sink = waiting.find(node => out(node) === 0)
    const source = waiting.find(node => into(node) === 0)
    const next = sink ?? source ?? waiting.reduce((best, node) => (out(node) - into(node) > out(best) - into(best) ? node : best))
    left.delete(next)
    if (next === sink) last.unshift(next)
    else first.push(next)
  }
  return [...first, ...last]
}

export interface Storeys {
  /** Nodes of the longest chain of arrows that do not point back. */
  readonly floors: number
  /** Arrows within a circle that point back. */
  readonly upward: readonly (readonly [string, string])[]
}

/** Floors, each pointing only to those below, and the arrows that break the rule. */
export function storeysOf(graph: Graph): Storeys {
  const orders = circlesOf(graph).map(circle => topDown(circle, graph))
  const pointsBack = (from: string, to: string) =>
    orders.some(order => order.includes(from) && order.includes(to) && order.indexOf(to) < order.indexOf(from))
  const heights = new Map<string, number>()
  const heightOf = (node: string): number => {
    const known = heights.get(node)
    if (known !== undefined) return known
    const below = [...(graph.get(node) ?? [])].filter(next => !pointsBack(node, next)).map(heightOf)
    heights.set(node, 1 + Math.max(0, ...below))
    return heightOf(node)
  }
  const floors = Math.max(0, ...[...graph.keys()].map(heightOf))
  const upward = [...graph].flatMap(([from, targets]) => [...targets].filter(to => pointsBack(from, to)).map(to => [from, to] as const))
  return { floors, upward }
}
