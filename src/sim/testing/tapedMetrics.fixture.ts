/** The metrics of a model whose outputs are on the tape. */

import type { LossKind } from '../backends/machine/loss'
import { Exact, exactMetrics, sumOf } from './exact.fixture'
import { constant, gradient, sumOfTapes, type Tape } from './tape.fixture'

/** Of outputs f_i (C each) and their targets, by the parameters `weights`; with H in the place of G. */
export function tapedMetrics(
  f: readonly (readonly Tape[])[],
  targets: readonly (readonly Tape[])[],
  weights: readonly Tape[],
  loss: LossKind,
  ofH: boolean,
) {
  const C = f[0].length
  const [J, r, curvatures, losses]: [Exact[][], Exact[], Exact[][][], Tape[]] = [[], [], [], []]
  for (const [i, own] of f.entries()) {
    const target = targets[i]
    const rows = own.map(v => gradient(v, weights).map(({ value }) => value))
    J.push(...rows)
    if (loss === 'squared') {
      const gaps = own.map((v, c) => v.minus(target[c]))
      r.push(...gaps.map(({ value }) => value))
      losses.push(sumOfTapes(gaps.map(v => v.times(v).over(constant(2)))))
      if (!ofH) curvatures.push(...rows.map(row => row.map(a => row.map(b => a.times(b)))))
      continue
    }
    const e = own.map(v => v.exp())
    const p = e.map(v => v.over(sumOfTapes(e)))
    r.push(...p.map((v, c) => v.minus(target[c]).value))
    losses.push(sumOfTapes(own.map((v, c) => target[c].times(sumOfTapes(own.map(w => w.minus(v).exp())).ln()))))
    if (ofH) continue
    const mean = rows[0].map((_, a) => sumOf(rows.map((row, c) => p[c].value.times(row[a]))))
    const spread = rows.map(row => row.map((v, a) => v.minus(mean[a])))
    curvatures.push(...spread.map((row, c) => row.map(a => row.map(b => p[c].value.times(a).times(b)))))
  }
  const L = sumOfTapes(losses)
  const curvature = ofH
    ? gradient(L, weights).map(slope => gradient(slope, weights).map(({ value }) => value))
    : J[0].map((_, a) => J[0].map((_, b) => sumOf(curvatures.map(S => S[a][b]))))
  return exactMetrics(J, r, C, { curvature, twoL: L.value.times(Exact.of(2)) })
}
