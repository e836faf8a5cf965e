/** The work of replicas.ts in plain loops over Float32Array, one replica after the other, indices from a cheap generator. */
import type { Job } from '../core/jobs'
import { generator } from '../core/random'
import { REPLICA_RATE, type ReplicaJob } from '../core/replicas'

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
        for (let k = 0; k < s; k++) W[w + k] -= (REPLICA_RATE / B) * g[k]
      }
    }
  }
  return { run, dispose() {} }
}
