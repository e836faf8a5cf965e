/** Pooling over windows of size×size, stride = size. */

import type { PoolLayer } from './layout'

/** arg ← for every output of every sample the place of its window's first maximum within the sample. */
export function findMaxima(layer: PoolLayer, a: Float64Array, arg: Int32Array, rows: number): void {
  const { size } = layer.spec
  const { width } = layer.input
  for (let i = 0, at = 0; i < rows; i++)
    eachWindow(layer, corner => {
      let top = corner
      for (let y = 0; y < size; y++)
        for (let x = 0; x < size; x++) {
          const cell = corner + y * width + x
          if (a[i * layer.inSize + cell] > a[i * layer.inSize + top]) top = cell
        }
      arg[at++] = top
    })
}

/** z += pool(a), for max pooling the entries that `arg` names. */
export function addPool(layer: PoolLayer, a: Float64Array, z: Float64Array, arg: Int32Array | null, rows: number): void {
  const { size } = layer.spec
  const { width } = layer.input
  for (let i = 0, at = 0; i < rows; i++) {
    const from = i * layer.inSize
    eachWindow(layer, corner => {
      if (arg) z[at] += a[from + arg[at]]
      else {
        let sum = 0
        for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) sum += a[from + corner + y * width + x]
        z[at] += sum / (size * size)
      }
      at++
    })
  }
}

/** da += poolᵀ(dz). */
export function addPoolTransposed(layer: PoolLayer, dz: Float64Array, da: Float64Array, arg: Int32Array | null, rows: number): void {
  const { size } = layer.spec
  const { width } = layer.input
  for (let i = 0, at = 0; i < rows; i++) {
    const from = i * layer.inSize
    eachWindow(layer, corner => {
      if (arg) da[from + arg[at]] += dz[at]
      else {
        const share = dz[at] / (size * size)
        for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) da[from + corner + y * width + x] += share
      }
      at++
    })
  }
}

function eachWindow(layer: PoolLayer, visit: (corner: number) => void): void {
  const { channels, height, width } = layer.input
  const { height: oh, width: ow } = layer.output
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < oh; y++) for (let x = 0; x < ow; x++) visit((c * height + y * layer.spec.size) * width + x * layer.spec.size)
}
