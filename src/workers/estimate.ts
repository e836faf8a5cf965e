/**
 * What a scenario will cost before anything of it is made: seconds to its first row, and bytes at its peak, from counts of multiply-adds and
 * of arrays. Right within a factor of about three, which is enough to ask before a browser is kept busy.
 */

import { countsOf, endsOf, isNetwork, isPlanar, parametersOf, type Scenario, stepsApart } from '../scenario'

export interface Cost {
  readonly seconds: number
  readonly bytes: number
}

/** Beyond either the user is asked. */
export const WORTH_ASKING: Cost = { seconds: 60, bytes: 2e9 }

/** Multiply-adds a second of a core, in products of matrices and of matrices with vectors; plain TypeScript does a tenth. */
const RATES = { matrices: 4e9, vectors: 1.5e9 }
const PLAIN = 0.1
/** Seconds to draw a number. */
const DRAWN = 4e-8
/** Products with H, and with K, that leading eigenpairs take at most; runs of all samples in a step with a noise made here. */
const HESSIAN_PRODUCTS = 400
/** Of one layer by itself: both ends of its block. */
const LAYER_PRODUCTS = 260
const LANCZOS = 160
const NOISE_RUNS = 400
/** Multiply-adds of a measurement that chooses its samples itself (sim/subset.ts), and numbers that a network's holds at most. */
const MEASURED = 4e10
const HELD = 7.5e7

export function costOf(scenario: Scenario): Cost {
  const { data, model, measure, arms, backend } = scenario
  if (isPlanar(model)) return { seconds: 0, bytes: 0 }
  const { n } = data
  const { d, outputs: C, image } = endsOf(data) ?? { d: data.d, outputs: 1, image: null }
  const counts = isNetwork(model) ? countsOf(model, { d, outputs: C, image: image ?? { channels: 1, height: 1, width: d } }) : null
  const p = counts?.parameters ?? parametersOf(scenario) ?? d
  const activations = counts?.activations ?? 0
  /** Samples measured, and what it takes to run one through. */
  const rows = Math.min(measure.of || n, n)
  const pass = counts ? p + 10 * activations : d
  const slow = backend === 'reference' ? PLAIN : 1
  const blocks = C === 1 ? 1 : (C * (C + 1)) / 2 + C + 1
  const side = counts ? rows * C : Math.min(n, d)
  const whole = counts ? rows * rows * (d + blocks * activations) : n * d * side
  const products = counts && measure.of === 0 ? Math.min(whole, MEASURED) : whole
  const withH = measure.hessian > 0 || measure.curvature === 'H'
  const controlled = arms.filter(stepsApart).length
  const layers = 1 + Math.max(model.hidden.length, model.filters.length, 4 * model.blocks)
  const apart = measure.bylayer === 'on' && counts ? LAYER_PRODUCTS * layers * 3 * rows : 0
  const runs = ((withH ? HESSIAN_PRODUCTS * 3 * rows : 4 * rows) + apart) * arms.length + NOISE_RUNS * n * controlled
  const seconds =
    (data.source === 'gaussian' ? n * d * DRAWN : 0) +
    (products * (counts ? arms.length : 1)) / (RATES.matrices * slow) +
    (runs * pass + LANCZOS * side * side) / (RATES.vectors * slow)
  // Of the data each of two workers holds an array and its copy in WebAssembly memory.
  const vectors = p * (3 * arms.length + 12 + 80 * controlled)
  const held = counts ? Math.min(HELD, 4 * rows * activations + 6 * rows * rows + side * side) : 6 * side * side
  return { seconds, bytes: 8 * (4 * n * d + vectors + held) }
}

/** A scenario that is not begun before the user has agreed. */
export class Costly extends Error {
  override readonly name = 'Costly'
}

/** Throws where the user is to be asked first. */
export function askFirst(scenario: Scenario): void {
  const { seconds, bytes } = costOf(scenario)
  if (seconds <= WORTH_ASKING.seconds && bytes <= WORTH_ASKING.bytes) return
  const time = seconds < 100 ? `${Math.ceil(seconds / 10) * 10} s` : `${Math.ceil(seconds / 60)} min`
  const memory = bytes > 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e8) * 100} MB`
  throw new Costly(
    `Until its first row this takes about ${time} and ${memory} of memory on a machine like most. Choose smaller settings, or start it anyway.`,
  )
}
