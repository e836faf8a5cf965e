/** Plain float64 loops, written from the definitions and sharing nothing with the engines. */
import type { ArmState } from '../../src/lib/optimizers'
import { numberAt as at } from '../../src/lib/values'
import { OVERFLOW, type Problem, type StepPlan } from '../../src/sim/backends/types'

/** Σ_{i < length} term(i). */
function sum(length: number, term: (i: number) => number): number {
  let total = 0
  for (let i = 0; i < length; i++) total += term(i)
  return total
}
const array = (length: number, entry: (i: number) => number) => Float64Array.from({ length }, (_, i) => entry(i))

/** w = F(θ), length d. */
export function effective({ model, d }: Problem, theta: Float64Array): Float64Array {
  switch (model.kind) {
    case 'linear':
      return theta.slice()
    case 'olm-diagonal':
      return array(d, j => at(theta, j) ** 2 - at(theta, d + j) ** 2)
    case 'olm-two-layer':
      return array(d, j => sum(model.m, k => at(theta, k * d + j) * at(theta, model.m * d + k)))
  }
}

export function residual({ X, y, d }: Problem, w: Float64Array, i: number): number {
  return sum(d, j => at(w, j) * at(X, i * d + j)) - at(y, i)
}

/** The gradient in θ from the one in w. */
function pulledBack({ model, d }: Problem, theta: Float64Array, gw: Float64Array): Float64Array {
  switch (model.kind) {
    case 'linear':
      return gw
    case 'olm-diagonal':
      return theta.map((t, j) => 2 * t * (j < d ? at(gw, j) : -at(gw, j - d)))
    case 'olm-two-layer':
      return theta.map((_, p) => {
        if (p < model.m * d) return at(theta, model.m * d + Math.floor(p / d)) * at(gw, p % d)
        return sum(d, j => at(theta, (p - model.m * d) * d + j) * at(gw, j))
      })
  }
}

function gradient(problem: Problem, theta: Float64Array, samples: ArrayLike<number>): { g: Float64Array; worst: number } {
  const { d, X } = problem
  const w = effective(problem, theta)
  const r = array(samples.length, b => residual(problem, w, at(samples, b)))
  const gw = array(d, j => sum(r.length, b => at(r, b) * at(X, at(samples, b) * d + j)) / r.length)
  return { g: pulledBack(problem, theta, gw), worst: r.reduce((worst, value) => Math.max(worst, Math.abs(value)), 0) }
}

export function advance(problem: Problem, start: ArmState, plan: StepPlan): ArmState & { steps: number; velocity: Float64Array } {
  let theta = start.theta.slice()
  let velocity = start.state.velocity!.slice()
  const after = (steps: number) => ({ ...start, steps, theta, velocity, state: { velocity } })
  const everyone = Int32Array.from({ length: problem.n }, (_, i) => i)
  for (const [t, eta] of plan.eta.entries()) {
    const samples = plan.batch?.subarray(t * plan.batchSize, (t + 1) * plan.batchSize) ?? everyone
    const { g, worst } = gradient(problem, theta, samples)
    const v = g.map((value, i) => value + plan.settings.momentum * at(velocity, i))
    const next = theta.map((value, i) => value - eta * at(v, i))
    if (!(worst <= OVERFLOW.f32) || !next.every(value => Math.abs(value) <= OVERFLOW.f32)) return after(t)
    theta = next
    if (plan.settings.momentum !== 0) velocity = v
  }
  return after(plan.eta.length)
}

export function residuals(problem: Problem, theta: Float64Array): Float64Array {
  const w = effective(problem, theta)
  return array(problem.n, i => residual(problem, w, i))
}

/** (1/n) Σ_i weight_i·x_i x_iᵀ, d×d. */
export function moment({ n, d, X }: Problem, weights: Float64Array | null): Float64Array {
  const entry = (a: number, b: number) => sum(n, i => (weights ? at(weights, i) : 1) * at(X, i * d + a) * at(X, i * d + b)) / n
  return array(d * d, cell => entry(Math.floor(cell / d), cell % d))
}

/** X·M·Xᵀ, n×n; M null is the identity. */
export function gram({ n, d, X }: Problem, M: Float64Array | null): Float64Array {
  const XM = M ? array(n * d, cell => sum(d, a => at(X, d * Math.floor(cell / d) + a) * at(M, a * d + (cell % d)))) : X
  const entry = (i: number, j: number) => sum(d, a => at(XM, i * d + a) * at(X, j * d + a))
  return array(n * n, cell => entry(Math.floor(cell / n), cell % n))
}

/** ‖found − exact‖ / ‖exact‖; NaN counts as infinite. */
export function relative(found: ArrayLike<number>, exact: ArrayLike<number>): number {
  if (found.length !== exact.length) return Infinity
  const error = sum(exact.length, i => (at(found, i) - at(exact, i)) ** 2)
  const ratio = Math.sqrt(error / sum(exact.length, i => at(exact, i) ** 2))
  return Number.isNaN(ratio) ? Infinity : ratio
}
