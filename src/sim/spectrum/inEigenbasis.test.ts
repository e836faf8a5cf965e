import { expect, it } from 'vitest'
import { eigh } from '../../lib/eigen'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { netCurvatures } from '../net/curvature'
import { layNet } from '../net/layout'
import { twoLayer } from '../net/spec'
import { denseOf } from './curvatures'
import { fitDiagonal } from './diagonals'
import { eigenLaws } from './inEigenbasis'

const [n, d] = [12, 4]
const draw = (count: number, index: number) => normals(new Float64Array(count), 5, STREAM.data, index)
const net = layNet(twoLayer({ d, m: 15, scaling: 'standard', activation: 'tanh', outer: 'trained', bias: true }))
const at = netCurvatures(net, draw(net.size, 3), draw(n * d, 1), draw(n, 2))

it.each([1000, 0])('fits Σ along the eigenvectors of H, of all parameters and of a layer, as dense matrices do (whole up to %d)', whole => {
  const blocks = [
    { layer: 0, from: 0, to: at.p },
    { layer: 1, from: 0, to: 75 },
    { layer: 2, from: 75, to: at.p },
  ]
  const laws = eigenLaws(at, blocks, undefined, whole)
  const H = denseOf(at.H, at.p)
  const gradients = Array.from({ length: n }, (_, i) => at.sampleGradient(i))
  const mean = Array.from({ length: at.p }, (_, j) => gradients.reduce((s, g) => s + g[j] / n, 0))
  expect(laws.length).toBeGreaterThanOrEqual(3)
  for (const { layer, count, fit } of laws) {
    const { from, to } = blocks[layer]
    const size = to - from
    const block = Float64Array.from({ length: size * size }, (_, e) => H[(from + Math.floor(e / size)) * at.p + from + (e % size)])
    const { values, vectors } = eigh(block, size)
    expect(values[count - 1]).toBeGreaterThan(0)
    const sigma = Float64Array.from({ length: count }, (_, k) => {
      const along = (g: ArrayLike<number>) =>
        Array.from({ length: size }, (_e, j) => vectors[k * size + j] * g[from + j]).reduce((s, v) => s + v, 0)
      return gradients.reduce((s, g) => s + (along(g) - along(mean)) ** 2 / n, 0)
    })
    const wanted = fitDiagonal(sigma, values.slice(0, count))
    expect(fit?.line.slope).toBeCloseTo(wanted?.line.slope ?? Number.NaN, 5)
    expect(fit?.line.count).toBe(wanted?.line.count)
  }
})
