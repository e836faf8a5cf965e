/** Values as Python writes them. */

/** Numbers to their last bit, texts, lists, dictionaries and None. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `float("${String(value).toLowerCase()}")`
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, own]) => `${JSON.stringify(key)}: ${literal(own)}`)
    .join(', ')}}`
}

/** A dictionary, or a list of pairs, with a line for every entry. */
export function lines(name: string, entries: readonly (readonly [key: string, text: string])[]): string {
  return `${name} = {\n${entries.map(([key, text]) => `    ${JSON.stringify(key)}: ${text},\n`).join('')}}`
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Bytes in base64. */
export function base64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 3) {
    const word = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const four = [18, 12, 6, 0].map(shift => BASE64[(word >> shift) & 63]).join('')
    const left = bytes.length - at
    parts.push(left >= 3 ? four : four.slice(0, left + 1).padEnd(4, '='))
  }
  return parts.join('')
}
