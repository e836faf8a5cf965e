/** Models that factor through w = F(θ), as synthetic noise needs them. */

import type { Eigen } from '../../lib/eigen'
import { dot, times, transposedTimes } from '../../lib/matrix'
import type { ModelSpec } from '../backends/types'
import type { DataSet } from '../data'
import { effectiveWeights, pullBack, pushForward } from '../model'
import { type Local, type LocalAt, leadingPairs, timesG } from './local'

/** Models through w = F(θ): J_i = DFᵀx_i. One output. */
export function factoredLocal(model: ModelSpec, { n, d, X, y }: DataSet): LocalAt {
  const sample = (i: number) => X.subarray(i * d, (i + 1) * d)
  // G and the lengths of J's rows do not depend on a linear model's θ.
  const fixed: { norms: Float64Array; pair?: Eigen } | null =
    model.kind === 'linear' ? { norms: Float64Array.from({ length: n }, (_, i) => dot(sample(i), sample(i))) } : null

  return theta => {
    const w = effectiveWeights(model, theta, d)
    const r = times(X, w, n, d).map((f, i) => f - y[i])
    const size = theta.length
    const pull = (u: Float64Array) => pullBack(model, theta, transposedTimes(X, u, n, d), d)
    const push = (v: Float64Array) => times(X, pushForward(model, theta, v, d), n, d)
    let norms = fixed?.norms
    const squares = () => {
      norms ??= Float64Array.from({ length: n }, (_, i) => {
        const row = pullBack(model, theta, sample(i), d)
        return dot(row, row)
      })
      return norms
    }
    const diagonal = (weight: (i: number) => number) => {
      const out = new Float64Array(size)
      for (let i = 0; i < n; i++) {
        const row = pullBack(model, theta, sample(i), d)
        const scale = weight(i) / n
        for (let j = 0; j < size; j++) out[j] += scale * row[j] * row[j]
      }
      return out
    }
    const local: Local = {
      n,
      Q: 1,
      size,
      p: size,
      gradient: pull(r).map(v => v / n),
      mix: weights => pull(weights.map((v, i) => v * r[i])),
      slopes: v => push(v).map((a, i) => a * r[i]),
      pull,
      push,
      traceSigma1: () => squares().reduce((s, v, i) => s + r[i] * r[i] * v, 0) / n,
      traceG: () => squares().reduce((s, v) => s + v, 0) / n,
      diagonalSigma1: () => diagonal(i => r[i] * r[i]),
      diagonalG: () => diagonal(() => 1),
      keepTrained: v => v,
      ...(fixed && {
        leadingG() {
          fixed.pair ??= leadingPairs(this, 1, v => timesG(this, v))
          return fixed.pair
        },
      }),
    }
    return local
  }
}
