/** The escape metric and gradient descent's closed form, THEORY.md §5. */

/**
 * D_k = Σ_{i>k} e_i / Σ_{i≤k} e_i for k = 1 … s, from the energies e_k = λ_k E[w_k²] (any common factor): energy in flat
 * directions over that in sharp ones. The last is 0; NaN where there is no energy at all.
 */
export function escapeMetric(energy: ArrayLike<number>): Float64Array {
  const s = energy.length
  const flat = new Float64Array(s + 1)
  // From the flat end: as a difference of totals the small tails would cancel.
  for (let k = s - 1; k >= 0; k--) flat[k] = flat[k + 1] + energy[k]
  let sharp = 0
  return Float64Array.from({ length: s }, (_, k) => {
    sharp += energy[k]
    return flat[k + 1] / sharp
  })
}

/** The paper's lower bound of D_k for SGD at η = β/‖G‖_F, Σ_{i>k} λ_i² / Σ_{i≤k} λ_i², with its unnamed constant C set to 1. */
export function referenceRatios(lambda: ArrayLike<number>): Float64Array {
  return escapeMetric(Float64Array.from(lambda, v => v * v))
}

/** Gradient descent: λ_k w_k(t)² = λ_k (1−ηλ_k)^{2t} w_k(0)², for a constant η. */
export function descentEnergies(lambda: ArrayLike<number>, w: ArrayLike<number>, eta: number, t: number): Float64Array {
  return Float64Array.from(lambda, (v, k) => {
    const at = wholePower(1 - eta * v, t) * w[k]
    return v * at * at
  })
}

/** x^t for whole t ≥ 0 by squaring. */
function wholePower(x: number, t: number): number {
  let value = 1
  for (let base = x, left = t; left > 0; left = Math.floor(left / 2), base *= base) if (left % 2 === 1) value *= base
  return value
}
