/** A scenario's linear model in the eigenbasis of G, as the replicas' kernel needs it. */

import { eigh } from '../../lib/eigen'
import { Fault } from '../../lib/fault'
import { beyondRounding, times, transposedTimes } from '../../lib/matrix'
import type { Scenario } from '../../scenario'
import type { RotatedProblem } from '../backends/ensemble'
import type { Backend, Engine } from '../backends/types'
import type { DataSet } from '../data'
import { type Assets, loadData } from '../load'
import { rankOf } from '../metrics/geometry'
import { factoredModel, initialParameters } from '../model'

/** A linear model near its minimum, and the loss that remains there. */
export interface EnsembleProblem extends RotatedProblem {
  /** L at the minimum: ½ mean of the squared residuals that stay. */
  readonly floor: number
}

/** Draws a scenario's data and turns them into the eigenbasis of G. Throws for models that are not linear. */
export async function openEnsembleProblem(scenario: Scenario, backend: Backend, assets?: Assets): Promise<EnsembleProblem> {
  const model = factoredModel(scenario.model)
  if (model?.kind !== 'linear')
    throw new Fault(`Replicas need a linear model; this one is ${scenario.model.kind}`, 'choose the model linear')
  const data = await loadData(scenario, assets)
  const theta0 = initialParameters(model, scenario.init, data.teacher, scenario.seed)
  const engine = await backend.open({ n: data.n, d: data.d, X: data.X, y: data.y, model })
  try {
    // Near a planted minimum Xθ_0 − y would cancel: the offset itself is exact.
    const planted = scenario.data.source === 'gaussian' && data.labelNoise === 0 && linearTeacher(scenario)
    const r0 = planted
      ? times(
          data.X,
          theta0.map((v, i) => v - data.teacher[i]),
          data.n,
          data.d,
        )
      : residuals(data, theta0)
    return await rotate(engine, data, r0)
  } finally {
    engine.dispose()
  }
}

const linearTeacher = ({ data: { teacher } }: Scenario) => teacher === 'dense' || teacher === 'sparse'

function residuals({ X, y, n, d }: DataSet, theta: Float64Array): Float64Array {
  return times(X, theta, n, d).map((v, i) => v - y[i])
}

/**
 * x_iᵀV, λ and w_0 = Vᵀ(θ_0 − θ*) from the smaller side of X, θ* being the least-squares solution that θ_0 points at: with
 * the first residuals r, w_k = Σ_i z_ik r_i/(nλ_k), and r − Zw stays.
 */
async function rotate(engine: Engine, { X, n, d }: DataSet, r: Float64Array): Promise<EnsembleProblem> {
  const wide = n < d
  const side = wide ? n : d
  const A = wide ? (await engine.gram(null)).map(v => v / n) : await engine.moment(null)
  const { values, vectors } = (engine.eigh ?? eigh)(A, side)
  const s = rankOf(values)
  const features = new Float64Array(n * s)
  for (let k = 0; k < s; k++) {
    const vector = vectors.subarray(k * side, (k + 1) * side)
    const image = wide ? vector.map(v => v * Math.sqrt(n * values[k])) : times(X, vector, n, d)
    for (let i = 0; i < n; i++) features[i * s + k] = image[i]
  }
  const lambda = values.slice(0, s)
  const start = transposedTimes(features, r, n, s).map((v, k) => v / (n * lambda[k]))
  const fitted = times(features, start, n, s)
  const rest = beyondRounding(
    r.map((v, i) => v - fitted[i]),
    r,
  )
  return { n, s, features, lambda, rest, start, floor: rest ? rest.reduce((sum, e) => sum + e * e, 0) / (2 * n) : 0 }
}
