/** Numbers m·2^e with whole m of any length: sums and products are exact, quotients and roots good to 600 bits. */
export class Exact {
  constructor(
    readonly m: bigint,
    readonly e: number,
  ) {}

  static of(x: number): Exact {
    if (!Number.isFinite(x)) throw new RangeError(`${x} is no number`)
    let e = 0
    let m = x
    while (!Number.isInteger(m)) {
      m *= 2
      e--
    }
    return new Exact(BigInt(m), e)
  }

  plus(b: Exact): Exact {
    if (b.m === 0n) return this
    if (this.m === 0n) return b
    const e = Math.min(this.e, b.e)
    return new Exact((this.m << BigInt(this.e - e)) + (b.m << BigInt(b.e - e)), e)
  }
  minus(b: Exact): Exact {
    return this.plus(new Exact(-b.m, b.e))
  }
  times(b: Exact): Exact {
    return new Exact(this.m * b.m, this.e + b.e)
  }
  over(b: Exact): Exact {
    const bits = 600 + Math.max(0, lengthOf(b.m) - lengthOf(this.m))
    return new Exact((this.m << BigInt(bits)) / b.m, this.e - bits - b.e)
  }
  root(): Exact {
    let bits = 1200
    if ((this.e - bits) % 2 !== 0) bits++
    return new Exact(wholeRoot(this.m << BigInt(bits)), (this.e - bits) / 2)
  }
  abs(): Exact {
    return new Exact(this.m < 0n ? -this.m : this.m, this.e)
  }
  get positive(): boolean {
    return this.m > 0n
  }

  toNumber(): number {
    const drop = Math.max(0, lengthOf(this.m) - 60)
    let x = Number(this.m >> BigInt(drop))
    let e = this.e + drop
    for (; e > 0; e--) x *= 2
    for (; e < 0 && x !== 0; e++) x /= 2
    return x
  }
}

const lengthOf = (m: bigint) => {
  const digits = (m < 0n ? -m : m).toString(16)
  return 4 * digits.length - Math.clz32(Number.parseInt(digits[0], 16)) + 28
}

function wholeRoot(m: bigint): bigint {
  if (m === 0n) return 0n
  let x = 1n << BigInt((lengthOf(m) >> 1) + 1)
  for (;;) {
    const next = (x + m / x) >> 1n
    if (next >= x) return x
    x = next
  }
}

type Matrix = readonly (readonly Exact[])[]

/** Parameters up to which directions are found. */
const FEW = 6

const ZERO = new Exact(0n, 0)
const ONE = new Exact(1n, 0)

/** To 700 bits. */
function rounded({ m, e }: Exact): Exact {
  const drop = Math.max(0, lengthOf(m) - 700)
  return new Exact(m >> BigInt(drop), e + drop)
}

/** Eigenpairs by Jacobi's turns, the largest first. */
function turned(G: Matrix): { readonly value: Exact; readonly vector: readonly Exact[] }[] {
  const p = G.length
  const A = G.map(row => row.map(rounded))
  const V = A.map((row, a) => row.map((_, b) => (a === b ? ONE : ZERO)))
  const turn = (rows: Exact[][], a: number, b: number, c: Exact, s: Exact, across: boolean) => {
    for (let k = 0; k < p; k++) {
      const [x, y] = across ? [rows[k][a], rows[k][b]] : [rows[a][k], rows[b][k]]
      const [u, v] = [rounded(c.times(x).minus(s.times(y))), rounded(s.times(x).plus(c.times(y)))]
      if (across) [rows[k][a], rows[k][b]] = [u, v]
      else [rows[a][k], rows[b][k]] = [u, v]
    }
  }
  for (let sweep = 0; sweep < 14; sweep++)
    for (let a = 0; a < p; a++)
      for (let b = a + 1; b < p; b++) {
        if (A[a][b].m === 0n) continue
        const half = A[b][b].minus(A[a][a]).over(A[a][b].times(Exact.of(2)))
        const size = half.abs().plus(half.times(half).plus(ONE).root())
        const t = rounded((half.m < 0n ? ZERO.minus(ONE) : ONE).over(size))
        const c = rounded(ONE.over(t.times(t).plus(ONE).root()))
        const s = rounded(t.times(c))
        turn(A, a, b, c, s, true)
        turn(A, a, b, c, s, false)
        turn(V, a, b, c, s, true)
      }
  return A.map((row, k) => ({ value: row[k], vector: V.map(v => v[k]) })).sort((x, y) => (y.value.minus(x.value).positive ? 1 : -1))
}

export const sumOf = (values: readonly Exact[]) => values.reduce((s, v) => s.plus(v), ZERO)
const inner = (a: readonly Exact[], b: readonly Exact[]) => sumOf(a.map((x, i) => x.times(b[i])))

/** n·G (or n·H in its place) and n·2L, where they do not follow from J and r as with the squared loss. */
interface Given {
  readonly curvature?: readonly (readonly Exact[])[]
  readonly twoL?: Exact
}

/** THEORY.md §1–2 (centred) from J row by row (n·C rows) and residuals, in exact arithmetic; g where there are few parameters. */
export function exactMetrics(J: readonly (readonly Exact[])[], r: readonly Exact[], C: number, given: Given = {}) {
  const n = r.length / C
  const p = J[0].length
  const times = (k: number) => Exact.of(k)
  const all = Array.from({ length: p }, (_, a) => a)
  const own = Array.from({ length: n }, (_, i) =>
    all.map(a => sumOf(Array.from({ length: C }, (_, c) => J[i * C + c][a].times(r[i * C + c])))),
  )
  const drift = all.map(a => sumOf(own.map(g => g[a])))
  // n²Σ and nG.
  const S = all.map(a =>
    all.map(b =>
      times(n)
        .times(
          inner(
            own.map(g => g[a]),
            own.map(g => g[b]),
          ),
        )
        .minus(drift[a].times(drift[b])),
    ),
  )
  const ofJ = () =>
    all.map(a =>
      all.map(b =>
        inner(
          J.map(row => row[a]),
          J.map(row => row[b]),
        ),
      ),
    )
  const G = given.curvature ?? ofJ()
  const twoL = given.twoL ?? inner(r, r)
  const product = (A: Matrix, B: Matrix) => inner(A.flat(), B.flat())
  const [frobS, frobG] = [product(S, S).root(), product(G, G).root()]
  const D = S.map((row, a) => row.map((s, b) => s.minus(twoL.times(G[a][b]))))
  const size = twoL.times(frobG)
  const form = (A: Matrix, v: readonly Exact[]) =>
    inner(
      v,
      A.map(row => inner(row, v)),
    )
  const g = () => turned(G).map(({ value, vector }) => (value.positive ? form(S, vector).over(twoL.times(value)) : null))
  return {
    loss: twoL.over(times(2 * n)),
    mu: product(S, G).over(twoL.times(product(G, G))),
    alpha: product(S, G).over(frobS.times(frobG)),
    beta: frobS.over(size),
    rel_dist: product(D, D).root().over(size),
    g: p <= FEW ? g() : [],
  }
}
