/** One step of every replica of a linear model, n samples in d = s directions: ours, and plain loops over Float32Array. */
import { createEnsembles } from '../../src/sim/backends/wasm/ensemble'
import type { Job } from '../core/jobs'
import { generator } from './random'

export interface ReplicaJob {
  readonly R: number
  readonly n: number
  readonly s: number
  readonly B: number
  readonly steps: number
}

const ETA = 1e-3

export async function makeReplicas(request: object): Promise<Job> {
  const { R, n, s, B, steps } = request as ReplicaJob
  const next = generator(1)
  const features = Float64Array.from({ length: n * s }, () => 2 * next() - 1)
  const make = await createEnsembles()
  const start = new Float64Array(s).fill(1e-6)
  const kernel = await make({ n, s, features, lambda: new Float64Array(s).fill(1 / 3), rest: null, start }, R, 1, 12)
  const etas = new Float64Array(steps).fill(ETA)
  let taken = 0
  return {
    async run() {
      await kernel.advance({ etas, B, taken, drawn: taken * B, limit: 0 })
      taken += steps
    },
    dispose() {},
  }
}

/** The same work one replica after the other, indices from a cheap generator. */
export async function makeLoops(request: object): Promise<Job> {
  const { R, n, s, B, steps } = request as ReplicaJob
  const next = generator(1)
  const X = Float32Array.from({ length: n * s }, () => 2 * next() - 1)
  const W = new Float32Array(R * s).fill(1e-6)
  const g = new Float32Array(s)
  function run(): void {
    for (let r = 0; r < R; r++) {
      const w = r * s
      for (let t = 0; t < steps; t++) {
        g.fill(0)
        for (let b = 0; b < B; b++) {
          const row = Math.floor(next() * n) * s
          let c = 0
          for (let k = 0; k < s; k++) c += X[row + k] * W[w + k]
          for (let k = 0; k < s; k++) g[k] += c * X[row + k]
        }
        for (let k = 0; k < s; k++) W[w + k] -= (ETA / B) * g[k]
      }
    }
  }
  return { run, dispose() {} }
}
