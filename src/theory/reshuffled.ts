/** Noise of reshuffled epochs against that of draws with replacement (arXiv 2306.05300), for noise that does not depend on θ. */

/**
 * Correlation of the noises of two steps `lag` ≥ 1 apart where each epoch goes once through `M` ≥ 2 minibatches of a new order:
 * −(M−h)/(M(M−1)) below M, 0 from there on. A mean over where in the epoch the first one stands: M−h of M pairs lie in one epoch, and
 * within it noises that sum to 0 correlate by −1/(M−1).
 */
export const lagCorrelation = (lag: number, M: number): number => (lag >= M ? 0 : -(M - lag) / (M * (M - 1)))

/**
 * The stationary variance of w ← q·w − ηξ, q = 1 − ηλ in (−1, 1), over that for independent ξ of the same variance:
 * 1 + 2 Σ_h q^h·correlation(h). It tends to 0 along flat directions (q → 1) and to 1 where ηλ = 1.
 */
export function varianceRatio(q: number, M: number): number {
  let [sum, power] = [0, 1]
  for (let h = 1; h < M; h++) {
    power *= q
    sum += power * lagCorrelation(h, M)
  }
  return 1 + 2 * sum
}
