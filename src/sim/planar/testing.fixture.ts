import type { DataSet } from '../data'

/** Residuals (n×C) and loss of the models with two parameters, written out anew from their formulas. */
export function bruteLoss(kind: 'valley' | 'two-basins' | 'zhu-2d', { n, X, y }: DataSet) {
  const residuals = (theta: ArrayLike<number>): Float64Array => {
    const [u, v] = [theta[0], theta[1]]
    const out: number[] = []
    for (let i = 0; i < n; i++) {
      const [a, b] = [X[2 * i], X[2 * i + 1]]
      if (kind === 'valley') out.push(u * a + u * v * b - y[i])
      else if (kind === 'two-basins') out.push(((u - 1) * (u + 1) * ((u + 1) * (u + 1) + 1) * a) / 2 + v * b - y[i])
      else {
        const [s, t] = [u - a - 1, v - b - 1]
        const [p, q] = [(s - t) / Math.sqrt(2), (s + t) / Math.sqrt(2)]
        const [sharp, flat] = [10 * p * p + 100 * q * q, (u - a + 1) * (u - a + 1) + (v - b + 1) * (v - b + 1)]
        // Twice the loss as a squared length.
        if (sharp < flat) out.push(Math.sqrt(20) * p, Math.sqrt(200) * q)
        else out.push(Math.sqrt(2) * (u - a + 1), Math.sqrt(2) * (v - b + 1))
      }
    }
    return Float64Array.from(out)
  }
  return { residuals, loss: (theta: ArrayLike<number>) => residuals(theta).reduce((s, r) => s + r * r, 0) / (2 * n) }
}

export function gridPoint([x0, x1, y0, y1]: readonly [number, number, number, number], nx: number, ny: number, ix: number, iy: number) {
  return [x0 + ((x1 - x0) * ix) / (nx - 1), y0 + ((y1 - y0) * iy) / (ny - 1)]
}
