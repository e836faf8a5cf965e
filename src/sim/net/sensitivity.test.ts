import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Sensitivity } from '../metrics/sensitivity'
import { inner } from '../testing/linalg.fixture'
import { evaluate } from './derivatives'
import { openGram } from './gram'
import { distance, type Instance, instance, jacobian } from './nets.fixture'
import { netNoise } from './noise'
import { mlp } from './spec'

type Sums = { readonly [name in keyof Sensitivity]: number }

/** The four sums at outputs f with J as it is, from the definitions: no roots, no units. */
function sumsAt({ net, n, Y }: Instance, K: readonly (readonly number[])[], f: Float64Array, centred: boolean): Sums {
  const C = net.outputs
  const all = Array.from({ length: n }, (_, i) => i)
  const classes = Array.from({ length: C }, (_, c) => c)
  const softmax = all.map(i => {
    const e = classes.map(c => Math.exp(f[i * C + c]))
    const sum = e.reduce((s, v) => s + v, 0)
    return e.map(v => v / sum)
  })
  const squared = net.loss === 'squared'
  const r = all.map(i => classes.map(c => (squared ? f[i * C + c] : softmax[i][c]) - Y[i * C + c]))
  const S = all.map(i =>
    classes.map(a => classes.map(b => (squared ? Number(a === b) : softmax[i][a] * (Number(a === b) - softmax[i][b])))),
  )
  const loss = all.map(i => (squared ? inner(r[i], r[i]) / 2 : -classes.reduce((s, c) => s + Y[i * C + c] * Math.log(softmax[i][c]), 0)))
  const block = (i: number, j: number, v: readonly number[]) =>
    classes.map(a =>
      inner(
        classes.map(b => K[i * C + a][j * C + b]),
        v,
      ),
    )
  const turned = (i: number, v: readonly number[]) => S[i].map(row => inner(row, v))
  const mean = (of: (i: number) => number) => all.reduce((s, i) => s + of(i), 0) / n
  const drift = all.map(i => classes.map(c => mean(j => block(i, j, r[j])[c])))
  const M = all.map(i => all.map(j => inner(r[i], block(i, j, r[j]))))
  const c = centred ? 1 : 0
  const pulls = all.map(i => mean(j => M[i][j]))
  const g2 = mean(i => pulls[i])
  return {
    twoL: 2 * mean(i => loss[i]),
    frobG2: mean(i =>
      mean(j =>
        classes.reduce((s, a) => s + S[i].reduce((t, row, b) => t + row[a] * block(i, j, turned(j, block(j, i, unit(a, C))))[b], 0), 0),
      ),
    ),
    traceSigmaG: mean(i => mean(j => inner(block(i, j, r[j]), turned(i, block(i, j, r[j])))) - c * inner(drift[i], turned(i, drift[i]))),
    frobSigma2: mean(i => mean(j => (M[i][j] - c * (pulls[i] + pulls[j] - g2)) ** 2)),
  }
}

const unit = (k: number, length: number) => Array.from({ length }, (_, at) => Number(at === k))

const KINDS = fc.record({
  activation: fc.constantFrom('tanh', 'relu'),
  C: fc.integer({ min: 1, max: 4 }),
  loss: fc.constantFrom('squared', 'cross-entropy'),
  centred: fc.boolean(),
  seed: fc.nat(10_000),
})

it('derivatives of the noise’s sums by the outputs are those of central differences', () => {
  fc.assert(
    fc.property(KINDS, ({ seed, centred, C, loss, activation }) => {
      const it = instance(mlp({ d: 3, hidden: [4], activation, slope: 0.1, bias: true, C, loss: C > 1 ? loss : 'squared' }), 3, seed)
      const J = jacobian(it)
      const K = J.map(a => J.map(b => inner(a, b)))
      const { outputs } = evaluate(it.net, it.theta, it.X, it.Y)
      const { sensitivity, units } = netNoise(openGram(it.net, it.theta, it.X), it.Y, { assemble: true, centred })
      if (!sensitivity) throw new Error('the blocks of K are kept')
      const moved = (at: number, by: number) => outputs.map((v, k) => (k === at ? v + by : v))
      const h = 1e-4
      const { r, G } = units
      const plain = { twoL: r, frobG2: (G * G) / r, traceSigmaG: r * G * G, frobSigma2: r ** 3 * G * G }
      // Richardson's, of fourth order.
      const steps = Array.from(outputs, (_, at) => [h, -h, 2 * h, -2 * h].map(step => sumsAt(it, K, moved(at, step), centred)))
      for (const name of ['twoL', 'frobG2', 'traceSigmaG', 'frobSigma2'] as const) {
        const wanted = Array.from(steps, ([a, b, c, d]) => (8 * (a[name] - b[name]) - (c[name] - d[name])) / (12 * h))
        const found = sensitivity[name].map(v => v * plain[name])
        if (wanted.every(v => Math.abs(v) < 1e-9)) expect(found.every(v => Math.abs(v) < 1e-9)).toBe(true)
        else expect(distance(found, wanted), name).toBeLessThan(1e-5)
      }
    }),
    { numRuns: 30, seed: 5 },
  )
})
