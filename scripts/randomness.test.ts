import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { philox, STREAM, type Stream } from '../src/lib/philox'
import { drawWithout, integersBelow, normals } from '../src/lib/random'

const page = readFileSync(join(import.meta.dirname, '../docs/randomness.md'), 'utf8')

describe('docs/randomness.md', () => {
  it('lists every stream by its number', () => {
    const rows = [...page.matchAll(/^\| (\d+) \| (\w+) \|/gm)].map(([, number, name]) => [name, Number(number)])
    expect(Object.fromEntries(rows)).toEqual(STREAM)
  })

  const CALLS: Record<string, (...numbers: number[]) => number[]> = {
    philox(seed, stream, step, index) {
      const words = new Uint32Array(4)
      philox(words, index, step, 0, stream, seed, 0)
      return [...words]
    },
    normal: (seed, stream, step, count) => [...normals(new Float64Array(count), seed, stream as Stream, step)],
    integer(seed, stream, step, bound, count) {
      const out = new Int32Array(count)
      integersBelow(out, 0, count, bound, seed, stream as Stream, step)
      return [...out].map(v => v >>> 0)
    },
    without_replacement(seed, stream, step, n, count) {
      const order = Int32Array.from({ length: n }, (_, i) => i)
      drawWithout(order, count, seed, stream as Stream, step)
      return [...order.subarray(0, count)]
    },
  }
  const examples = [...page.matchAll(/^\| `\[?(\w+)\(([\d, j]+)\)(?: for j in range\((\d+)\)\])?` \| `(\[.*\])` \|$/gm)]

  it.each(examples.map(([call, ...parts]) => ({ call, parts })))('$call', ({ parts: [name = '', numbers = '', count, given = ''] }) => {
    const args = numbers.split(', ').flatMap(text => (text === 'j' ? [] : [Number(text)]))
    expect(CALLS[name]?.(...args, ...(count ? [Number(count)] : []))).toEqual(JSON.parse(given))
  })

  it('has an example of every call', () => {
    expect(new Set(examples.map(([, name]) => name))).toEqual(new Set(Object.keys(CALLS)))
  })
})
