import { nth } from '../reading/numbers'
/** Exponent γ of the least-squares fit vᵀΣv ∝ λ^γ, from g and λ. */
export function powerOf(lambda: ArrayLike<number>, g: ArrayLike<number>): number | undefined {
  let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0]
  for (let k = 0; k < Math.min(lambda.length, g.length); k++) {
    const x = Math.log(nth(lambda, k))
    const y = x + Math.log(nth(g, k))
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue
    n++
    sx += x
    sy += y
    sxx += x * x
    sxy += x * y
  }
  const spread = n * sxx - sx * sx
  // Curvatures that differ by rounding alone tell no power.
  return n < 3 || spread <= 1e-12 * Math.max(sxx, n * n) ? undefined : (n * sxy - sx * sy) / spread
}
