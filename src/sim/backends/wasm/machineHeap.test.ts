import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Heap } from './machineHeap'

const BASE = 1000

it('gives out memory that nobody else has, and gets all of it back', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 5000 }), fc.nat()), { maxLength: 80 }), calls => {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 200 })
      const heap = new Heap(memory, BASE)
      const first = heap.take(1, 'A byte')
      heap.give(first, 1)
      const held: [at: number, bytes: number][] = []
      for (const [take, bytes, pick] of calls) {
        if (take || held.length === 0) {
          const at = heap.take(bytes, 'A test')
          expect(at % 64).toBe(0)
          expect(at).toBeGreaterThanOrEqual(BASE)
          expect(at + bytes).toBeLessThanOrEqual(heap.f64.buffer.byteLength)
          for (const [other, length] of held) expect(at + bytes <= other || other + length <= at).toBe(true)
          held.push([at, bytes])
        } else for (const [at, length] of held.splice(pick % held.length, 1)) heap.give(at, length)
      }
      for (const [at, bytes] of held) heap.give(at, bytes)
      // All free stretches have become one.
      expect(heap.take(10_000_000, 'All of it')).toBe(first)
    }),
    { numRuns: 200, seed: 1 },
  )
})

it('renews its views when the memory grows', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 200 })
  const heap = new Heap(memory, BASE)
  const at = heap.take(8, 'A number')
  heap.f64[at >> 3] = 0.5
  const far = heap.take(5_000_000, 'More')
  expect(heap.f64[at >> 3]).toBe(0.5)
  heap.i32[(far + 4_999_996) >> 2] = 7
  expect(new Int32Array(memory.buffer)[(far + 4_999_996) >> 2]).toBe(7)
  expect(() => heap.take(20_000_000, 'Far more')).toThrow(
    /Far more needs .+ MiB of WebAssembly memory, which this device did not grant; use fewer samples/,
  )
})
