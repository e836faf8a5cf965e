/**
 * The noise of a net without any block of K, from products of G and Σ₁ with probes: `estimatedNoise`. O(n·p) time for each probe,
 * whatever n·C is. What leading directions hold is exact, for random probes leave them out; the rest is a mean, with its standard error.
 */

import { dot } from '../../lib/matrix'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import type { Targets } from '../backends/machine/loss'
import type { Vector } from '../backends/machine/machine'
import { type Program, program, read, scoped } from '../backends/machine/program'
import { alignment, type NoiseMoments } from '../metrics/noise'
import { PLAIN } from '../metrics/units'
import { addLossGradients, assess, atTheta, eachBlock, forward } from './derivatives'
import type { Net } from './layout'
import type { LayerShares, NetNoise } from './noise'
import { addGradients, backward, tangentOf } from './pass'

/** Standard errors of what a row holds of them. */
export interface StandardErrors {
  readonly mu: number
  readonly alpha: number
  readonly beta: number
  readonly traceSigma: number
  readonly traceG: number
  readonly frobG: number
}

export interface EstimatedNoise extends Omit<NetNoise, 'K'> {
  /** NaN from fewer than two probes. */
  readonly errors: StandardErrors
}

/** Of a vector z: zᵀGz, zᵀΣ₁z, ‖Gz‖², ‖Σ₁z‖², (Gz)ᵀΣ₁z, ‖(Σ₁ − 2LG)z‖²; then zᵀGz and (Gz)ᵀΣ₁z over every layer's parameters. */
type Forms = Float64Array
const WHOLE = 6

interface ProbeOptions {
  readonly probes: number
  readonly seed: number
  readonly centred: boolean
}

/**
 * Traces by Hutchinson's estimator beside an orthonormal basis V of the directions (each of the length of θ) and ∇L:
 * Tr A = Σ_k v_kᵀA v_k + E zᵀA z, z of random signs with V projected out. The standard errors of what is no mean are those of a jackknife over the probes.
 */
export const estimatedNoise = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  Y: Targets,
  directions: readonly Float64Array[],
  { probes, seed, centred }: ProbeOptions,
): Program<EstimatedNoise> {
  const evaluation = assess(net, yield* forward.steps(net, theta, X), Y)
  const n = evaluation.losses.length
  const twoL = 2 * evaluation.loss
  return yield* atTheta(net, theta, function* (at): Program<EstimatedNoise> {
    const formsOf = (z: Float64Array) => formsAlong(net, at, X, Y, z, twoL)
    const sum = net.machine.zeros(at)
    addLossGradients(net, at, X, Y, null, sum)
    const gradient = (yield* read(net.machine, sum)).map(x => x / n)
    const drift = yield* formsOf(gradient)
    const V = orthonormal([...directions, gradient])
    const exact = new Float64Array(drift.length)
    for (const v of V) add(exact, yield* formsOf(v))
    const samples: Forms[] = []
    for (let s = 0; s < probes; s++) samples.push(yield* formsOf(probe(net, V, seed, s)))

    const [g2, gGg, gSg] = [dot(gradient, gradient), drift[0], drift[1]]
    const momentsOf = (f: Forms): NoiseMoments => ({
      ...{ twoL, trace: f[1], traceG: f[4], frob2: f[3], dist2: f[5] },
      ...{ g2, gGg, gSg, gDg: gSg - twoL * gGg },
    })
    const readingOf = (f: Forms): StandardErrors => {
      const { mu, alpha, beta, traceSigma } = alignment(momentsOf(f), f[0], f[2], net.p, centred)
      return { mu, alpha, beta, traceSigma, traceG: f[0], frobG: Math.sqrt(f[2]) }
    }
    const all = new Float64Array(exact.length)
    for (const sample of samples) add(all, sample)
    const estimate = exact.map((value, at) => value + (probes > 0 ? all[at] / probes : 0))
    const without = samples.map(own => readingOf(exact.map((value, at) => value + (all[at] - own[at]) / (probes - 1))))
    const spread = (of: (reading: StandardErrors) => number) => jackknife(without.map(of))
    return {
      ...{
        evaluation,
        units: PLAIN,
        reach: null,
        r: evaluation.residuals,
        moments: momentsOf(estimate),
        traceG: estimate[0],
        frobG2: estimate[2],
      },
      layers: sharesOf(net, estimate, drift),
      errors: {
        mu: spread(r => r.mu),
        alpha: spread(r => r.alpha),
        beta: spread(r => r.beta),
        traceSigma: spread(r => r.traceSigma),
        traceG: spread(r => r.traceG),
        frobG: spread(r => r.frobG),
      },
    }
  })
})

