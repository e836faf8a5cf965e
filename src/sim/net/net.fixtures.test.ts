import { describe, expect, it } from 'vitest'
import { eigh } from '../../lib/eigen'
import { dot } from '../../lib/matrix'
import { applyCurvature } from '../backends/machine/loss'
import { alignment } from '../metrics/noise'
import { evaluate, gaussNewtonProduct, gradient, jvp, vjp } from './derivatives'
import { directionalAlignment, topDirections } from './directions'
import { openGram } from './gram'
import { hessianProduct } from './hessian'
import { layNet } from './layout'
import { gramBlock } from './nets.fixture'
import { netNoise } from './noise'
import type { NetSpec } from './spec'

interface Metrics {
  mu: number
  alpha: number
  beta: number
  rel_dist: number
  trace_sigma: number
  frob_sigma: number
  trace_sigma_G: number
  g: number[]
  layers_trace_sigma_G: number[]
}
interface Fixture {
  name: string
  n: number
  p: number
  trained: number
  layer_ranges: number[][]
  spec: NetSpec
  X: number[]
  Y: number[]
  theta: number[]
  outputs: number[]
  loss: number
  gradient: number[]
  J: number[]
  K: number[]
  eigenvalues_G: number[]
  eigenvalues_H: number[]
  frob_H: number
  hvp: { v: number[]; Hv: number[] }
  trace_G: number
  frob_G: number
  leading: number
  layers_trace_G: number[]
  centred: Metrics
  uncentred: Metrics
  trainedIndices: number[]
}

const TOLERANCE = 1e-9
const files = import.meta.glob<Fixture>('./fixtures/*.json', { eager: true, import: 'default' })
const fixtures = Object.values(files)
const worst = new Map<string, number>()

/** Largest difference over largest entry. */
function close(what: string, found: ArrayLike<number>, wanted: ArrayLike<number>, size = 0) {
  expect(found.length, what).toBe(wanted.length)
  let scale = size
  let gap = 0
  for (let i = 0; i < wanted.length; i++) {
    scale = Math.max(scale, Math.abs(wanted[i]))
    gap = Math.max(gap, Math.abs(found[i] - wanted[i]))
  }
  const error = gap / (scale || 1)
  worst.set(what, Math.max(worst.get(what) ?? 0, error))
  expect(error, what).toBeLessThanOrEqual(TOLERANCE)
}

const open = (fixture: Fixture) => ({
  net: layNet(fixture.spec),
  theta: Float64Array.from(fixture.theta),
  X: Float64Array.from(fixture.X),
  Y: Float64Array.from(fixture.Y),
  only: (whole: Float64Array) => fixture.trainedIndices.map(i => whole[i]),
  whole: (trained: ArrayLike<number>) => {
    const v = new Float64Array(fixture.theta.length)
    for (const [k, i] of fixture.trainedIndices.entries()) v[i] = trained[k]
    return v
  },
})

