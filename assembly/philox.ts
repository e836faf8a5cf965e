// Philox4x32-10 as in src/lib/philox.ts, four blocks at a time and singly.

const M0: u32 = 0xd2511f53
const M1: u32 = 0xcd9e8d57
const W0: u32 = 0x9e3779b9
const W1: u32 = 0xbb67ae85

/** The low halves of two pairs of 64-bit products. */
// @ts-ignore: decorator
@inline
export function lows(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6)
}

/** The high halves. */
// @ts-ignore: decorator
@inline
export function highs(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 1, 3, 5, 7)
}

/** Writes the 16 words of blocks (index, step), (index, step + 1), … (index, step + 3) of a stream, in order. */
export function fourBlocks(out: usize, index: u32, step: u64, stream: u32, seed: u32): void {
  let c0 = i32x4.splat(index)
  let c1 = i32x4(<u32>step, <u32>(step + 1), <u32>(step + 2), <u32>(step + 3))
  let c2 = i32x4(<u32>(step >> 32), <u32>((step + 1) >> 32), <u32>((step + 2) >> 32), <u32>((step + 3) >> 32))
  let c3 = i32x4.splat(stream)
  let k0 = i32x4.splat(seed)
  let k1 = i32x4.splat(0)
  const m0 = i32x4.splat(M0)
  const m1 = i32x4.splat(M1)
  for (let round = 0; round < 10; round++) {
    const p = i64x2.extmul_low_i32x4_u(c0, m0)
    const q = i64x2.extmul_high_i32x4_u(c0, m0)
    const r = i64x2.extmul_low_i32x4_u(c2, m1)
    const s = i64x2.extmul_high_i32x4_u(c2, m1)
    c0 = v128.xor(v128.xor(highs(r, s), c1), k0)
    c1 = lows(r, s)
    c2 = v128.xor(v128.xor(highs(p, q), c3), k1)
    c3 = lows(p, q)
    k0 = i32x4.add(k0, i32x4.splat(W0))
    k1 = i32x4.add(k1, i32x4.splat(W1))
  }
  const a = v128.shuffle<i32>(c0, c1, 0, 4, 1, 5)
  const b = v128.shuffle<i32>(c0, c1, 2, 6, 3, 7)
  const c = v128.shuffle<i32>(c2, c3, 0, 4, 1, 5)
  const d = v128.shuffle<i32>(c2, c3, 2, 6, 3, 7)
  v128.store(out, v128.shuffle<i64>(a, c, 0, 2))
  v128.store(out, v128.shuffle<i64>(a, c, 1, 3), 16)
  v128.store(out, v128.shuffle<i64>(b, d, 0, 2), 32)
  v128.store(out, v128.shuffle<i64>(b, d, 1, 3), 48)
}

/** The first word of block (index, step) of a stream. */
export function firstWord(index: u32, step: u64, stream: u32, seed: u32): u32 {
  let c0 = index, c1 = <u32>step, c2 = <u32>(step >> 32), c3 = stream
  let k0 = seed
  let k1: u32 = 0
  for (let round = 0; round < 10; round++) {
    const p = <u64>M0 * <u64>c0
    const q = <u64>M1 * <u64>c2
    c0 = <u32>(q >> 32) ^ c1 ^ k0
    c1 = <u32>q
    c2 = <u32>(p >> 32) ^ c3 ^ k1
    c3 = <u32>p
    k0 += W0
    k1 += W1
  }
  return c0
}