/** G z and Σ₁z, from one pass over the samples, as their forms. */
function formsAlong(net: Net, theta: Vector, X: Float64Array, Y: Targets, z: Float64Array, twoL: number): Program<Forms> {
  const { machine, maps, outputs: C } = net
  return scoped(machine, function* () {
    const along = machine.vector(z, maps)
    const [ofG, ofS] = [machine.zeros(theta), machine.zeros(theta)]
    let n = 0
    eachBlock(net, theta, X, null, (pass, f, from) => {
      n += f.rows
      const image = tangentOf(net, theta, along, pass)
      const r = machine.residuals(net.loss, f, Y, null, from)
      // r_i(r_i·a_i), sample by sample.
      const pulled = machine.contract({ size: C, inner: 1 }, 1, r, image, r)
      addGradients(net, pass, backward(net, theta, pass, pulled), ofS)
      addGradients(net, pass, backward(net, theta, pass, machine.curvature(net.loss, f, image)), ofG)
    })
    const Gz = (yield* read(machine, ofG)).map(x => x / n)
    const Sz = (yield* read(machine, ofS)).map(x => x / n)
    const D = Sz.map((s, at) => s - twoL * Gz[at])
    const forms = new Float64Array(WHOLE + 2 * net.layers.length)
    forms.set([dot(z, Gz), dot(z, Sz), dot(Gz, Gz), dot(Sz, Sz), dot(Gz, Sz), dot(D, D)])
    for (const { index, weightAt, weights, biases, trained } of net.layers) {
      if (!trained) continue
      const own = (x: Float64Array) => x.subarray(weightAt, weightAt + weights + biases)
      forms[WHOLE + 2 * index] = dot(own(z), own(Gz))
      forms[WHOLE + 2 * index + 1] = dot(own(Gz), own(Sz))
    }
    return forms
  })
}

/** The layers' diagonal blocks of G and of Σ₁G, and what they lose to the gradient's part of Σ: (∇L)ᵀG∇L by layer. */
function sharesOf(net: Net, forms: Forms, drift: Forms): LayerShares {
  const of = (f: Forms, part: number) => Float64Array.from(net.layers, ({ index }) => f[WHOLE + 2 * index + part])
  return { traceG: of(forms, 0), traceSigmaG: of(forms, 1), gGg: of(drift, 0) }
}

/** The s-th probe: signs on the trained parameters, without their parts along V. */
function probe(net: Net, V: readonly Float64Array[], seed: number, s: number): Float64Array {
  const drawn = normals(new Float64Array(net.size), seed, STREAM.probe, s + 1)
  const z = new Float64Array(net.size)
  for (const { trained, weightAt, weights, biases } of net.layers)
    if (trained) for (let at = weightAt; at < weightAt + weights + biases; at++) z[at] = drawn[at] < 0 ? -1 : 1
  for (const v of V) {
    const part = dot(v, z)
    for (let at = 0; at < z.length; at++) z[at] -= part * v[at]
  }
  return z
}

/** An orthonormal basis of what the vectors span, in their order, by Gram–Schmidt, twice. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = []
  for (const vector of vectors) {
    const v = vector.slice()
    for (const b of [...basis, ...basis]) {
      const part = dot(b, v)
      for (let at = 0; at < v.length; at++) v[at] -= part * b[at]
    }
    const size = Math.sqrt(dot(v, v))
    if (size > 1e-6 * Math.sqrt(dot(vector, vector))) basis.push(v.map(x => x / size))
  }
  return basis
}

/** Standard error of a statistic from its values with each of the samples left out. */
function jackknife(values: readonly number[]): number {
  const m = values.length
  if (m < 2) return Number.NaN
  const centre = values.reduce((s, v) => s + v, 0) / m
  return Math.sqrt(((m - 1) / m) * values.reduce((s, v) => s + (v - centre) * (v - centre), 0))
}

function add(to: Float64Array, x: Float64Array): void {
  for (let at = 0; at < to.length; at++) to[at] += x[at]
}
