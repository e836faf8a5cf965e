/** The whole spectra of H and G at one θ: `spectrumOf`, exact for small matrices, with errors for large ones. */

import { eigh } from '../../lib/eigen'
import type { Product } from '../../lib/lanczos'
import { atOnce } from '../backends/machine/program'
import { type Curvatures, denseOf, stepsOf } from './curvatures'
import { averageOf, type DensityCurve, type Estimate, equallyWeighted, gridFor, nodeRange, shareAbove, smoothed } from './density'
import { BASIS_NUMBERS, leadingEigenvalues, smallestEigenvalue } from './leading'
import { probeRule, type QuadratureRule } from './quadrature'
import { sketchedTraces, summedTraces } from './sketch'

/** What is known of the eigenvalues of H or of G. */
export interface MatrixSpectrum {
  /** All eigenvalues were computed; else density, trace, norm and count are estimates with standard errors. */
  readonly exact: boolean
  /** On the grid of the spectrum, with its standard error. */
  readonly density: DensityCurve
  /** λ_1 ≥ … of the leading ones, by Lanczos where not all are known; an eigenvalue lies within `errors` of each. */
  readonly top: Float64Array
  readonly errors: Float64Array
  readonly smallest: { readonly value: number; readonly error: number }
  readonly trace: Estimate
  /** ‖·‖_F². */
  readonly square: Estimate
  /** How many eigenvalues are larger than the threshold. */
  readonly above: Estimate
}

export interface Spectrum {
  readonly p: number
  readonly n: number
  /** Eigenvalues at which the densities are given, evenly spaced; beyond its ends they vanish. */
  readonly grid: Float64Array
  /** Standard deviation of the normal density that stands for each eigenvalue. */
  readonly width: number
  readonly threshold: number
  /** Random probes, and Lanczos steps of each, of what is not exact. */
  readonly probes: number
  readonly steps: number
  readonly H: MatrixSpectrum
  readonly G: MatrixSpectrum
}

export interface SpectrumOptions {
  readonly seed: number
  readonly threshold: number
  /** Leading eigenvalues that are listed. */
  readonly top?: number
  readonly probes?: number
  readonly steps?: number
  /** Side up to which a matrix is diagonalized exactly. */
  readonly whole?: number
  report?(done: number, total: number): void
}

/** Products of a search for leading eigenvalues at most; about a quarter of them are counted on for the progress. */
const SEARCH = 400
/** Vectors and probes for the traces, whose standard errors are to be at most 1 %. */
const TRACES = { sketch: 60, least: 10, most: 200, against: 0, square: true }
/** Times the side that is diagonalized up to which the traces come from all p products. */
const SUMMED = 3
/** Widths in the range of the eigenvalues, and places on the grid. */
const RESOLUTION = 60
const GRID_POINTS = 401

/** Either all eigenvalues, as one rule, or rules of random probes and the ends of the spectrum by Lanczos. */
type Known =
  | { readonly exact: true; readonly rules: readonly [QuadratureRule]; readonly values: Float64Array }
  | {
      readonly exact: false
      readonly rules: readonly QuadratureRule[]
      readonly ends: Pick<MatrixSpectrum, 'top' | 'errors' | 'smallest'>
      readonly traces: Pick<MatrixSpectrum, 'trace' | 'square'>
    }

/**
 * The spectra of H and of G at one θ. Matrices of up to `whole` rows are diagonalized exactly (G also through its n×n side); larger
 * ones are estimated by stochastic Lanczos quadrature, with fewer steps where p is so large that 64 MiB would not hold them.
 * Throws where the curvature is not finite.
 */
export function spectrumOf(curvatures: Curvatures, options: SpectrumOptions): Spectrum {
  const { p, n, gram } = curvatures
  const { seed, threshold, top = 5, probes = 10, whole = 600, report = () => {} } = options
  const steps = Math.max(8, Math.min(options.steps ?? 80, p, Math.floor(BASIS_NUMBERS / p)))
  const estimated = probes * steps + SEARCH / 2 + (p <= SUMMED * whole ? p : 2 * TRACES.sketch + TRACES.most / 4)
  const viaGram = p > whole && gram.side <= whole
  const total = 2 * (p <= whole ? p : estimated) - (viaGram ? estimated : 0)
  let done = 0
  const tick = () => report(++done, Math.max(total, done + 1))
  const counted = (product: Product) => (v: Float64Array) => {
    tick()
    return product(v)
  }

  function know(product: Product): Known {
    if (p <= whole) return all(eigh(denseOf(counted(product), p), p).values)
    const rules = Array.from({ length: probes }, (_, probe) => probeRule(counted(product), p, steps, seed, probe))
    const { values, errors } = leadingEigenvalues(counted(product), p, top, { limit: SEARCH })
    const image = stepsOf(counted(product))
    const traces = atOnce(p <= SUMMED * whole ? summedTraces(image, p) : sketchedTraces(image, p, { ...TRACES, seed }))
    return {
      exact: false,
      rules,
      traces,
      ends: { top: values, errors, smallest: smallestEigenvalue(counted(product), p, { limit: SEARCH }) },
    }
  }
  const H = know(curvatures.H)
  const G = viaGram ? all(withZeros(gram.eigenvalues(), p)) : know(curvatures.G)

  const [low, high] = nodeRange([...H.rules, ...G.rules])
  if (!Number.isFinite(high - low)) throw new RangeError('The curvature at this step has left the range of numbers')
  const width = high > low ? (high - low) / RESOLUTION : Math.max(Math.abs(high), 1) / RESOLUTION
  const grid = gridFor([...H.rules, ...G.rules], width, GRID_POINTS)
  const finish = (known: Known): MatrixSpectrum => {
    const { exact, rules } = known
    const times = ({ value, se }: Estimate): Estimate => ({ value: p * value, se: p * se })
    return {
      exact,
      density: smoothed(rules, grid, width, exact),
      ...(known.exact ? exactEnds(known.values, top) : known.ends),
      ...(known.exact
        ? { trace: times(averageOf(rules, v => v, exact)), square: times(averageOf(rules, v => v * v, exact)) }
        : known.traces),
      above: times(shareAbove(rules, threshold, exact)),
    }
  }
  const [ofH, ofG] = [finish(H), finish(G)]
  // Where both traces are the same, the one that is exact serves for both.
  const trace = curvatures.equalTraces && G.exact ? ofG.trace : ofH.trace
  return { p, n, grid, width, threshold, probes, steps, H: { ...ofH, trace }, G: ofG }
}

const all = (values: Float64Array): Known => ({ exact: true, rules: [equallyWeighted(values)], values })

function exactEnds(values: Float64Array, top: number) {
  const count = Math.min(top, values.length)
  const error = 4 * Number.EPSILON * Math.max(Math.abs(values[0]), Math.abs(values.at(-1)!)) * Math.sqrt(values.length)
  return { top: values.slice(0, count), errors: new Float64Array(count).fill(error), smallest: { value: values.at(-1)!, error } }
}

/** The eigenvalues of the Gram side beside the zeros of the p×p one, descending. */
function withZeros(values: Float64Array, p: number): Float64Array {
  const out = new Float64Array(p)
  out.set(values.slice().sort((a, b) => b - a))
  return out
}
