/**
 * Sums of products as if computed in twice the precision of float64 (Ogita, Rump & Oishi 2005, Dot2): for what cancels.
 *
 *     const sum = new Compensated()
 *     sum.add(a, b); sum.add(-c, 1)
 *     sum.value       // ab − c, off by at most sum.error
 */

/** Half an ulp of 1. */
export const UNIT_ROUNDOFF = 1.1102230246251565e-16

/** Bound of the relative error of k roundings in a row (Higham, γ_k). */
export const gamma = (k: number, unit: number = UNIT_ROUNDOFF) => (k * unit < 0.5 ? (k * unit) / (1 - k * unit) : Number.POSITIVE_INFINITY)

/** Splits 53 bits in two halves. */
const SPLITTER = 134217729

/** Products of numbers up to 10¹⁵⁰ in size. */
export class Compensated {
  private high = 0
  private low = 0
  private size = 0
  private count = 0

  /** Adds a·b. */
  add(a: number, b: number): void {
    const product = a * b
    let t = SPLITTER * a
    const a1 = t - (t - a)
    const a2 = a - a1
    t = SPLITTER * b
    const b1 = t - (t - b)
    const b2 = b - b1
    const sum = this.high + product
    const back = sum - this.high
    this.low += a2 * b2 - (product - a1 * b1 - a2 * b1 - a1 * b2) + (this.high - (sum - back) + (product - back))
    this.high = sum
    this.size += Math.abs(product)
    this.count++
  }

  get value(): number {
    return this.high + this.low
  }

  /** Bound of |value − Σab|; what underflows in a product is left out. */
  get error(): number {
    const g = gamma(this.count + 2)
    return UNIT_ROUNDOFF * Math.abs(this.value) + 2 * g * g * this.size
  }
}
