/** Products whose sums are long: in blocks, so that float32 keeps its digits. */

import { add, ones, type Tensor2D } from '@tensorflow/tfjs-core'
import { product } from '../tfjs/ops'
import { cutOut } from './shapes'

/** Terms that one float32 sum may have. */
const TERMS = 512

/** a·b; call in a tidy. */
export function longProduct(a: Tensor2D, b: Tensor2D): Tensor2D {
  const [rows, inner] = a.shape
  const columns = b.shape[1]
  if (inner <= TERMS) return product(a, b)
  const parts: Tensor2D[] = []
  for (let from = 0; from < inner; from += TERMS) {
    const size = Math.min(TERMS, inner - from)
    const part = product(cutOut(a, 0, from, rows, size), cutOut(b, from, 0, size, columns))
    // Parts of equal depth are added pairwise, as in a binary counter: few are held, and no sum is long.
    parts.push(part)
    for (let depth = from / TERMS + 1; depth % 2 === 0; depth /= 2) parts.push(add(parts.pop()!, parts.pop()!))
  }
  return parts.reduceRight((sum, part) => add(sum, part))
}

/** The sum of all rows, 1×columns; call in a tidy. */
export function sumOfRows(x: Tensor2D): Tensor2D {
  return longProduct(ones([1, x.shape[0]]), x)
}
