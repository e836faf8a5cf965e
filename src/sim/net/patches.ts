/** What maps at places of an image see there: a convolution's kernel (`patchTable`), or the last place alone (`lastTable`). */

import type { ConvSpec, LayerShape } from './spec'

/**
 * For every tap (channel, ky, kx) and place (y, x) of the output the number of the input (channel, row, column) under it, −1
 * where the kernel hangs over: taps×places.
 */
export function patchTable({ kernel, stride, padding }: ConvSpec, input: LayerShape, output: LayerShape): Int32Array {
  const { channels, height, width } = input
  const table = new Int32Array(channels * kernel * kernel * output.height * output.width).fill(-1)
  let at = 0
  for (let c = 0; c < channels; c++)
    for (let ky = 0; ky < kernel; ky++)
      for (let kx = 0; kx < kernel; kx++)
        for (let y = 0; y < output.height; y++)
          for (let x = 0; x < output.width; x++, at++) {
            const [row, column] = [y * stride + ky - padding, x * stride + kx - padding]
            if (row >= 0 && row < height && column >= 0 && column < width) table[at] = (c * height + row) * width + column
          }
  return table
}

/** The channels at the last place. */
export function lastTable({ channels, height, width }: LayerShape): Int32Array {
  return Int32Array.from({ length: channels }, (_, c) => (c + 1) * height * width - 1)
}
