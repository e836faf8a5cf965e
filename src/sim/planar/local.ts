/** Models with two parameters, as synthetic noise needs them. */

import { eigh } from '../../lib/eigen'
import { times, transposedTimes } from '../../lib/matrix'
import type { LocalAt } from '../noise/local'
import type { PlanarModel } from './models'
import { gramOfColumns, stateAt } from './state'

/** What synthetic noise needs of a model with two parameters. */
export function planarLocal(model: PlanarModel, n: number): LocalAt {
  return theta => {
    const { C, J, g, gradient } = stateAt(model, n, theta)
    const G = gramOfColumns(J, n)
    const first = gramOfColumns(g, n)
    return {
      n,
      Q: C,
      size: 2,
      p: 2,
      gradient,
      mix: w => transposedTimes(g, w, n, 2),
      slopes: v => times(g, v, n, 2),
      pull: u => transposedTimes(J, u, n * C, 2),
      push: v => times(J, v, n * C, 2),
      traceSigma1: () => first[0] + first[3],
      traceG: () => G[0] + G[3],
      diagonalSigma1: () => Float64Array.of(first[0], first[3]),
      diagonalG: () => Float64Array.of(G[0], G[3]),
      leadingG: () => eigh(G, 2),
      keepTrained: v => v,
    }
  }
}
