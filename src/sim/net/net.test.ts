import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyCurvature, curvatureRoots, rootRank } from '../backends/machine/loss'
import { assess, evaluate, forward, gaussNewtonProduct, gradient, jvp, vjp } from './derivatives'
import { openGram } from './gram'
import { hessianProduct } from './hessian'
import { layNet } from './layout'
import { distance, FAMILIES, gramBlock, instance, jacobian, normal, unit } from './nets.fixture'
import { mlp, twoLayer } from './spec'

const options = { numRuns: 100, seed: 2 }
const inner = (a: Float64Array, b: Float64Array) => a.reduce((s, x, i) => s + x * b[i], 0)
const length = (a: Float64Array) => Math.sqrt(inner(a, a))

describe.each(Object.entries(FAMILIES))('products with J and H: %s', (_, family) => {
  const cases = fc.record({ spec: family(), seed: fc.nat(10_000), n: fc.integer({ min: 1, max: 6 }) })
  it('J and Jᵀ are adjoint, fixed layers stay at zero', () => {
    fc.assert(
      fc.property(cases, ({ spec, seed, n }) => {
        const { net, theta, X } = instance(spec, n, seed)
        const v = normal(net.size, seed, 4)
        const u = normal(n * net.outputs, seed, 5)
        const [Jv, Ju] = [jvp(net, theta, X, v), vjp(net, theta, X, u)]
        expect(Math.abs(inner(Jv, u) - inner(Ju, v))).toBeLessThanOrEqual(1e-12 * (length(Jv) * length(u) + length(Ju) * length(v)))
        for (const l of net.layers) if (!l.trained) expect(length(Ju.subarray(l.weightAt, l.biasAt + l.biases))).toBe(0)
      }),
      options,
    )
  })

  it('H and G are symmetric, G = Jᵀ S J/n', () => {
    fc.assert(
      fc.property(cases, ({ spec, seed, n }) => {
        const { net, theta, X, Y } = instance(spec, n, seed)
        const [v, w] = [normal(net.size, seed, 4), normal(net.size, seed, 5)]
        const [Hv, Hw] = [hessianProduct(net, theta, X, Y, v), hessianProduct(net, theta, X, Y, w)]
        expect(Math.abs(inner(w, Hv) - inner(v, Hw))).toBeLessThanOrEqual(1e-12 * (length(Hv) * length(w) + length(Hw) * length(v)))
        const image = jvp(net, theta, X, v)
        applyCurvature(net.loss, net.outputs, forward(net, theta, X), image, n)
        const wanted = vjp(net, theta, X, image).map(x => x / n)
        expect(distance(gaussNewtonProduct(net, theta, X, v), wanted)).toBeLessThan(1e-12)
      }),
      options,
    )
  })

  it('K = JJᵀ block by block, also when filters are taken one at a time', () => {
    fc.assert(
      fc.property(cases, ({ spec, seed, n }) => {
        const at = instance(spec, n, seed)
        const C = at.net.outputs
        const J = jacobian(at)
        const whole = Float64Array.from({ length: n * n * C * C }, (_, k) => inner(J[Math.floor(k / (n * C))], J[k % (n * C)]))
        for (const state of [openGram(at.net, at.theta, at.X), openGram(at.net, at.theta, at.X, { gradients: 1 })])
          for (let c = 0; c < C; c++)
            for (let e = 0; e < C; e++) {
              const layers = new Float64Array(n * n)
              const block = gramBlock(state, c, e, (_, part) =>
                part.forEach((x, k) => {
                  layers[k] += x
                }),
              )
              const wanted = block.map((_, k) => whole[(Math.floor(k / n) * C + c) * n * C + (k % n) * C + e])
              const size = Math.max(...whole.map(Math.abs), 1e-30)
              expect(Math.max(...block.map((x, k) => Math.abs(x - wanted[k]))) / size).toBeLessThan(1e-12)
              expect(layers).toEqual(block)
            }
      }),
      options,
    )
  })
})

describe('loss', () => {
  it('FᵀF = S, and the roots leave out the null direction of softmax', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 3, maxLength: 3 }), f => {
        const net = layNet(mlp({ d: 1, hidden: [], activation: 'identity', bias: true, C: 3, loss: 'cross-entropy' }))
        const outputs = Float64Array.from(f)
        const F = curvatureRoots(net.loss, 3, outputs, 1)
        expect(F.length).toBe(rootRank(net) * 3)
        for (let c = 0; c < 3; c++) {
          const column = unit(c, 3)
          applyCurvature(net.loss, net.outputs, outputs, column, 1)
          for (let e = 0; e < 3; e++) expect(Math.abs(F[c] * F[e] + F[3 + c] * F[3 + e] - column[e])).toBeLessThan(1e-15)
        }
      }),
      { numRuns: 200, seed: 3 },
    )
  })

  it('takes class indices for one-hot targets and does not overflow', () => {
    const net = layNet(mlp({ d: 2, hidden: [4], activation: 'tanh', bias: true, C: 3, loss: 'cross-entropy' }))
    const { theta, X, Y } = instance(net.spec, 5, 1)
    const labels = Int32Array.from({ length: 5 }, (_, i) => i % 3)
    expect(evaluate(net, theta, X, labels)).toEqual(evaluate(net, theta, X, Y))
    expect(gradient(net, theta, X, labels)).toEqual(gradient(net, theta, X, Y))
    const { losses, residuals } = assess(net, Float64Array.of(2000, 0, -2000, 2000, 0, -2000), Int32Array.of(0, 2))
    expect(Array.from(losses)).toEqual([0, 4000])
    expect(Array.from(residuals)).toEqual([0, 0, 0, 1, 0, -1])
  })
})

describe('batches', () => {
  it('average per-sample gradients, repeats included, across blocks of samples', () => {
    const net = layNet(twoLayer({ d: 3, m: 5, activation: 'gelu', scaling: 'ntk', bias: true, outer: 'trained' }))
    const { theta, X, Y } = instance(net.spec, 300, 4)
    const one = (i: number) => gradient(net, theta, X, Y, Int32Array.of(i))
    const rows = Int32Array.from({ length: 290 }, (_, k) => (k * k) % 300)
    const mean = new Float64Array(net.size)
    for (const i of rows)
      one(i).forEach((g, k) => {
        mean[k] += g / rows.length
      })
    expect(distance(gradient(net, theta, X, Y, rows), mean)).toBeLessThan(1e-13)
    expect(
      distance(
        gradient(net, theta, X, Y),
        gradient(
          net,
          theta,
          X,
          Y,
          Int32Array.from({ length: 300 }, (_, i) => i),
        ),
      ),
    ).toBe(0)
    const { residuals } = evaluate(net, theta, X, Y)
    expect(
      distance(
        vjp(net, theta, X, residuals).map(g => g / 300),
        gradient(net, theta, X, Y),
      ),
    ).toBeLessThan(1e-13)
  })
})
