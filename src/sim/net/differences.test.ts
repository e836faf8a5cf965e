import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate, forward, gradient } from './derivatives'
import { hessianProduct } from './hessian'
import { distance, FAMILIES, type Instance, instance, jacobian, normal } from './nets.fixture'

const h = 1e-2

/** Derivative of F along v at θ: central differences at four steps, extrapolated three times (Richardson): error O(h⁸). */
function slopeOf(F: (theta: Float64Array) => Float64Array, theta: Float64Array, v: Float64Array): Float64Array {
  const central = (step: number) => {
    const [up, down] = [F(theta.map((t, i) => t + step * v[i])), F(theta.map((t, i) => t - step * v[i]))]
    return up.map((f, i) => (f - down[i]) / (2 * step))
  }
  let table = [h, h / 2, h / 4, h / 8].map(central)
  for (let power = 4; table.length > 1; power *= 4)
    table = table.slice(1).map((fine, k) => fine.map((f, i) => f + (f - table[k][i]) / (power - 1)))
  return table[0]
}

/** A direction in the trained parameters alone. */
function trainedDirection({ net }: Instance, seed: number): Float64Array {
  const v = normal(net.size, seed, 7)
  for (const l of net.layers) if (!l.trained) v.fill(0, l.weightAt, l.biasAt + l.biases)
  const size = Math.sqrt(v.reduce((s, x) => s + x * x, 0))
  return v.map(x => x / size)
}

const options = { numRuns: 60, seed: 1 }

describe.each(Object.entries(FAMILIES))('against differences of the forward pass: %s', (_, family) => {
  const cases = fc.record({ spec: family('smooth'), seed: fc.nat(10_000) })
  it('J and the gradient, ≤ 1e-8', () => {
    fc.assert(
      fc.property(cases, ({ spec, seed }) => {
        const it = instance(spec, 4, seed)
        const v = trainedDirection(it, seed)
        const { net, theta, X, Y } = it
        const Jv = Float64Array.from(jacobian(it), row => row.reduce((s, x, i) => s + x * v[i], 0))
        const wanted = slopeOf(t => forward(net, t, X), theta, v)
        const scale = Math.max(1, ...forward(net, theta, X).map(Math.abs))
        expect(Math.max(...Jv.map((x, i) => Math.abs(x - wanted[i]))) / scale).toBeLessThan(1e-8)
        const slope = gradient(net, theta, X, Y).reduce((s, x, i) => s + x * v[i], 0)
        const { loss } = evaluate(net, theta, X, Y)
        const fd = slopeOf(t => Float64Array.of(evaluate(net, t, X, Y).loss), theta, v)[0]
        expect(Math.abs(slope - fd) / Math.max(1, loss)).toBeLessThan(1e-8)
      }),
      options,
    )
  })

  it('Hessian products, ≤ 1e-8', () => {
    fc.assert(
      fc.property(cases, ({ spec, seed }) => {
        const it = instance(spec, 4, seed)
        const v = trainedDirection(it, seed)
        const { net, theta, X, Y } = it
        const wanted = slopeOf(t => gradient(net, t, X, Y), theta, v)
        const size = Math.max(...gradient(net, theta, X, Y).map(Math.abs))
        const found = hessianProduct(net, theta, X, Y, v)
        if (Math.max(...wanted.map(Math.abs)) > 1e-3 * size) expect(distance(found, wanted)).toBeLessThan(1e-8)
      }),
      options,
    )
  })
})
