/**
 * Traces of A and of A² for a symmetric A that is known by its products (Hutch++: Meyer, Musco, Musco & Woodruff 2021): what A does to
 * a few random vectors spans most of what is large in it, and is taken exactly; probes see the rest only.
 */

import { dot } from '../../lib/matrix'
import type { Program } from '../backends/machine/program'
import { type Estimate, estimate } from './density'
import { BASIS_NUMBERS } from './leading'
import { probeVector } from './quadrature'

/** Of a sum over p products, about. */
const ROUNDING = 16 * Number.EPSILON

/** Standard error that is aimed at, of a trace in units of what it is measured against, of Tr A² in its own. */
const AIM = 0.01

interface Effort {
  readonly seed: number
  /** Vectors that A is sketched with; fewer where they would not fit in 64 MiB. */
  readonly sketch: number
  /** Probes at least, and at most. */
  readonly least: number
  readonly most: number
  /** Against what size of its standard error that of Tr A is held, at least |Tr A| itself. */
  readonly against: number
  /** Whether Tr A² is to reach the aim too. */
  readonly square: boolean
}

/** Tr A and Tr A² = ‖A‖_F², p×p, with their standard errors. 2·sketch products, and one for each probe. */
export function* sketchedTraces(
  product: (v: Float64Array) => Program<Float64Array>,
  p: number,
  { seed, sketch, least, most, against, square }: Effort,
): Program<{ readonly trace: Estimate; readonly square: Estimate }> {
  const basis: Float64Array[] = []
  const room = Math.max(1, Math.min(sketch, Math.floor(BASIS_NUMBERS / p)))
  for (let s = 0; s < room; s++) {
    const v = yield* product(probeVector(p, seed, most + s))
    const before = Math.sqrt(dot(v, v))
    project(v, basis)
    project(v, basis)
    const size = Math.sqrt(dot(v, v))
    if (size > 1e-8 * before) basis.push(v.map(x => x / size))
  }
  let [trace, square2] = [0, 0]
  for (const q of basis) {
    const image = yield* product(q)
    trace += dot(q, image)
    square2 += dot(image, image)
  }
  const parts: { readonly trace: number[]; readonly square: number[] } = { trace: [], square: [] }
  const found = () => {
    const [one, two] = [estimate(parts.trace), estimate(parts.square)]
    const whole = Math.max(0, square2 + two.value)
    // Where the sketch spans all of A, rounding is what is left.
    const rounding = ROUNDING * Math.sqrt(p * whole)
    return {
      trace: { value: trace + one.value, se: Math.max(one.se, rounding) },
      square: { value: whole, se: Math.max(two.se, rounding * Math.sqrt(whole)) },
    }
  }
  for (let i = 0; i < most; i++) {
    const z = probeVector(p, seed, i)
    project(z, basis)
    const image = yield* product(z)
    parts.trace.push(p * dot(z, image))
    parts.square.push(p * dot(image, image))
    if (i + 1 < least) continue
    const now = found()
    const enough = now.trace.se <= AIM * Math.max(against, Math.abs(now.trace.value))
    if (enough && (!square || now.square.se <= AIM * now.square.value)) return now
  }
  return found()
}

/** Tr A and Tr A² from the p columns of A, exactly. */
export function* summedTraces(
  product: (v: Float64Array) => Program<Float64Array>,
  p: number,
): Program<{ readonly trace: Estimate; readonly square: Estimate }> {
  const e = new Float64Array(p)
  let [trace, square] = [0, 0]
  for (let j = 0; j < p; j++) {
    e[j] = 1
    const column = yield* product(e)
    e[j] = 0
    trace += column[j]
    square += dot(column, column)
  }
  return { trace: { value: trace, se: 0 }, square: { value: square, se: 0 } }
}

/** v less its parts along an orthonormal basis. */
function project(v: Float64Array, basis: readonly Float64Array[]): void {
  for (const q of basis) {
    const part = dot(q, v)
    for (let j = 0; j < v.length; j++) v[j] -= part * q[j]
  }
}
