const CANONICAL_NAN = 0x7ff8000000000000n

/**
 * A 64-bit hash of float64 bits, for "the same bits" across engines: two murmur3-style lanes over the 32-bit words.
 * Every NaN counts as the one canonical NaN, because WebAssembly leaves a NaN's sign and payload open.
 */
export class Fingerprint {
  private a = 0x243f6a88
  private b = 0x85a308d3
  private count = 0
  private readonly cell = new DataView(new ArrayBuffer(8))

  add(values: ArrayLike<number>): this {
    for (let i = 0; i < values.length; i++) {
      const v = values[i]!
      if (Number.isNaN(v)) this.cell.setBigUint64(0, CANONICAL_NAN)
      else this.cell.setFloat64(0, v)
      this.word(this.cell.getUint32(0))
      this.word(this.cell.getUint32(4))
    }
    return this
  }

  /** Sixteen hexadecimal digits. */
  digest(): string {
    const hex = (x: number) => (x >>> 0).toString(16).padStart(8, '0')
    return hex(finish(this.a ^ this.count)) + hex(finish(this.b ^ Math.imul(this.count, 0x9e3779b1)))
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

function finish(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
