/**
 * Numbers of 500 bits that remember how they came about: derivatives are numbers of the same kind, which can be derived again.
 *
 *     const x = constant(2)
 *     const [slope] = gradient(x.times(x), [x])     // 4
 *     const [bend] = gradient(slope, [x])           // 2
 */

import ln from '@stdlib/math-base-special-ln'
import { Exact } from './exact.fixture'

const BITS = 500
const bitsOf = (m: bigint) => 4 * (m < 0n ? -m : m).toString(16).length

const trim = ({ m, e }: Exact): Exact => {
  const drop = bitsOf(m) - BITS
  return drop > 0 ? new Exact(m >> BigInt(drop), e + drop) : new Exact(m, e)
}

const [ONE, TWO] = [Exact.of(1), Exact.of(2)]
const over = (a: Exact, b: Exact) => trim(a.over(b))
const times = (a: Exact, b: Exact) => trim(a.times(b))

/** e^x: Taylor's series of x/2^k, squared k times. */
function expOf(x: Exact): Exact {
  const halvings = Math.max(0, bitsOf(x.m) + x.e) + 20
  const small = new Exact(x.m, x.e - halvings)
  let [sum, term] = [ONE, ONE]
  for (let k = 1; k < 30; k++) {
    const next = times(term, small)
    term = new Exact(next.m / BigInt(k), next.e)
    sum = trim(sum.plus(term))
  }
  for (let k = 0; k < halvings; k++) sum = times(sum, sum)
  return sum
}

/** ln x by Halley's iteration. */
function lnOf(x: Exact): Exact {
  const size = bitsOf(x.m) - 52
  let y = Exact.of(ln(Number(size > 0 ? x.m >> BigInt(size) : x.m)) + ((size > 0 ? size : 0) + x.e) * Math.LN2)
  for (let k = 0; k < 4; k++) {
    const e = expOf(y)
    y = trim(y.plus(times(TWO, over(x.minus(e), x.plus(e)))))
  }
  return y
}

type Part = readonly [from: Tape, adjoint: (u: Tape) => Tape]
let made = 0

export class Tape {
  readonly id = made++
  constructor(
    readonly value: Exact,
    readonly parts: readonly Part[] = [],
  ) {}

  plus(b: Tape): Tape {
    return new Tape(trim(this.value.plus(b.value)), [
      [this, u => u],
      [b, u => u],
    ])
  }
  minus(b: Tape): Tape {
    return new Tape(trim(this.value.minus(b.value)), [
      [this, u => u],
      [b, u => constant(-1).times(u)],
    ])
  }
  times(b: Tape): Tape {
    return new Tape(times(this.value, b.value), [
      [this, u => u.times(b)],
      [b, u => u.times(this)],
    ])
  }
  over(b: Tape): Tape {
    const q: Tape = new Tape(over(this.value, b.value), [
      [this, u => u.over(b)],
      [b, u => constant(-1).times(u.times(q).over(b))],
    ])
    return q
  }
  exp(): Tape {
    const e: Tape = new Tape(expOf(this.value), [[this, u => u.times(e)]])
    return e
  }
  ln(): Tape {
    return new Tape(lnOf(this.value), [[this, u => u.over(this)]])
  }
  root(): Tape {
    const r: Tape = new Tape(trim(this.value.root()), [[this, u => u.over(constant(2).times(r))]])
    return r
  }
  tanh(): Tape {
    const e = constant(2).times(this).exp()
    return e.minus(constant(1)).over(e.plus(constant(1)))
  }
  /** x where that is positive, else 0. */
  ramp(): Tape {
    return this.value.positive ? this : constant(0)
  }
}

export const constant = (x: number | Exact) => new Tape(x instanceof Exact ? x : Exact.of(x))
export const sumOfTapes = (values: readonly Tape[]) => values.reduce((s, v) => s.plus(v))

/** ∂y/∂x of every one of the x. */
export function gradient(y: Tape, xs: readonly Tape[]): Tape[] {
  const below = new Set<Tape>()
  const visit = (t: Tape) => {
    if (below.has(t)) return
    below.add(t)
    for (const [from] of t.parts) visit(from)
  }
  visit(y)
  const adjoints = new Map<Tape, Tape>([[y, constant(1)]])
  for (const t of [...below].sort((a, b) => b.id - a.id)) {
    const u = adjoints.get(t)
    if (!u) continue
    for (const [from, adjoint] of t.parts) {
      const own = adjoint(u)
      const before = adjoints.get(from)
      adjoints.set(from, before ? before.plus(own) : own)
    }
  }
  return xs.map(x => adjoints.get(x) ?? constant(0))
}
