/** Spectral densities of large matrices from random probes: `probeRule` gives one probe's measure. */

import { eigh } from '../../lib/eigen'
import { Krylov, type Product } from '../../lib/krylov'
import { STREAM } from '../../lib/philox'
import { integersBelow } from '../../lib/random'

/** A measure on the line: Σ_j weights_j δ(λ − nodes_j), the weights summing to one. */
export interface QuadratureRule {
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

/**
 * Stochastic Lanczos quadrature (Golub & Meurant 2010; Ubaru, Chen & Saad 2017). For probe z with independent ±1 entries,
 * the Gauss rule of the measure Σ_k (z·v_k)²/p δ(λ − λ_k), whose mean over probes is the spectral density (1/p) Σ_k δ(λ − λ_k).
 * It gives zᵀAʲz/p exactly up to j = 2·steps − 1. Holds `steps` vectors of length p: the caller bounds them.
 */
export function probeRule(product: Product, p: number, steps: number, seed: number, probe: number): QuadratureRule {
  const space = new Krylov()
  let q = probeVector(p, seed, probe)
  for (let left = Math.min(steps, p); left > 0; left--) {
    const w = product(q)
    const rest = space.append(q, w)
    // The Krylov space is closed: the rule is the probe's whole measure. Or the numbers have left their range.
    if (!(rest > 0)) break
    q = w.map(x => x / rest)
  }
  const { size } = space
  const { values, vectors } = eigh(space.projected(), size)
  return { nodes: values, weights: Float64Array.from({ length: size }, (_, j) => vectors[j * size] * vectors[j * size]) }
}

/** z/√p, z with independent entries ±1: of unit length, E[zzᵀ] = I. */
export function probeVector(p: number, seed: number, probe: number): Float64Array {
  const bits = new Int32Array(p)
  integersBelow(bits, 0, p, 2, seed, STREAM.spectrum, probe)
  const size = 1 / Math.sqrt(p)
  return Float64Array.from(bits, bit => (bit ? size : -size))
}
