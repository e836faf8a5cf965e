/** Symmetric 2×2 matrix [xx, xy, yy]. */
export type Cov2 = readonly [number, number, number]

/** Eigenvalues (a ≥ b, clipped at 0) and the angle of the first eigenvector (radians) of a symmetric 2×2 matrix. */
export function eigen2([xx, xy, yy]: Cov2): { readonly a: number; readonly b: number; readonly angle: number } {
  const mean = xx / 2 + yy / 2
  const half = Math.hypot(xx / 2 - yy / 2, xy)
  return { a: Math.max(0, mean + half), b: Math.max(0, mean - half), angle: 0.5 * Math.atan2(2 * xy, xx - yy) }
}

/**
 * Points of the ellipse { centre + scale·C^{1/2}u : |u| = 1 } of a covariance C: its half axes are scale·√eigenvalue.
 * @returns [x0, y0, x1, y1, …], `count` points, first not repeated; empty when anything is not finite
 */
export function ellipsePoints(cov: Cov2, centre: readonly [number, number], scale = 1, count = 72): Float64Array {
  const { a, b, angle } = eigen2(cov)
  const [p, q] = [scale * Math.sqrt(a), scale * Math.sqrt(b)]
  if (![p, q, angle, centre[0], centre[1]].every(Number.isFinite)) return new Float64Array(0)
  const out = new Float64Array(2 * count)
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  for (let i = 0; i < count; i++) {
    const t = (2 * Math.PI * i) / count
    const [u, v] = [p * Math.cos(t), q * Math.sin(t)]
    out[2 * i] = centre[0] + c * u - s * v
    out[2 * i + 1] = centre[1] + s * u + c * v
  }
  return out
}

/**
 * Magnification that makes the largest half axis of the ellipses `share` of the shorter side of a view, rounded to
 * 1-2-5 so that it seldom changes; never below 1.
 */
export function magnificationFor(covs: readonly Cov2[], viewSize: number, share = 0.18): number {
  const largest = Math.max(0, ...covs.map(c => Math.sqrt(eigen2(c).a)).filter(Number.isFinite))
  const raw = largest > 0 ? (share * viewSize) / largest : 1
  if (!(raw > 1) || !Number.isFinite(raw)) return 1
  const decade = 10 ** Math.floor(Math.log10(raw))
  return decade * ([5, 2, 1].find(m => m * decade <= raw * (1 + 1e-9)) ?? 1)
}
