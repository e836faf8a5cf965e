/**
 * Deterministic mutations for tests: `const { below, text, bytes, json } = mutations(7)`. `EVERYTHING=1` runs them as often as
 * they are said to; else a small share of that, so that a test takes seconds.
 */

/** How many trials of so many are made. */
export const trials = (all: number, quick: number) => (process.env.EVERYTHING === '1' ? all : quick)

/** Numbers and texts that are at the edge of something. */
const ODD: readonly unknown[] = [
  ...[0, -0, -1, 0.5, 1e-320, 1e308, 1e9, 2147483648, 9e15, Number.NaN, 1 / 0, null, true, '', '1', 'nan', '__proto__'],
  ...[[], {}, [[]], [1, 'a'], { length: 3 }, 'x'.repeat(3000), 'é\u0000<b>', Array.from({ length: 300 }, (_, i) => i)],
]

export function mutations(seed: number) {
  let state = seed >>> 0
  /** An integer from 0 to bound − 1. */
  const below = (bound: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 4294967296) * bound)
  }
  const one = <T>(list: ArrayLike<T>): T => list[below(list.length)]

  /** Characters of `alphabet` come in, others go, up to four times. */
  function text(base: string, alphabet: string): string {
    let out = base
    for (let k = below(4); k >= 0; k--) {
      const at = below(out.length + 1)
      out = out.slice(0, at) + (below(3) ? one(alphabet) : '') + out.slice(at + below(3))
    }
    return out
  }

  /** Bytes are changed, cut off, doubled or put elsewhere. */
  function bytes(base: Uint8Array): Uint8Array {
    let out = base.slice()
    for (let k = below(4); k >= 0; k--) {
      const [at, end] = [below(out.length + 1), below(out.length + 1)].sort((a, b) => a - b)
      const kind = below(6)
      if (kind < 3 && out.length > 0) out[below(out.length)] = below(2) ? below(256) : one([0, 1, 127, 128, 255])
      else if (kind === 3) out = out.slice(0, end)
      else if (kind === 4) out = Uint8Array.of(...out.slice(0, end), ...out.slice(at, Math.min(end, at + 64)), ...out.slice(end))
      else out = Uint8Array.of(...out.slice(0, at), ...out.slice(Math.min(end, at + 8)))
    }
    return out
  }

  /** A value of JSON with something odd in it, something left out, or something more. */
  function json(base: unknown): unknown {
    if (below(4) === 0 || typeof base !== 'object' || base === null)
      return below(2) || typeof base !== 'number' ? one(ODD) : base * one([-1, 0.5, 1e6])
    if (Array.isArray(base)) {
      const at = below(base.length + 1)
      const item = at < base.length ? json(base[at]) : one(ODD)
      return below(5) === 0 ? base.toSpliced(at, 1) : base.toSpliced(at, below(2), item)
    }
    const names = Object.keys(base)
    const name = below(12) === 0 || names.length === 0 ? one(['__proto__', 'constructor', 'x', '']) : one(names)
    const { [name]: old, ...rest } = base as Record<string, unknown>
    return below(8) === 0 ? rest : { ...rest, [name]: json(old) }
  }

  return { below, one, text, bytes, json }
}

/** Every number in a value that is not finite, by its path. */
export function notFinite(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) => notFinite(item, `${path}.${name}`))
}