describe.each(fixtures)('against PyTorch: $name', fixture => {
  const { net, theta, X, Y, only, whole } = open(fixture)
  const { n, trained } = fixture
  const C = net.outputs
  const row = (k: number) => fixture.J.slice(k * trained, (k + 1) * trained)

  it('lays θ out alike', () => {
    expect(net.size).toBe(fixture.p)
    expect(net.p).toBe(trained)
    expect(net.layers.map(l => [l.weightAt, l.biasAt + l.biases])).toEqual(fixture.layer_ranges)
  })

  it('outputs, loss, gradient, J from both sides', () => {
    const { outputs, loss } = evaluate(net, theta, X, Y)
    close('outputs', outputs, fixture.outputs)
    close('loss', [loss], [fixture.loss])
    const whole2 = gradient(net, theta, X, Y)
    close('gradient', only(whole2), fixture.gradient)
    close('gradient, fixed', [whole2.reduce((s, v) => s + v * v, 0)], [fixture.gradient.reduce((s, v) => s + v * v, 0)])
    for (let k = 0; k < n * C; k++) close('vjp', only(vjp(net, theta, X, unit(k, n * C))), row(k), size(fixture.J))
    for (const k of [0, trained >> 1, trained - 1])
      close(
        'jvp',
        jvp(net, theta, X, whole(unit(k, trained))),
        Array.from({ length: n * C }, (_, i) => row(i)[k]),
        size(fixture.J),
      )
  })

  it('K block by block', () => {
    const state = openGram(net, theta, X)
    for (let c = 0; c < C; c++)
      for (let e = 0; e < C; e++) {
        const wanted = Array.from({ length: n * n }, (_, at) => fixture.K[(Math.floor(at / n) * C + c) * n * C + (at % n) * C + e])
        close('K', gramBlock(state, c, e), wanted, size(fixture.K))
      }
  })

  it('Hessian and Gauss–Newton products', () => {
    const v = whole(fixture.hvp.v)
    const onTrained = Float64Array.from(fixture.hvp.v)
    close('Hv', only(hessianProduct(net, theta, X, Y, v)), fixture.hvp.Hv)
    const Jv = Float64Array.from({ length: n * C }, (_, k) => dot(Float64Array.from(row(k)), onTrained))
    applyCurvature(net.loss, net.outputs, Float64Array.from(fixture.outputs), Jv, n)
    const wanted = fixture.hvp.v.map((_, k) => Jv.reduce((s, x, i) => s + x * row(i)[k], 0) / n)
    close('Gv', only(gaussNewtonProduct(net, theta, X, v)), wanted)
    const H = new Float64Array(trained * trained)
    for (let k = 0; k < trained; k++) H.set(only(hessianProduct(net, theta, X, Y, whole(unit(k, trained)))), k * trained)
    close('λ(H)', eigh(H, trained).values, fixture.eigenvalues_H)
    close('‖H‖', [Math.sqrt(dot(H, H))], [fixture.frob_H])
  })

  it('metrics, whole and per layer', () => {
    const { moments, traceG, frobG2, layers } = netNoise(openGram(net, theta, X), Y, { perLayer: true })
    close('Tr G', [traceG], [fixture.trace_G])
    close('‖G‖', [Math.sqrt(frobG2)], [fixture.frob_G])
    close('layers Tr G', layers!.traceG, fixture.layers_trace_G)
    for (const centred of [true, false]) {
      const wanted = centred ? fixture.centred : fixture.uncentred
      const found = alignment(moments, traceG, frobG2, net.p, centred)
      close('μ', [found.mu], [wanted.mu])
      close('α', [found.alpha], [wanted.alpha])
      close('β', [found.beta], [wanted.beta])
      close('relDist', [found.relDist], [wanted.rel_dist])
      close('Tr Σ', [found.traceSigma], [wanted.trace_sigma])
      close('Tr ΣG', [found.traceSigmaG], [wanted.trace_sigma_G])
      const shares = layers!.traceSigmaG.map((v, l) => v - (centred ? layers!.gGg[l] : 0))
      close('layers Tr ΣG', shares, wanted.layers_trace_sigma_G)
    }
  })

  it.each([4096, 0])('eigenvalues of G and g (assembled up to %d)', assembled => {
    const state = openGram(net, theta, X)
    const { residuals, loss } = evaluate(net, theta, X, Y)
    const { lambda, images } = topDirections(state, 5, { assembled })
    close('λ(G)', lambda, fixture.eigenvalues_G.slice(0, 5))
    for (const centred of [true, false]) {
      const g = Array.from({ length: fixture.leading }, (_, k) =>
        directionalAlignment(residuals, images.subarray(k * n * C, (k + 1) * n * C), C, 2 * loss, lambda[k], centred),
      )
      close('g', g, (centred ? fixture.centred : fixture.uncentred).g)
    }
  })
})

describe('the fixtures', () => {
  it('are there', () => {
    expect(fixtures.length).toBeGreaterThan(40)
    if (process.env.SHOW_ERRORS) console.log(fixtures.length, Object.fromEntries([...worst].map(([k, v]) => [k, v.toExponential(1)])))
  })
})

function unit(k: number, length: number): Float64Array {
  const e = new Float64Array(length)
  e[k] = 1
  return e
}
function size(values: readonly number[]): number {
  return values.reduce((s, v) => Math.max(s, Math.abs(v)), 0)
}
