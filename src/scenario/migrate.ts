/** One entry per retired version: turns a scenario of that version into the next one. */
const MIGRATIONS: Record<number, (old: Record<string, unknown>) => Record<string, unknown>> = {}

export const VERSION = 1

/** Brings a scenario of an older version up to date; anything else is returned as it is, for the schema to judge. */
export function migrate(input: unknown): unknown {
  let current = input
  while (isRecord(current) && typeof current.version === 'number' && current.version < VERSION) {
    const step = MIGRATIONS[current.version]
    if (!step) return current
    current = step(current)
  }
  return current
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
