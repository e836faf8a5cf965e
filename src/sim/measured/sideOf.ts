/** Reads the matrix of a checkpoint and makes G and Σ of it, from the smaller side: `sideOf`. */

import { fourDigits, grouped } from '../../lib/digits'
import { largestOf, times } from '../../lib/matrix'
import type { Tick } from '../../lib/tick'
import type { Machine } from '../backends/machine/machine'
import { atOnce } from '../backends/machine/program'
import type { Precision } from '../backends/types'
import { relativeRounding } from '../rounding'
import { smallestEigenvalue } from '../spectrum/leading'
import { columnSide } from './columnSide'
import type { Checkpoint } from './contract'
import { gramSide } from './gramSide'
import { matrixOf, type StoredMatrix } from './matrix'
import { gramOfStrips, STRIP } from './products'
import { refused } from './refuse'
import type { Side, SideOptions } from './side'

/** Rows of a Gram matrix, and numbers of a jacobian of fewer parameters than rows, that are held at most: half a gigabyte. */
const MOST_ROWS = 8192
const MOST_NUMBERS = 67_108_864
/** Multiply-adds beyond which the products of a float32 matrix are taken in float32. */
const LARGE = 4e9
/** Eigenvalues of a matrix of float32 numbers below this share of the largest are its rounding. */
const SINGLE_RANK = 1e-6
/** Shares of the largest entry, or eigenvalue, that rounding may take from symmetry and from what is not negative. */
const SLACK = { f64: 1e-9, f32: 1e-5 } as const

export interface Sided {
  readonly side: Side
  /** Rounding of the sums of products that K or G is made of, over the sum of their sizes. */
  readonly relative: number
}

export async function sideOf(
  { kind, matrix: array, p, n, outputs: C }: Checkpoint,
  options: Omit<SideOptions, 'rounding'>,
  machineOf: (precision: Precision) => Promise<Machine>,
  tick: Tick,
): Promise<Sided> {
  const N = n * C
  const stored = await matrixOf(array)
  const rounding = stored.single ? SINGLE_RANK : undefined
  const exact = await machineOf('f64')
  const own: Precision = stored.single ? 'f32' : 'f64'
  // Numbers of float32 are off by an ulp however exactly they are added up.
  const roundingOf = (length: number) => Math.max(relativeRounding(length, 'f64'), stored.single ? relativeRounding(1, 'f32') : 0)
  try {
    // Of one output, features are the jacobian.
    if ((kind === 'jacobian' || (kind === 'features' && C === 1)) && p < N) {
      if (N * p > MOST_NUMBERS) throw tooMuch(`array ${array.name}`, N * p, 'numbers', MOST_NUMBERS)
      const J = await inStrips(stored, N, p, tick)
      const side = await columnSide(J, p, { ...options, rounding }, exact, exact.eigh)
      return { side, relative: roundingOf(N) }
    }
    if (N > MOST_ROWS) throw tooMuch(C > 1 ? 'n·C' : 'n', N, 'rows of a Gram matrix', MOST_ROWS)
    if (kind === 'gram') {
      const K = await inStrips(stored, N, N, tick)
      checkGram(K, N, array.name, SLACK[own])
      return { side: gramSide(K, { ...options, rounding }, exact.eigh), relative: relativeRounding(N, own) }
    }
    const rows = kind === 'features' ? n : N
    const width = stored.columns
    const large = stored.single && rows * rows * width > LARGE
    const machine = large ? await machineOf('f32') : exact
    try {
      const columns = await gramOfStrips(machine, rows, width, inShape(stored, rows), tick)
      const K = kind === 'features' && C > 1 ? forEveryOutput(columns, n, C) : columns
      const relative = large ? relativeRounding(STRIP, 'f32') : roundingOf(Math.max(width, N))
      return { side: gramSide(K, { ...options, rounding }, exact.eigh), relative }
    } finally {
      if (machine !== exact) machine.dispose()
    }
  } finally {
    exact.dispose()
  }
}

const tooMuch = (what: string, found: number, of: string, most: number) =>
  refused(what, `${grouped(found)} ${of}`, `at most ${grouped(most)}: measure on fewer samples`)

/** Strips of a stored matrix, whose rows are those that are wanted. */
const inShape = (stored: StoredMatrix, rows: number) => (from: number, to: number) => {
  if (stored.rows !== rows) throw new RangeError(`${stored.name} has ${stored.rows} rows, not ${rows}`)
  return stored.strip(from, to)
}

/** All of it as rows×columns, whatever its axes. */
async function inStrips(stored: StoredMatrix, rows: number, columns: number, tick: Tick): Promise<Float64Array> {
  const all = await stored.all()
  if (all.length !== rows * columns) throw new RangeError(`${stored.name} has ${all.length} numbers, not ${rows}×${columns}`)
  await tick(1)
  return all
}

/** K of C outputs that are linear in the same features: Φ Φᵀ for each, and nothing between two. */
function forEveryOutput(K: Float64Array, n: number, C: number): Float64Array {
  const N = n * C
  const all = new Float64Array(N * N)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) for (let c = 0; c < C; c++) all[(i * C + c) * N + j * C + c] = K[i * n + j]
  return all
}

/** Refuses what is no Gram matrix, and takes from one what rounding has done to its symmetry. */
function checkGram(K: Float64Array, N: number, name: string, slack: number): void {
  const largest = largestOf(K)
  for (let i = 0; i < N; i++)
    for (let j = 0; j < i; j++) {
      const [a, b] = [K[i * N + j], K[j * N + i]]
      if (Math.abs(a - b) > slack * largest)
        throw refused(
          `array ${name}`,
          `${fourDigits(a)} at [${i}, ${j}] and ${fourDigits(b)} at [${j}, ${i}]`,
          `a symmetric matrix, K = JJᵀ (to ${slack} of its largest entry)`,
        )
      K[i * N + j] = K[j * N + i] = (a + b) / 2
    }
  const least = atOnce(smallestEigenvalue.steps(v => times(K, v, N, N), N, { tolerance: 1e-4, limit: 60 })).value
  if (least < -slack * N * largest)
    throw refused(
      `array ${name}`,
      `the eigenvalue ${fourDigits(least)}`,
      `a matrix without negative eigenvalues, as K = JJᵀ is (to ${slack} of n times its largest entry)`,
    )
}
