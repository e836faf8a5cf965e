/** The loss of a network along directions, pass by pass: `alongNet`. */

import { dot } from '../../lib/matrix'
import { applyCurvature, type Targets } from '../backends/machine/loss'
import { type Program, program } from '../backends/machine/program'
import { evaluate, jvp } from './derivatives'
import { hessianProduct } from './hessian'
import type { Net } from './layout'

/** L over n samples and, per direction v of the length of θ, ∇ℓ_i·v; v_aᵀGv_b and, `withH`, v_aᵀHv_b (k×k). */
export const alongNet = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  Y: Targets,
  directions: readonly Float64Array[],
  withH: boolean,
): Program<{ loss: number; slopes: Float64Array[]; G: Float64Array; H: Float64Array | null }> {
  const C = net.outputs
  const n = X.length / net.inputs
  const { outputs: f, residuals: r, loss } = yield* evaluate.steps(net, theta, X, Y)
  const images: Float64Array[] = []
  for (const v of directions) images.push(yield* jvp.steps(net, theta, X, v))
  const slopes = images.map(a => Float64Array.from({ length: n }, (_, i) => dot(ofSample(a, i, C), ofSample(r, i, C))))
  const G = Float64Array.from(images.flatMap(a => images.map(b => curvatureForm(net, f, a, b, n))))
  if (!withH) return { loss, slopes, G, H: null }
  const H = new Float64Array(directions.length ** 2)
  for (const [b, v] of directions.entries()) {
    const Hv = yield* hessianProduct.steps(net, theta, X, Y, v)
    for (const [a, w] of directions.entries()) H[a * directions.length + b] = dot(w, Hv)
  }
  return { loss, slopes, G, H }
})

const ofSample = (values: Float64Array, i: number, C: number) => values.subarray(i * C, (i + 1) * C)

/** vᵀGw = (1/n) Σ a_iᵀS_ib_i from a = J v and b = J w. */
export function curvatureForm(net: Net, f: Float64Array, a: Float64Array, b: Float64Array, n: number): number {
  const Sb = b.slice()
  applyCurvature(net.loss, net.outputs, f, Sb, n)
  return dot(a, Sb) / n
}
