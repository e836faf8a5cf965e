/**
 * Philox4x32-10 (Salmon, Moraes, Dror & Shaw, SC'11): a counter-based generator. The same (seed, stream, step, index)
 * gives the same words in every engine and in any order, so the minibatch of step t can be recomputed at any time.
 */

/** One purpose each, so that no two uses of the generator share a counter. */
export const STREAM = {
  data: 0,
  teacher: 1,
  init: 2,
  batch: 3,
  noise: 4,
  probe: 5,
  labelNoise: 6,
  epoch: 7,
  spectrum: 8,
  test: 16,
  subset: 17,
  ensemble: 12,
  bootstrap: 13,
  split: 20,
  diagonals: 24,
  temperature: 28,
  questions: 32,
  unseenQuestions: 33,
  plane: 36,
  cloud: 40,
  cloudNoise: 41,
  cloudEpoch: 42,
  sharpness: 44,
} as const
export type Stream = (typeof STREAM)[keyof typeof STREAM]

/** The streams of random numbers `own` of a purpose: 0 is the purpose's stream itself. Redraws count in between (`random.ts`). */
export const ownStream = (stream: Stream, own: number) => (stream + 0x10000 * own) as Stream

export const TWO_32 = 0x100000000

const M0 = 0xd2511f53
const M1 = 0xcd9e8d57
const W0 = 0x9e3779b9
const W1 = 0xbb67ae85

/** High 32 bits of the 64-bit product of two unsigned 32-bit integers. */
export function mulHigh(a: number, b: number): number {
  const a0 = a & 0xffff
  const a1 = a >>> 16
  const b0 = b & 0xffff
  const b1 = b >>> 16
  const mid = a1 * b0 + ((a0 * b0) >>> 16)
  return a1 * b1 + Math.floor(mid / 0x10000) + (((a0 * b1 + (mid & 0xffff)) / 0x10000) >>> 0)
}

/** Ten rounds on counter (c0..c3) under key (k0, k1); writes four unsigned words to `out`. */
export function philox(out: Uint32Array, c0: number, c1: number, c2: number, c3: number, k0: number, k1: number): void {
  for (let round = 0; round < 10; round++) {
    const hi0 = mulHigh(M0, c0)
    const lo0 = Math.imul(M0, c0) >>> 0
    const hi1 = mulHigh(M1, c2)
    const lo1 = Math.imul(M1, c2) >>> 0
    c0 = (hi1 ^ c1 ^ k0) >>> 0
    c1 = lo1
    c2 = (hi0 ^ c3 ^ k1) >>> 0
    c3 = lo0
    k0 = (k0 + W0) >>> 0
    k1 = (k1 + W1) >>> 0
  }
  out[0] = c0
  out[1] = c1
  out[2] = c2
  out[3] = c3
}
