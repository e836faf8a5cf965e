import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyCurvature } from '../backends/machine/loss'
import { apply, form, inner, type Matrix, trace, zeros } from '../testing/linalg.fixture'
import { evaluate } from './derivatives'
import { openGram } from './gram'
import { type Instance, instance, jacobian, nets, unit } from './nets.fixture'
import { netNoise } from './noise'

/** G, Σ₁ and ∇L as dense p×p matrices from the definitions. */
function dense(it: Instance) {
  const { net, n, theta, X, Y } = it
  const C = net.outputs
  const J = jacobian(it).map(row => Array.from(row))
  const { outputs, residuals, loss } = evaluate(net, theta, X, Y)
  const [G, S] = [zeros(net.size, net.size), zeros(net.size, net.size)]
  const addOuter = (A: Matrix, x: ArrayLike<number>, y: ArrayLike<number>, c: number) => {
    for (const [i, row] of A.entries()) for (let j = 0; j < row.length; j++) row[j] += c * x[i] * y[j]
  }
  const gradient = new Array<number>(net.size).fill(0)
  for (let i = 0; i < n; i++) {
    const g = new Array<number>(net.size).fill(0)
    for (let c = 0; c < C; c++) {
      const s = new Float64Array(n * C)
      s.set(unit(c, C), i * C)
      applyCurvature(net.loss, net.outputs, outputs, s, n)
      const SJ = new Array<number>(net.size).fill(0)
      for (let e = 0; e < C; e++) for (let k = 0; k < net.size; k++) SJ[k] += s[i * C + e] * J[i * C + e][k]
      addOuter(G, J[i * C + c], SJ, 1 / n)
      for (let k = 0; k < net.size; k++) g[k] += residuals[i * C + c] * J[i * C + c][k]
    }
    addOuter(S, g, g, 1 / n)
    for (let k = 0; k < net.size; k++) gradient[k] += g[k] / n
  }
  return { G, S, g: gradient, twoL: 2 * loss }
}

/** Of symmetric matrices. */
const traceOfProduct = (A: Matrix, B: Matrix) => A.reduce((s, row, i) => s + inner(row, B[i]), 0)

describe('noise of networks', () => {
  it('the sums are traces of dense matrices, however slices are kept', () => {
    fc.assert(
      fc.property(fc.record({ spec: nets(), seed: fc.nat(10_000) }), ({ spec, seed }) => {
        const it = instance(spec, 4, seed)
        const { G, S, g, twoL } = dense(it)
        const D = S.map((row, i) => row.map((s, j) => s - twoL * G[i][j]))
        const wanted = {
          twoL,
          trace: trace(S),
          traceG: traceOfProduct(S, G),
          frob2: traceOfProduct(S, S),
          g2: g.reduce((s, x) => s + x * x, 0),
          gGg: form(G, g),
          gSg: form(S, g),
          dist2: traceOfProduct(D, D),
          gDg: form(D, g),
        }
        const spread = { dist2: wanted.frob2 + twoL * twoL * traceOfProduct(G, G), gDg: wanted.gSg + twoL * wanted.gGg }
        for (const limits of [{}, { slices: 0 }]) {
          const found = netNoise(openGram(it.net, it.theta, it.X, limits), it.Y, { perLayer: true })
          const near = (a: number, b: number, size = Math.abs(b)) => expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-11 * size + 1e-200)
          near(found.traceG, trace(G))
          near(found.frobG2, traceOfProduct(G, G))
          for (const key of Object.keys(wanted) as (keyof typeof wanted)[])
            near(found.moments[key], wanted[key], spread[key as keyof typeof spread] ?? Math.abs(wanted[key]))
          const Gg = apply(G, g)
          for (const l of it.net.layers) {
            let [tg, sg, gg] = [0, 0, 0]
            for (let k = l.weightAt; k < l.biasAt + l.biases; k++) {
              tg += G[k][k]
              sg += inner(S[k], G[k])
              gg += g[k] * Gg[k]
            }
            near(found.layers!.traceG[l.index], tg, trace(G))
            near(found.layers!.traceSigmaG[l.index], sg, wanted.traceG)
            near(found.layers!.gGg[l.index], gg, wanted.gGg)
          }
        }
      }),
      { numRuns: 40, seed: 5 },
    )
  })
})
