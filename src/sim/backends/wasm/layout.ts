import { type ArmState, keptBy, lengthOf, type Rule, stateNames } from '../../../lib/optimizers'
import type { ModelSpec } from '../types'

/** Doubles in a zero-padded vector of length d: the kernels work on fours. */
export function padded(d: number): number {
  return Math.ceil(d / 4) * 4
}

/** Doubles between rows of X: padded, and never a multiple of 1024 bytes, where rows would fight for the same cache sets. */
export function rowStride(d: number): number {
  const width = padded(d)
  return width % 128 === 0 ? width + 4 : width
}

/** θ in memory: `rows` rows of d entries, each padded, then `tail` entries, padded. */
export interface ThetaLayout {
  readonly rows: number
  readonly d: number
  readonly tail: number
  /** Row count in memory (two-layer models: a multiple of 4, the last ones zero). */
  readonly heldRows: number
  /** Doubles in all. */
  readonly length: number
}

export function thetaLayout(model: ModelSpec, d: number): ThetaLayout {
  const rows = model.kind === 'linear' ? 1 : model.kind === 'olm-diagonal' ? 2 : model.m
  const tail = model.kind === 'olm-two-layer' ? model.m : 0
  const heldRows = tail > 0 ? padded(rows) : rows
  return { rows, d, tail, heldRows, length: heldRows * padded(d) + padded(tail) }
}

/** The layout of what a rule keeps under a name beside θ: that of θ, or so many numbers in a row. */
export function stateLayout(rule: Rule, name: string, theta: ThetaLayout): ThetaLayout {
  const length = keptBy(rule)[name]
  if (length === 'per parameter') return theta
  return { rows: 0, d: 0, tail: length, heldRows: 0, length: padded(length) }
}

/** Copies a plain θ (length rows·d + tail) into its padded place. */
export function scatter({ rows, d, tail, heldRows }: ThetaLayout, source: Float64Array, target: Float64Array): void {
  const width = padded(d)
  for (let k = 0; k < rows; k++) target.set(source.subarray(k * d, (k + 1) * d), k * width)
  target.set(source.subarray(rows * d, rows * d + tail), heldRows * width)
}

/** The plain θ of a padded one. */
export function gather({ rows, d, tail, heldRows }: ThetaLayout, source: Float64Array): Float64Array {
  const width = padded(d)
  const target = new Float64Array(rows * d + tail)
  for (let k = 0; k < rows; k++) target.set(source.subarray(k * width, k * width + d), k * d)
  target.set(source.subarray(heldRows * width, heldRows * width + tail), rows * d)
  return target
}

/** Throws unless θ has length p, and every array beside it the length that its rule says. */
export function checkState({ rule, theta, state }: ArmState, p: number): void {
  if (theta.length !== p) throw new RangeError(`An arm needs theta of length ${p}; got ${theta.length}`)
  for (const name of stateNames(rule)) {
    const [found, length] = [state[name]?.length, lengthOf(rule, name, p)]
    if (found !== length) throw new RangeError(`An arm by ${rule} needs ${name} of length ${length}; got ${found ?? 'none'}`)
  }
}
