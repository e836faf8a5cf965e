import { hsum, madd } from './numbers'
import { G, quad, units, W, width } from './problem'

/** x ← x − η·g over one vector at offset k; with momentum v ← momentum·v + g first and x ← x − η·v. */
// @ts-ignore: decorator
@inline
function move(x: usize, v: usize, g: v128, eta: v128, momentum: v128, heavy: bool): v128 {
  if (heavy) {
    g = f64x2.add(f64x2.mul(momentum, v128.load(v)), g)
    v128.store(v, g)
  }
  const next = f64x2.sub(v128.load(x), f64x2.mul(eta, g))
  v128.store(x, next)
  return next
}

/** Linear model: ∇ = g. */
export function updateLinear(theta: usize, velocity: usize, eta: f64, momentum: f64): void {
  const e = f64x2.splat(eta)
  const m = f64x2.splat(momentum)
  if (momentum == 0) {
    for (let k: usize = 0; k < width; k += 16) move(theta + k, 0, v128.load(G + k), e, m, false)
  } else {
    for (let k: usize = 0; k < width; k += 16) move(theta + k, velocity + k, v128.load(G + k), e, m, true)
  }
}

/** F = u∘u − v∘v: ∂u = 2u∘g, ∂v = −2v∘g. Leaves the effective weights of the new θ in W. */
export function updateDiagonal(theta: usize, velocity: usize, eta: f64, momentum: f64): void {
  const e = f64x2.splat(eta)
  const m = f64x2.splat(momentum)
  const two = f64x2.splat(2)
  const heavy = momentum != 0
  for (let k: usize = 0; k < width; k += 16) {
    const g = f64x2.mul(two, v128.load(G + k))
    const u = theta + k
    const v = u + width
    const du = f64x2.mul(v128.load(u), g)
    const dv = f64x2.neg(f64x2.mul(v128.load(v), g))
    const nu = move(u, velocity + k, du, e, m, heavy)
    const nv = move(v, velocity + width + k, dv, e, m, heavy)
    v128.store(W + k, f64x2.sub(f64x2.mul(nu, nu), f64x2.mul(nv, nv)))
  }
}

/**
 * F = W₁ᵀw₂: ∂W₁ = w₂ ⊗ g, ∂w₂ = W₁g, four rows at a time: their products with g first (from the old rows), then the rows
 * move and add their share of the next effective weights while they are in cache: one pass over θ per step.
 */
export function updateTwoLayer(theta: usize, velocity: usize, eta: f64, momentum: f64): void {
  const e = f64x2.splat(eta)
  const m = f64x2.splat(momentum)
  const heavy = momentum != 0
  const outer = (<usize>units) * width
  for (let k: usize = 0; k < width; k += 16) v128.store(W + k, f64x2.splat(0))
  for (let q: i32 = 0; q < units; q += 4) {
    const x0 = theta + (<usize>q) * width
    const x1 = x0 + width
    const x2 = x1 + width
    const x3 = x2 + width
    const a = theta + outer + ((<usize>q) << 3)
    const a0 = v128.load64_splat(a), a1 = v128.load64_splat(a, 8), a2 = v128.load64_splat(a, 16), a3 = v128.load64_splat(a, 24)
    let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0)
    for (let k: usize = 0; k < width; k += 16) {
      const g = v128.load(G + k)
      s0 = madd(s0, v128.load(x0 + k), g)
      s1 = madd(s1, v128.load(x1 + k), g)
      s2 = madd(s2, v128.load(x2 + k), g)
      s3 = madd(s3, v128.load(x3 + k), g)
    }
    const va = velocity + outer + ((<usize>q) << 3)
    move(a, va, f64x2.replace_lane(f64x2.splat(hsum(s0)), 1, hsum(s1)), e, m, heavy)
    move(a + 16, va + 16, f64x2.replace_lane(f64x2.splat(hsum(s2)), 1, hsum(s3)), e, m, heavy)
    const n0 = v128.load64_splat(a), n1 = v128.load64_splat(a, 8), n2 = v128.load64_splat(a, 16), n3 = v128.load64_splat(a, 24)
    const v0 = velocity + (<usize>q) * width
    const v1 = v0 + width
    const v2 = v1 + width
    const v3 = v2 + width
    for (let k: usize = 0; k < width; k += 16) {
      const g = v128.load(G + k)
      const y0 = move(x0 + k, v0 + k, f64x2.mul(a0, g), e, m, heavy)
      const y1 = move(x1 + k, v1 + k, f64x2.mul(a1, g), e, m, heavy)
      const y2 = move(x2 + k, v2 + k, f64x2.mul(a2, g), e, m, heavy)
      const y3 = move(x3 + k, v3 + k, f64x2.mul(a3, g), e, m, heavy)
      v128.store(W + k, f64x2.add(v128.load(W + k), quad(n0, y0, n1, y1, n2, y2, n3, y3)))
    }
  }
}
