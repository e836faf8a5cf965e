import { describe, expect, it } from 'vitest'
import { eigh } from '../../lib/eigen'
import { oneSided } from '../../lib/eigen.fixture'
import { axpy, dot, norm, scaled, times } from '../../lib/matrix'
import { curvatureRoots, rootRank } from '../backends/machine/loss'
import { gaussNewtonProduct } from './derivatives'
import { assembled, topDirections } from './directions'
import { openGram, streamedGram } from './gram'
import { distance, instance, jacobian, unit } from './nets.fixture'
import { netNoise } from './noise'
import { mlp, type NetSpec, randomFeatures, twoLayer } from './spec'

/** The p×p matrix G, column by column. */
function spectrum({ net, theta, X }: ReturnType<typeof instance>): Float64Array {
  const G = new Float64Array(net.size * net.size)
  for (let k = 0; k < net.size; k++) G.set(gaussNewtonProduct(net, theta, X, unit(k, net.size)), k * net.size)
  return eigh(G, net.size).values
}

describe('topDirections beyond a side of 256', () => {
  const two = { d: 4, m: 6, activation: 'tanh', scaling: 'ntk', bias: true } as const
  it.each<[string, NetSpec]>([
    ['scalar', twoLayer({ ...two, outer: 'trained' })],
    ['vector', twoLayer({ ...two, outer: 'trained', C: 3 })],
    ['softmax', mlp({ d: 4, hidden: [5], activation: 'gelu', bias: true, C: 3, loss: 'cross-entropy' })],
    ['repeated eigenvalues', randomFeatures({ ...two, C: 3 })],
  ])('agrees with the p×p side: %s', (_, spec) => {
    const at = instance(spec, 300, 9)
    const state = openGram(at.net, at.theta, at.X)
    const wanted = spectrum(at).slice(0, 6)
    for (const assembled of [4096, 0]) {
      const { lambda, images } = topDirections(state, 6, { assembled })
      expect(distance(lambda, wanted)).toBeLessThan(1e-11)
      expect(images.length).toBe(6 * 300 * at.net.outputs)
    }
  })

  it('finds every copy of an eigenvalue where outputs outnumber the units below them', () => {
    const at = instance(mlp({ d: 60, hidden: [3], activation: 'tanh', bias: true, C: 7, loss: 'squared' }), 38, 4)
    const [n, side] = [38, 266]
    const state = openGram(
      at.net,
      at.theta,
      at.X.map(v => 0.1 * v),
    )
    const wanted = eigh(assembled(state), side)
      .values.slice(0, 12)
      .map(v => v / n)
    expect(Array.from(wanted).filter((v, l) => l > 0 && v > (1 - 1e-9) * wanted[l - 1]).length).toBeGreaterThanOrEqual(3)
    for (const limit of [4096, 0]) {
      const { lambda, images } = topDirections(state, 12, { assembled: limit })
      expect(distance(lambda, wanted)).toBeLessThan(1e-11)
      // Images √(nλ_k)u_k of orthonormal eigenvectors u_k of K.
      const image = (k: number) => images.subarray(k * side, (k + 1) * side)
      const K = assembled(state)
      for (let k = 0; k < 12; k++) {
        const turned = times(K, image(k), side, side)
        expect(
          distance(
            turned,
            image(k).map(v => v * n * lambda[k]),
          ),
        ).toBeLessThan(1e-10)
        for (let l = 0; l < k; l++) expect(Math.abs(dot(image(k), image(l)))).toBeLessThan(1e-10 * n * wanted[0])
      }
    }
  })

  it('gives images J v of unit vectors v: orthogonal in the metric of G', () => {
    const at = instance(mlp({ d: 3, hidden: [4], activation: 'tanh', bias: true, C: 3, loss: 'squared' }), 6, 2)
    const { lambda, images } = topDirections(openGram(at.net, at.theta, at.X), 4)
    const J = jacobian(at)
    for (let k = 0; k < 4; k++) {
      const a = images.subarray(k * 18, (k + 1) * 18)
      const v = new Float64Array(at.net.size)
      for (const [i, row] of J.entries()) for (let q = 0; q < v.length; q++) v[q] += (row[q] * a[i]) / (6 * lambda[k])
      expect(dot(v, v)).toBeCloseTo(1, 12)
      expect(
        distance(
          Float64Array.from(J, row => dot(row, v)),
          a,
        ),
      ).toBeLessThan(1e-12)
    }
  })
})

describe('topDirections far below the largest eigenvalue', () => {
  const two = { d: 2, m: 6, activation: 'tanh', scaling: 'ntk', bias: true } as const
  it.each<[string, NetSpec]>([
    ['scalar', twoLayer({ ...two, outer: 'trained' })],
    ['vector', twoLayer({ ...two, outer: 'trained', C: 2 })],
    ['softmax', mlp({ d: 2, hidden: [6], activation: 'tanh', bias: true, C: 3, loss: 'cross-entropy' })],
    ['repeated eigenvalues', randomFeatures({ ...two, C: 3, activation: 'softplus' })],
  ])('keeps the digits that J has: %s', (_, spec) => {
    const drawn = instance(spec, 30, 7)
    const at = { ...drawn, X: scaled(drawn.X, 0.2) }
    const { net, n, theta, X } = at
    const C = net.outputs
    const Q = rootRank(net)
    const rows = jacobian(at)
    const state = openGram(net, theta, X)
    const F = curvatureRoots(net.loss, C, state.outputs, n)
    // J̃ = FJ, n·Q rows.
    const rooted = Array.from({ length: n * Q }, (_, at) => {
      const i = Math.floor(at / Q)
      const row = new Float64Array(net.size)
      for (let c = 0; c < C; c++) axpy(row, F[at * C + c], rows[i * C + c])
      return row
    })
    const wanted = oneSided(rooted)
    const { K } = netNoise(state, at.Y, { assemble: true })
    const share = (l: number) => (wanted[l].sigma / wanted[0].sigma) * (wanted[l].sigma / wanted[0].sigma)
    const k = wanted.filter((_, l) => share(l) > 3e-10).length
    expect(share(k - 1)).toBeLessThan(5e-8)
    for (const whole of [state, openGram(net, theta, X, { activations: 0 }), streamedGram(net, theta, state.at, X, state.outputs)]) {
      const { lambda, images } = topDirections(whole, k, { K })
      for (let l = 0; l < k; l++) {
        const { sigma } = wanted[l]
        expect(Math.abs((n * lambda[l]) / sigma / sigma - 1), `λ_${l + 1}`).toBeLessThan(1e-9)
        // Images J v of equal eigenvalues are known as a space alone: of every image what lies outside.
        const outside = Float64Array.from({ length: n * Q }, (_, at) => {
          const i = Math.floor(at / Q)
          return dot(F.subarray(at * C, (at + 1) * C), images.subarray((l * n + i) * C, (l * n + i + 1) * C)) / sigma
        })
        for (const other of wanted) if (Math.abs(other.sigma / sigma - 1) < 1e-6) axpy(outside, -dot(outside, other.u), other.u)
        expect(norm(outside), `v_${l + 1}`).toBeLessThan(1e-9)
      }
    }
  })
})
