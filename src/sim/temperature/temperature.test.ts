import { expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import { integersBelow, normals } from '../../lib/random'
import { fluctuation } from './estimate'
import { type Basis, runReplica } from './replicas'

const [n, s] = [8, 3]
const draw = (count: number, index: number) => normals(new Float64Array(count), 9, STREAM.data, index)
/** Not in an eigenbasis: what a replica does needs none. */
const basis: Basis = { n, s, lambda: new Float64Array(s), features: draw(n * s, 1), rest: draw(n, 2) }
const plan = { seed: 4, eta: 0.1, B: 2, replacement: true, directions: [0, 2], burn: 5, windows: 2, lags: [1, 3, 6] }

it('a replica is SGD, and its response the difference of two runs on the same minibatches, whatever the force', () => {
  const { drop, chi } = runReplica(basis, plan, 7)
  const step = (w: Float64Array, t: number, k: number, h: number) => {
    const batch = new Int32Array(plan.B)
    integersBelow(batch, 0, plan.B, n, plan.seed, STREAM.temperature, 7 * 0x1000000 + t)
    const g = new Float64Array(s)
    for (const i of batch) {
      const z = basis.features.subarray(i * s, (i + 1) * s)
      const r = basis.rest[i] + z.reduce((v, zk, j) => v + zk * w[j], 0)
      z.forEach((zk, j) => {
        g[j] += (r * zk) / plan.B
      })
    }
    return w.map((v, j) => v - plan.eta * (g[j] - (j === k ? h : 0)))
  }
  for (const [q, k] of plan.directions.entries())
    for (const h of [0.01, 5]) {
      const seen = plan.lags.map(() => [0, 0])
      let w: Float64Array = new Float64Array(s)
      for (let t = 0; t < plan.burn; t++) w = step(w, t, k, 0)
      for (let window = 0; window < plan.windows; window++) {
        const start = w
        let pushed = w
        for (let lag = 1; lag <= 6; lag++) {
          const t = plan.burn + 6 * window + lag - 1
          ;[w, pushed] = [step(w, t, k, 0), step(pushed, t, k, h)]
          const l = plan.lags.indexOf(lag)
          if (l < 0) continue
          seen[l][0] += (w[k] - start[k]) ** 2 / 4
          seen[l][1] += (pushed[k] - w[k]) / h / 2
        }
      }
      for (const [l, [f, c]] of seen.entries()) {
        expect(drop[3 * q + l]).toBeCloseTo(f!, 12)
        expect(chi[3 * q + l]).toBeCloseTo(c!, 10)
      }
    }
})

it('slopes and their errors are those of leaving replicas out', () => {
  const readings = Array.from({ length: 40 }, (_, r) => runReplica(basis, { ...plan, burn: 50 }, r))
  const all = fluctuation(readings, 2, 3)
  const slope = (kept: typeof readings, k: number) => {
    let [cross, square] = [0, 0]
    for (let l = 0; l < 3; l++) {
      const mean = (name: 'drop' | 'chi') => kept.reduce((t, r) => t + r[name][3 * k + l], 0) / kept.length
      cross += mean('drop') * mean('chi')
      square += mean('chi') ** 2
    }
    return cross / square
  }
  const jackknife = (value: (kept: typeof readings) => number) => {
    const each = readings.map((_, r) => value(readings.filter((_, i) => i !== r)))
    const mean = each.reduce((t, v) => t + v, 0) / 40
    return Math.sqrt((39 / 40) * each.reduce((t, v) => t + (v - mean) ** 2, 0))
  }
  for (const k of [0, 1]) {
    expect(all.T.mean[k]).toBeCloseTo(slope(readings, k), 12)
    expect(all.T.error[k] / jackknife(kept => slope(kept, k))).toBeCloseTo(1, 0.7)
  }
  expect(all.ratio.value).toBeCloseTo(slope(readings, 0) / slope(readings, 1), 12)
  expect(all.ratio.error / jackknife(kept => slope(kept, 0) / slope(kept, 1))).toBeCloseTo(1, 0.7)
})
