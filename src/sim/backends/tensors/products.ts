/** Products whose sums are long: in blocks, so that float32 keeps its digits. */

import { add, ones, type Tensor3D } from '@tensorflow/tfjs-core'
import { product } from '../tfjs/ops'
import { cutOut } from './shapes'

/** Terms that one float32 sum may have. */
const TERMS = 512

/** a·b for stacks of as many matrices; call in a tidy. */
export function longProduct(a: Tensor3D, b: Tensor3D): Tensor3D {
  const [, rows, inner] = a.shape
  const columns = b.shape[2]
  if (inner <= TERMS) return product(a, b)
  const parts: Tensor3D[] = []
  for (let from = 0; from < inner; from += TERMS) {
    const size = Math.min(TERMS, inner - from)
    const part = product(cutOut(a, 0, from, rows, size), cutOut(b, from, 0, size, columns))
    // Parts of equal depth are added pairwise, as in a binary counter: few are held, and no sum is long.
    parts.push(part)
    for (let depth = from / TERMS + 1; depth % 2 === 0; depth /= 2) parts.push(add(parts.pop()!, parts.pop()!))
  }
  return parts.reduceRight((sum, part) => add(sum, part))
}

/** The sum of all rows of every matrix, 1×columns each; call in a tidy. */
export function sumOfRows(x: Tensor3D): Tensor3D {
  const [count, rows] = x.shape
  return longProduct(ones([count, 1, rows]), x)
}
