/** A small linear-regression run to draw: d directions with λ_k ∝ 1/k, n Gaussian samples, up to four arms. */

/** Uniform numbers in [0, 1) from a 32-bit linear congruential generator: enough for pictures. */
export function lcg(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

export interface ArmRun {
  readonly label: string
  readonly step: Float64Array
  readonly loss: Float64Array
  readonly mu: Float64Array
  readonly rate: Float64Array
  readonly flatOverSharp: Float64Array
  /** Position along v_1 and v_8. */
  readonly w1: Float64Array
  readonly w8: Float64Array
  /** At the last step. */
  readonly g: Float64Array
  readonly noise: Float64Array
  readonly curvature: Float64Array
  /** η²Σ/B and η²·2L·G/B in the plane (v_1, v_8), at the last step. */
  readonly cov: readonly [number, number, number]
  readonly matched: readonly [number, number, number]
  /** λ_k w_k² by direction and step, row-major d × steps. */
  readonly energy: Float64Array
}

export interface Problem {
  readonly n: number
  readonly d: number
  readonly x: Float64Array
  readonly lambda: Float64Array
}

export function problem(n: number, d: number, seed: number, exponent = 1): Problem {
  const random = lcg(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const lambda = Float64Array.from({ length: d }, (_, k) => (k + 1) ** -exponent)
  const x = new Float64Array(n * d)
  for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) x[i * d + k] = normal() * Math.sqrt(lambda[k])
  return { n, d, x, lambda }
}

/** Runs one arm: batch 0 is full-batch GD; `eta` gives the learning rate of each step. */
export function runArm(p: Problem, label: string, steps: number, batch: number, eta: (t: number) => number, seed: number): ArmRun {
  const { n, d, x, lambda } = p
  const random = lcg(seed)
  const w = Float64Array.from({ length: d }, (_, k) => 0.5 + 0.4 * Math.sin(3.1 * k))
  w[0] = -0.9
  const out = {
    label,
    step: Float64Array.from({ length: steps + 1 }, (_, t) => t),
    loss: new Float64Array(steps + 1),
    mu: new Float64Array(steps + 1),
    rate: new Float64Array(steps + 1),
    flatOverSharp: new Float64Array(steps + 1),
    w1: new Float64Array(steps + 1),
    w8: new Float64Array(steps + 1),
    g: new Float64Array(d),
    noise: new Float64Array(d),
    curvature: new Float64Array(d),
    cov: [0, 0, 0] as readonly [number, number, number],
    matched: [0, 0, 0] as readonly [number, number, number],
    energy: new Float64Array(d * (steps + 1)),
  }
  const r = new Float64Array(n)
  const grad = new Float64Array(d)
  for (let t = 0; t <= steps; t++) {
    let loss = 0
    for (let i = 0; i < n; i++) {
      r[i] = 0
      for (let k = 0; k < d; k++) r[i] += x[i * d + k] * w[k]
      loss += r[i] ** 2 / (2 * n)
    }
    const at = moments(p, r, 7)
    const top = at.frob
    out.loss[t] = loss
    out.mu[t] = at.traceSigmaG / (2 * loss * top)
    out.rate[t] = eta(t)
    out.w1[t] = w[0]
    out.w8[t] = w[7]
    let flat = 0
    for (let k = 0; k < d; k++) {
      out.energy[k * (steps + 1) + t] = lambda[k] * w[k] ** 2
      if (k > 0) flat += lambda[k] * w[k] ** 2
    }
    out.flatOverSharp[t] = flat / (lambda[0] * w[0] ** 2)
    if (t === steps) {
      const scale = eta(t) ** 2 / Math.max(1, batch || n)
      for (let k = 0; k < d; k++) {
        out.noise[k] = at.sigma[k]
        out.curvature[k] = 2 * loss * at.g[k]
        out.g[k] = out.noise[k] / out.curvature[k]
      }
      out.cov = [scale * at.sigma[0], scale * at.cross, scale * at.sigma[7]]
      out.matched = [scale * 2 * loss * at.g[0], scale * 2 * loss * at.crossG, scale * 2 * loss * at.g[7]]
      break
    }
    grad.fill(0)
    const size = batch || n
    for (let b = 0; b < size; b++) {
      const i = batch ? Math.floor(random() * n) : b
      for (let k = 0; k < d; k++) grad[k] += (x[i * d + k] * r[i]) / size
    }
    for (let k = 0; k < d; k++) w[k] -= eta(t) * grad[k]
  }
  return out
}

/** Diagonals of Σ and G in the coordinate directions, the 1-m cross terms, Tr(ΣG) by diagonals and ‖G‖_F² likewise. */
function moments({ n, d, x }: Problem, r: Float64Array, m: number) {
  const sigma = new Float64Array(d)
  const g = new Float64Array(d)
  const mean = new Float64Array(d)
  let cross = 0
  let crossG = 0
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < d; k++) {
      const v = x[i * d + k]
      g[k] += (v * v) / n
      mean[k] += (v * r[i]) / n
      sigma[k] += (v * r[i]) ** 2 / n
    }
    cross += (x[i * d] * x[i * d + m] * r[i] ** 2) / n
    crossG += (x[i * d] * x[i * d + m]) / n
  }
  let traceSigmaG = 0
  let frob = 0
  for (let k = 0; k < d; k++) {
    sigma[k] -= mean[k] ** 2
    traceSigmaG += sigma[k] * g[k]
    frob += g[k] ** 2
  }
  return { sigma, g, cross: cross - mean[0] * mean[m], crossG, traceSigmaG, frob }
}
