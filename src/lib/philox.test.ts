import { describe, expect, it } from 'vitest'
import { mulHigh, philox } from './philox'

const hex = (words: Uint32Array) => [...words].map(w => w.toString(16).padStart(8, '0')).join(' ')

describe('Philox4x32-10', () => {
  // Known-answer vectors published with Random123 (kat_vectors).
  it.each([
    [[0, 0, 0, 0, 0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0], 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ])('meets the published vector %#', (input, expected) => {
    const out = new Uint32Array(4)
    const [c0, c1, c2, c3, k0, k1] = input as [number, number, number, number, number, number]
    philox(out, c0, c1, c2, c3, k0, k1)
    expect(hex(out)).toBe(expected)
  })

  it('multiplies exactly', () => {
    for (const a of [0, 1, 0xffff, 0x10000, 0xdeadbeef, 0xffffffff])
      for (const b of [0, 3, 0xffff, 0x12345678, 0xffffffff]) expect(mulHigh(a, b)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n))
  })
})
