/** The loss along directions, from products with J: models that factor through w = F(θ), and planar ones. */

import { dot } from '../lib/matrix'
import type { Along } from './dynamics'
import type { Local } from './noise/local'

/** L is given; so is the product with H, on vectors of the length of θ, where it is wanted. */
export function alongLocal(
  local: Local,
  loss: number,
  directions: readonly Float64Array[],
  H: ((v: Float64Array) => Float64Array) | null,
): Along {
  const images = directions.map(v => local.push(v))
  return {
    loss,
    slopes: directions.map(v => local.slopes(v)),
    G: pairs(images, images, (a, b) => dot(a, b) / local.n),
    H:
      H &&
      pairs(
        directions,
        directions.map(v => H(v)),
        dot,
      ),
  }
}

/** The k×k values of a symmetric form. */
function pairs(left: readonly Float64Array[], right: readonly Float64Array[], form: (a: Float64Array, b: Float64Array) => number) {
  return Float64Array.from(left.flatMap(a => right.map(b => form(a, b))))
}
