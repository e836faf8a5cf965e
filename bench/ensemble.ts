/**
 * One step of every replica of an ensemble (float64, minibatches drawn in the kernel) against plain JavaScript loops over
 * Float32Array and, where there is one, numpy in both precisions: `npm run bench -- ensemble`. Medians of interleaved runs.
 */
import { execFileSync } from 'node:child_process'
import { createEnsembles } from '../src/sim/backends/wasm/ensemble'

const R = 1024
const N = 1000
const STEPS = 64
const ROUNDS = 7

let state = 1
const next = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}

/** The same work in single precision, one replica after the other, indices from a cheap generator. */
function jsSteps(X: Float32Array, W: Float32Array, s: number, B: number, eta: number, steps: number): void {
  const g = new Float32Array(s)
  for (let r = 0; r < R; r++) {
    const w = r * s
    for (let t = 0; t < steps; t++) {
      g.fill(0)
      for (let b = 0; b < B; b++) {
        const row = Math.floor(next() * N) * s
        let c = 0
        for (let k = 0; k < s; k++) c += X[row + k] * W[w + k]
        for (let k = 0; k < s; k++) g[k] += c * X[row + k]
      }
      for (let k = 0; k < s; k++) W[w + k] -= (eta / B) * g[k]
    }
  }
}

const PYTHON = `
import sys, time, numpy as np
R, n, s, B, rounds = map(int, sys.argv[1:6])
for dtype in (np.float64, np.float32):
    rng = np.random.default_rng(1)
    X = rng.standard_normal((n, s)).astype(dtype); W = np.full((R, s), 1e-6, dtype)
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        for _ in range(8):
            Z = X[rng.integers(0, n, (R, B))]
            c = np.einsum('rbk,rk->rb', Z, W)
            W -= dtype(1e-3 / B) * np.einsum('rb,rbk->rk', c, Z)
        times.append((time.perf_counter() - begun) / 8)
    print(sorted(times)[rounds // 2] * 1e3)
`

/** Milliseconds per step in float64 and float32; NaN without numpy. */
function numpy(s: number, B: number): number[] {
  try {
    const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }
    const out = execFileSync('python3', ['-c', PYTHON, ...[R, N, s, B, ROUNDS].map(String)], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return out.trim().split('\n').map(Number)
  } catch {
    return [Number.NaN, Number.NaN]
  }
}

const make = await createEnsembles()
const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1]
const head = ['wasm f64', 'JS f32', 'ratio', 'numpy f64', 'ratio', 'numpy f32', 'ratio']
console.log(`\n${`ensemble step, ${R} replicas, n ${N}`.padEnd(34)}${head.map(h => h.padStart(11)).join('')}`)
for (const [s, B] of [
  [20, 1],
  [50, 1],
  [50, 4],
  [50, 32],
  [500, 1],
  [500, 4],
] as const) {
  const features = Float64Array.from({ length: N * s }, () => 2 * next() - 1)
  const start = new Float64Array(s).fill(1e-6)
  const kernel = await make({ n: N, s, features, lambda: new Float64Array(s).fill(1 / 3), rest: null, start }, R, 1, 12)
  const [X, W] = [Float32Array.from(features), new Float32Array(R * s).fill(1e-6)]
  const etas = new Float64Array(STEPS).fill(1e-3)
  const js = Math.max(1, Math.floor(STEPS / (B * Math.max(1, s / 50))))
  const times: number[][] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now()
    kernel.advance({ etas, B, taken: round * STEPS, drawn: round * STEPS * B, limit: 0 })
    const stepped = performance.now()
    jsSteps(X, W, s, B, 1e-3, js)
    times[0].push((stepped - begun) / STEPS)
    times[1].push((performance.now() - stepped) / js)
  }
  const [own, plain] = [median(times[0]), median(times[1])]
  const [f64, f32] = numpy(s, B)
  const ms = (v: number) => (Number.isNaN(v) ? '–' : `${v.toFixed(3)} ms`).padStart(11)
  const ratio = (v: number) => (Number.isNaN(v) ? '–' : `${(v / own).toFixed(1)}×`).padStart(11)
  console.log(`${`s ${s}, B ${B}`.padEnd(34)}${[ms(own), ms(plain), ratio(plain), ms(f64!), ratio(f64!), ms(f32!), ratio(f32!)].join('')}`)
}
