import { DisposedError } from '../../lib/fault'
import { type ArmState, type Backend, disposedEngine, type Engine, type ModelSpec, OVERFLOW, type Problem, type StepPlan } from './types'

/** Plain TypeScript in float64, obvious rather than fast: the oracle of the other backends. */
export function createReferenceBackend(): Backend {
  let open = true
  return {
    id: 'reference',
    precision: 'f64',
    software: false,
    device: 'CPU, plain JavaScript',
    async open(problem) {
      if (!open) throw new DisposedError('backend', 'call createReferenceBackend for a new one')
      return new ReferenceEngine(problem)
    },
    dispose() {
      open = false
    },
  }
}

class ReferenceEngine implements Engine {
  readonly precision = 'f64'
  private arms: { theta: Float64Array; velocity: Float64Array }[] = []
  private held: Problem | null

  constructor(problem: Problem) {
    this.held = problem
  }

  private get problem(): Problem {
    if (!this.held) throw disposedEngine()
    return this.held
  }

  addArm(state: ArmState): number {
    void this.problem
    return this.arms.push({ theta: state.theta.slice(), velocity: state.velocity.slice() }) - 1
  }

  async readState(arm: number): Promise<ArmState> {
    void this.problem
    return { theta: this.arms[arm].theta.slice(), velocity: this.arms[arm].velocity.slice() }
  }

  async writeState(arm: number, state: ArmState): Promise<void> {
    void this.problem
    this.arms[arm] = { theta: state.theta.slice(), velocity: state.velocity.slice() }
  }

  async advance(arm: number, plan: StepPlan): Promise<number> {
    const { n } = this.problem
    const all = plan.batch ? null : Int32Array.from({ length: n }, (_, i) => i)
    for (let t = 0; t < plan.eta.length; t++) {
      const batch = all ?? plan.batch!.subarray(t * plan.batchSize, (t + 1) * plan.batchSize)
      if (!this.step(arm, plan.eta[t], batch, plan.momentum)) return t
    }
    return plan.eta.length
  }

  private step(arm: number, eta: number, batch: Int32Array, momentum: number): boolean {
    const { X, y, d, model } = this.problem
    const { theta, velocity } = this.arms[arm]
    const w = weights(model, theta, d)
    const g = new Float64Array(d)
    for (const i of batch) {
      const r = dotRow(X, i, w) - y[i]
      if (!(Math.abs(r) <= OVERFLOW.f64)) return false
      for (let j = 0; j < d; j++) g[j] += (r * X[i * d + j]) / batch.length
    }
    const gradient = pull(model, theta, g)
    const nextVelocity = momentum === 0 ? velocity : velocity.map((v, j) => momentum * v + gradient[j])
    const nextTheta = theta.map((v, j) => v - eta * (momentum === 0 ? gradient[j] : nextVelocity[j]))
    if (!nextTheta.every(v => Math.abs(v) <= OVERFLOW.f64)) return false
    this.arms[arm] = { theta: nextTheta, velocity: nextVelocity }
    return true
  }

  async residuals(arm: number): Promise<Float64Array> {
    const { X, y, d, model } = this.problem
    const w = weights(model, this.arms[arm].theta, d)
    return y.map((target, i) => dotRow(X, i, w) - target)
  }

  async moment(sampleWeights: Float64Array | null): Promise<Float64Array> {
    const { X, n, d } = this.problem
    const S = new Float64Array(d * d)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < d; j++) {
        const x = (sampleWeights ? sampleWeights[i] : 1) * X[i * d + j]
        for (let l = 0; l <= j; l++) S[j * d + l] += x * X[i * d + l]
      }
    for (let j = 0; j < d; j++) for (let l = 0; l <= j; l++) S[l * d + j] = S[j * d + l] /= n
    return S
  }

  async gram(M: Float64Array | null): Promise<Float64Array> {
    const { X, n, d } = this.problem
    const K = new Float64Array(n * n)
    for (let i = 0; i < n; i++) {
      const row = X.subarray(i * d, (i + 1) * d)
      const Mx = M ? row.map((_, j) => dotRow(M, j, row)) : row
      for (let l = 0; l <= i; l++) K[i * n + l] = K[l * n + i] = dotRow(X, l, Mx)
    }
    return K
  }

  usage() {
    return { bytes: this.held ? (this.held.X.length + this.held.y.length) * 8 : 0, tensors: 0 }
  }

  dispose(): void {
    this.held = null
    this.arms = []
  }
}

function dotRow(A: Float64Array, row: number, v: Float64Array): number {
  let s = 0
  for (let j = 0; j < v.length; j++) s += A[row * v.length + j] * v[j]
  return s
}

function weights(model: ModelSpec, theta: Float64Array, d: number): Float64Array {
  if (model.kind === 'linear') return theta
  const w = new Float64Array(d)
  for (let i = 0; i < d; i++) {
    if (model.kind === 'olm-diagonal') w[i] = theta[i] * theta[i] - theta[d + i] * theta[d + i]
    else for (let k = 0; k < model.m; k++) w[i] += theta[model.m * d + k] * theta[k * d + i]
  }
  return w
}

/** The gradient in θ from the gradient g in w = F(θ). */
function pull(model: ModelSpec, theta: Float64Array, g: Float64Array): Float64Array {
  if (model.kind === 'linear') return g
  const d = g.length
  return theta.map((_, at) => {
    if (model.kind === 'olm-diagonal') return at < d ? 2 * theta[at] * g[at] : -2 * theta[at] * g[at - d]
    if (at < model.m * d) return theta[model.m * d + Math.floor(at / d)] * g[at % d]
    return dotRow(theta, at - model.m * d, g)
  })
}
