import type { ShelfPlace, Tabs } from './place'

/** A place in memory that may be told to refuse, as a browser's storage does by the name of an error. */
export function inMemory() {
  const entries = new Map<string, unknown>()
  const here = { entries, refuses: '', writesOnly: false, silent: false }
  const ask = async <T>(act: () => T, writes = false): Promise<T> => {
    if (here.silent) return new Promise<never>(() => {})
    if (here.refuses && (writes || !here.writesOnly)) throw new DOMException('no', here.refuses)
    return act()
  }
  const place: ShelfPlace = {
    keys: () => ask(() => [...entries.keys()]),
    getMany: names => ask(() => names.map(name => structuredClone(entries.get(name)))),
    setMany: many => ask(() => many.forEach(([name, value]) => void entries.set(name, structuredClone(value))), true),
    update: (name, change) => ask(() => void entries.set(name, structuredClone(change(entries.get(name)))), true),
    delMany: names => ask(() => names.forEach(name => void entries.delete(name)), true),
  }
  return Object.assign(here, { place })
}

/** Tabs that hear each other at once. */
export function together(): () => Tabs {
  const all = new Set<() => void>()
  return () => {
    const mine = new Set<() => void>()
    return {
      tell: () => [...all].filter(heard => !mine.has(heard)).forEach(heard => void heard()),
      listen(heard) {
        all.add(heard)
        mine.add(heard)
        return () => all.delete(heard)
      },
    }
  }
}
