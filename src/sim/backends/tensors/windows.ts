/** Pooling on tensors: windows are gathered by tables, in both directions. Call in a tidy. */

import { add, cast, equal, less, max, mean, min, mul, type Tensor2D, type Tensor3D, tensor2d, tensor3d } from '@tensorflow/tfjs-core'
import type { Windows } from '../machine/machine'
import { type Constants, indices } from './constants'
import { asStack, columnsAt, sumOfLast, withZero } from './shapes'

/** Where each window has its maximum, the first of equal ones: places within the sample, as numbers. */
export function maximaOf(constants: Constants, windows: Windows, a: Tensor2D): Tensor2D {
  const inside = insideOf(constants, windows, a)
  const top = max<Tensor3D>(inside, 2, true)
  // Places of one window ascend: the least of those with the maximum is the first.
  const others = cast(less(inside, top), 'float32')
  return min(add(placesOf(constants, windows), mul(others, constants.number(FAR))), 2)
}

/** The mean of every window, or its number at `at`. */
export function pooled(constants: Constants, windows: Windows, a: Tensor2D, at: Tensor2D | null): Tensor2D {
  const inside = insideOf(constants, windows, a)
  if (!at) return mean(inside, 2)
  const chosen = equal(asStack(at, ...at.shape, 1), placesOf(constants, windows))
  return sumOfLast(mul(inside, cast(chosen, 'float32')))
}

/** The transpose of `pooled`. */
export function unpooled(constants: Constants, windows: Windows, dz: Tensor2D, at: Tensor2D | null): Tensor2D {
  const own = constants.of(windows, 'window of each place', () => indices(windowOfEach(windows)))
  const spread: Tensor2D = columnsAt(withZero(dz), own)
  if (!at) return mul(spread, constants.number(1 / (windows.size * windows.size)))
  const inputs = own.size
  const places = constants.of(windows, 'every place', () =>
    tensor2d(
      Float32Array.from({ length: inputs }, (_, j) => j),
      [1, inputs],
    ),
  )
  return mul(spread, cast(equal(columnsAt(withZero(at), own), places), 'float32'))
}

/** Beyond any place. */
const FAR = 16_777_216

/** The numbers in every window, rows×windows×size². */
function insideOf(constants: Constants, windows: Windows, a: Tensor2D): Tensor3D {
  const list = constants.of(windows, 'places as indices', () => indices(placesIn(windows)))
  const area = windows.size * windows.size
  return asStack(columnsAt(a, list), a.shape[0], list.size / area, area)
}

function placesOf(constants: Constants, windows: Windows): Tensor3D {
  const area = windows.size * windows.size
  return constants.of(windows, 'places as numbers', () => {
    const places = placesIn(windows)
    return tensor3d(Float32Array.from(places), [1, places.length / area, area])
  })
}

/** The places that each window holds within a sample, window after window, row by row. */
function placesIn({ channels, height, width, size }: Windows): number[] {
  const places: number[] = []
  for (let c = 0; c < channels; c++)
    for (let y = 0; y + size <= height; y += size)
      for (let x = 0; x + size <= width; x += size)
        for (let k = 0; k < size * size; k++) places.push((c * height + y + Math.floor(k / size)) * width + x + (k % size))
  return places
}

/** The window that holds each place of a sample; the index after the last window for those in none. */
function windowOfEach(windows: Windows): Int32Array {
  const places = placesIn(windows)
  const area = windows.size * windows.size
  const own = new Int32Array(windows.channels * windows.height * windows.width).fill(places.length / area)
  for (const [k, place] of places.entries()) own[place] = Math.floor(k / area)
  return own
}
