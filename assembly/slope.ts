import { gradient, scaleGradient } from './gradient'
import { hsum, LIMIT, madd } from './numbers'
import { DIAGONAL, effective, G, kind, LINEAR, units, width } from './problem'

/**
 * ∇L of a batch in θ, padded like θ, at `out`: for optimizers whose update is not fused with it (update.ts). `indices` as in
 * advance(). False where a residual overflows; `out` is then left alone.
 */
export function gradientAt(theta: usize, indices: usize, batch: u32, out: usize): bool {
  if (gradient(effective(theta), indices, batch) > reinterpret<u64>(LIMIT)) return false
  scaleGradient(1.0 / <f64>batch)
  if (kind == LINEAR) memory.copy(out, G, width)
  else if (kind == DIAGONAL) pullDiagonal(theta, out)
  else pullTwoLayer(theta, out)
  return true
}

/** F = u∘u − v∘v: ∂u = 2u∘g, ∂v = −2v∘g. */
function pullDiagonal(theta: usize, out: usize): void {
  const two = f64x2.splat(2)
  for (let k: usize = 0; k < width; k += 16) {
    const g = f64x2.mul(two, v128.load(G + k))
    v128.store(out + k, f64x2.mul(v128.load(theta + k), g))
    v128.store(out + width + k, f64x2.neg(f64x2.mul(v128.load(theta + width + k), g)))
  }
}

/** F = W₁ᵀw₂: ∂W₁ = w₂ ⊗ g, ∂w₂ = W₁g. */
function pullTwoLayer(theta: usize, out: usize): void {
  const outer = (<usize>units) * width
  for (let q: i32 = 0; q < units; q++) {
    const row = (<usize>q) * width
    const at = outer + ((<usize>q) << 3)
    const a = v128.load64_splat(theta + at)
    let sum = f64x2.splat(0)
    for (let k: usize = 0; k < width; k += 16) {
      const g = v128.load(G + k)
      sum = madd(sum, v128.load(theta + row + k), g)
      v128.store(out + row + k, f64x2.mul(a, g))
    }
    store<f64>(out + at, hsum(sum))
  }
}
