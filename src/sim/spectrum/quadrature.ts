import { eigh } from '../../lib/eigen'
import { dot } from '../../lib/matrix'
import { STREAM } from '../../lib/philox'
import { integersBelow } from '../../lib/random'
import type { Product } from './curvatures'

/** A measure on the line: Σ_j weights_j δ(λ − nodes_j), the weights summing to one. */
export interface Rule {
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

/**
 * Stochastic Lanczos quadrature (Golub & Meurant 2010; Ubaru, Chen & Saad 2017). For probe z with independent ±1 entries,
 * the Gauss rule of the measure Σ_k (z·v_k)²/p δ(λ − λ_k), whose mean over probes is the spectral density (1/p) Σ_k δ(λ − λ_k).
 * It gives zᵀAʲz/p exactly up to j = 2·steps − 1. Holds `steps` vectors of length p: the caller bounds them.
 */
export function probeRule(product: Product, p: number, steps: number, seed: number, probe: number, tick: () => void = () => {}): Rule {
  const basis: Float64Array[] = []
  const most = Math.min(steps, p)
  const T = new Float64Array(most * most)
  let q: Float64Array = probeVector(p, seed, probe)
  let size = 0
  while (size < most) {
    basis.push(q)
    const w = product(q)
    tick()
    T[size * most + size] = dot(w, q)
    for (let pass = 0; pass < 2; pass++)
      for (const b of basis) {
        const c = dot(w, b)
        for (let i = 0; i < p; i++) w[i] -= c * b[i]
      }
    const b = Math.sqrt(dot(w, w))
    size++
    const diagonal = T[(size - 1) * most + size - 1]
    const before = size > 1 ? T[(size - 1) * most + size - 2] : 0
    // The Krylov space is closed: the rule is the probe's whole measure. Or the numbers have left their range.
    if (size === most || !(b > 1e-13 * Math.max(Math.abs(diagonal), before))) break
    T[size * most + size - 1] = T[(size - 1) * most + size] = b
    q = w.map(x => x / b)
  }
  const block = new Float64Array(size * size)
  for (let i = 0; i < size; i++) block.set(T.subarray(i * most, i * most + size), i * size)
  const { values, vectors } = eigh(block, size)
  return { nodes: values, weights: Float64Array.from({ length: size }, (_, j) => vectors[j * size] * vectors[j * size]) }
}

/** z/√p, z with independent entries ±1: of unit length, E[zzᵀ] = I. */
export function probeVector(p: number, seed: number, probe: number): Float64Array {
  const bits = new Int32Array(p)
  integersBelow(bits, 0, p, 2, seed, STREAM.spectrum, probe)
  const size = 1 / Math.sqrt(p)
  return Float64Array.from(bits, bit => (bit ? size : -size))
}
