import { DEPTH, LINE, lanes, madd, put, zero } from './lanes'

/** Panels of D, DEPTH lines each, that stay in the second cache. */
const GROUP: u32 = 32

/** Four rows of C: the sums over `depth` of numbers at d (four side by side) times the lines at e. */
// @ts-ignore: decorator
@inline
function tile<T>(d: usize, e: usize, depth: u32, c: usize, ld: usize, s: v128): void {
  let p0 = zero(), q0 = zero(), p1 = zero(), q1 = zero(), p2 = zero(), q2 = zero(), p3 = zero(), q3 = zero()
  const end = e + (<usize>depth) * LINE
  while (e < end) {
    const x = v128.load(e), y = v128.load(e, 16)
    e += LINE
    const u0 = v128.load_splat<T>(d)
    p0 = madd<T>(p0, u0, x)
    q0 = madd<T>(q0, u0, y)
    const u1 = v128.load_splat<T>(d, sizeof<T>())
    p1 = madd<T>(p1, u1, x)
    q1 = madd<T>(q1, u1, y)
    const u2 = v128.load_splat<T>(d, 2 * sizeof<T>())
    p2 = madd<T>(p2, u2, x)
    q2 = madd<T>(q2, u2, y)
    const u3 = v128.load_splat<T>(d, 3 * sizeof<T>())
    p3 = madd<T>(p3, u3, x)
    q3 = madd<T>(q3, u3, y)
    d += LINE
  }
  put<T>(c, p0, q0, s, true)
  put<T>(c + ld, p1, q1, s, true)
  put<T>(c + 2 * ld, p2, q2, s, true)
  put<T>(c + 3 * ld, p3, q3, s, true)
}

/** C += scale·D Eᵀ for blocks of `depth` features; C has whole panels of rows and columns, rows `ld` bytes apart. With `lower` panels above the diagonal are left out. */
export function gram<T>(
  D: usize,
  pitchD: usize,
  panelsD: u32,
  E: usize,
  pitchE: usize,
  panelsE: u32,
  depth: u32,
  C: usize,
  ld: usize,
  scale: f64,
  lower: bool,
): void {
  const s = v128.splat<T>(<T>scale)
  for (let l: u32 = 0; l < depth; l += DEPTH) {
    const span = min(DEPTH, depth - l)
    const at = (<usize>l) * LINE
    for (let g: u32 = 0; g < panelsD; g += GROUP) {
      const end = min(panelsD, g + GROUP)
      const right = lower ? min(panelsE, end) : panelsE
      for (let q: u32 = 0; q < right; q++) {
        const e = E + (<usize>q) * pitchE + at
        for (let p = lower ? max(g, q) : g; p < end; p++) {
          const d = D + (<usize>p) * pitchD + at
          const c = C + (<usize>(p * lanes<T>())) * ld + (<usize>q) * LINE
          tile<T>(d, e, span, c, ld, s)
          if (sizeof<T>() == 4) tile<T>(d + 16, e, span, c + 4 * ld, ld, s)
        }
      }
    }
  }
}
