import { DisposedError } from '../../lib/fault'
import type { ArmState } from '../../lib/optimizers'
import { Arms } from './arms'
import { type Backend, disposedEngine, type Engine, type ModelSpec, OVERFLOW, type Problem, type StepPlan } from './types'

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
  private arms = new Arms(Float64Array, OVERFLOW.f64)
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
    return this.arms.add(state)
  }

  async readState(arm: number): Promise<ArmState> {
    void this.problem
    return this.arms.read(arm)
  }

  async writeState(arm: number, state: ArmState): Promise<void> {
    void this.problem
    this.arms.write(arm, state)
  }

  async advance(arm: number, { eta, batch, batchSize, settings }: StepPlan): Promise<number> {
    const { n } = this.problem
    const all = Int32Array.from({ length: batch ? 0 : n }, (_, i) => i)
    for (let t = 0; t < eta.length; t++) {
      const gradient = this.gradient(arm, batch?.subarray(t * batchSize, (t + 1) * batchSize) ?? all)
      if (!gradient || !this.arms.step(arm, gradient, eta[t], settings)) return t
    }
    return eta.length
  }

  /** ∇L of the batch; null where a residual overflows. */
  private gradient(arm: number, batch: Int32Array): Float64Array | null {
    const { X, y, d, model } = this.problem
    const theta = this.arms.theta(arm)
    const w = weights(model, theta, d)
    const g = new Float64Array(d)
    for (const i of batch) {
      const r = dotRow(X, i, w) - y[i]
      if (!(Math.abs(r) <= OVERFLOW.f64)) return null
      for (let j = 0; j < d; j++) g[j] += (r * X[i * d + j]) / batch.length
    }
    return pull(model, theta, g)
  }

  async residuals(arm: number): Promise<Float64Array> {
    const { X, y, d, model } = this.problem
    const w = weights(model, this.arms.theta(arm), d)
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
    this.arms = new Arms(Float64Array, OVERFLOW.f64)
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
