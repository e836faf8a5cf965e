import { type ArmState, OVERFLOW, type Problem, type StepPlan } from '../../src/sim/backends/types'

/** Plain float64 loops, written from the definitions and sharing nothing with the engines. */
export function effective({ model, d }: Problem, theta: Float64Array): Float64Array {
  const w = new Float64Array(d)
  for (let j = 0; j < d; j++) {
    if (model.kind === 'linear') w[j] = theta[j]!
    if (model.kind === 'olm-diagonal') w[j] = theta[j]! ** 2 - theta[d + j]! ** 2
    if (model.kind === 'olm-two-layer') for (let k = 0; k < model.m; k++) w[j]! += theta[k * d + j]! * theta[model.m * d + k]!
  }
  return w
}

export function residual(problem: Problem, w: Float64Array, i: number): number {
  let r = -problem.y[i]!
  for (let j = 0; j < problem.d; j++) r += w[j]! * problem.X[i * problem.d + j]!
  return r
}

function gradient(problem: Problem, theta: Float64Array, samples: ArrayLike<number>): { g: Float64Array; worst: number } {
  const { model, d, X } = problem
  const w = effective(problem, theta)
  const gw = new Float64Array(d)
  let worst = 0
  for (let b = 0; b < samples.length; b++) {
    const i = samples[b]!
    const r = residual(problem, w, i)
    worst = Math.max(worst, Math.abs(r))
    for (let j = 0; j < d; j++) gw[j]! += (r * X[i * d + j]!) / samples.length
  }
  const g = new Float64Array(theta.length)
  for (let j = 0; j < d; j++) {
    if (model.kind === 'linear') g[j] = gw[j]!
    if (model.kind === 'olm-diagonal') {
      g[j] = 2 * theta[j]! * gw[j]!
      g[d + j] = -2 * theta[d + j]! * gw[j]!
    }
    if (model.kind === 'olm-two-layer') {
      for (let k = 0; k < model.m; k++) {
        g[k * d + j] = theta[model.m * d + k]! * gw[j]!
        g[model.m * d + k]! += theta[k * d + j]! * gw[j]!
      }
    }
  }
  return { g, worst }
}

export function advance(problem: Problem, start: ArmState, plan: StepPlan): { steps: number; theta: Float64Array; velocity: Float64Array } {
  let theta = start.theta.slice()
  let velocity = start.velocity.slice()
  const everyone = Int32Array.from({ length: problem.n }, (_, i) => i)
  for (let t = 0; t < plan.eta.length; t++) {
    const samples = plan.batch?.subarray(t * plan.batchSize, (t + 1) * plan.batchSize) ?? everyone
    const { g, worst } = gradient(problem, theta, samples)
    const v = g.map((value, i) => value + plan.momentum * velocity[i]!)
    const next = theta.map((value, i) => value - plan.eta[t]! * v[i]!)
    if (!(worst <= OVERFLOW.f32) || !next.every(value => Math.abs(value) <= OVERFLOW.f32)) return { steps: t, theta, velocity }
    theta = next
    if (plan.momentum !== 0) velocity = v
  }
  return { steps: plan.eta.length, theta, velocity }
}

export function residuals(problem: Problem, theta: Float64Array): Float64Array {
  const w = effective(problem, theta)
  return Float64Array.from({ length: problem.n }, (_, i) => residual(problem, w, i))
}

export function moment({ n, d, X }: Problem, weights: Float64Array | null): Float64Array {
  const out = new Float64Array(d * d)
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < d; a++) {
      for (let b = 0; b < d; b++) out[a * d + b]! += ((weights?.[i] ?? 1) * X[i * d + a]! * X[i * d + b]!) / n
    }
  }
  return out
}

export function gram({ n, d, X }: Problem, M: Float64Array | null): Float64Array {
  const XM = new Float64Array(n * d)
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < d; a++) {
      for (let b = 0; b < d; b++) XM[i * d + b]! += X[i * d + a]! * (M ? M[a * d + b]! : a === b ? 1 : 0)
    }
  }
  const K = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) for (let a = 0; a < d; a++) K[i * n + j]! += XM[i * d + a]! * X[j * d + a]!
  }
  return K
}

/** ‖found − exact‖ / ‖exact‖; NaN counts as infinite. */
export function relative(found: ArrayLike<number>, exact: ArrayLike<number>): number {
  if (found.length !== exact.length) return Infinity
  let error = 0
  let size = 0
  for (let i = 0; i < exact.length; i++) {
    error += (found[i]! - exact[i]!) ** 2
    size += exact[i]! ** 2
  }
  const ratio = Math.sqrt(error / size)
  return Number.isNaN(ratio) ? Infinity : ratio
}
