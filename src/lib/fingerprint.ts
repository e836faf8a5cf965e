/** The upper word of the one NaN that counts; the lower is 0. */
const CANONICAL_NAN = 0x7ff80000
/** Place of a float64's upper word among its two. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0]

/**
 * A 64-bit hash of float64 bits, for "the same bits" across engines: two murmur3-style lanes over the 32-bit words.
 * Every NaN counts as the one canonical NaN, because WebAssembly leaves a NaN's sign and payload open.
 */
export class Fingerprint {
  private a = 0x243f6a88
  private b = 0x85a308d3
  private count = 0

  add(values: ArrayLike<number>): this {
    const numbers = values instanceof Float64Array ? values : Float64Array.from(values)
    const words = new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length)
    for (let i = 0; i < numbers.length; i++) {
      const nan = Number.isNaN(numbers[i])
      this.word(nan ? CANONICAL_NAN : words[2 * i + HIGH])
      this.word(nan ? 0 : words[2 * i + 1 - HIGH])
    }
    return this
  }

  /** Sixteen hexadecimal digits. */
  digest(): string {
    const hex = (x: number) => (x >>> 0).toString(16).padStart(8, '0')
    return hex(avalanche(this.a ^ this.count)) + hex(avalanche(this.b ^ Math.imul(this.count, 0x9e3779b1)))
  }

  private word(w: number): void {
    this.a = mix(this.a, w, 0xcc9e2d51, 15)
    this.b = mix(this.b, w ^ this.a, 0x1b873593, 13)
    this.count++
  }
}

function mix(h: number, w: number, multiplier: number, turn: number): number {
  const k = Math.imul(w, multiplier)
  const x = h ^ ((k << turn) | (k >>> (32 - turn)))
  return (Math.imul((x << 13) | (x >>> 19), 5) + 0xe6546b64) | 0
}

function avalanche(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
