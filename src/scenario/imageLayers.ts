/** What the models that read images do to one before their dense layers: `imageLayers`. */

import type { ModelSettings } from './types'

/** A convolution of so many filters; a pooling of 2×2 windows, or of the whole image; a residual sum. */
export type ImageLayer =
  | { readonly kind: 'conv'; readonly filters: number; readonly kernel: number; readonly stride: number; readonly padding: number }
  | { readonly kind: 'pool' | 'global' | 'add' }

/** Side of the kernels of stages; one pixel of padding keeps the image's size. */
const KERNEL = 3

/** The layers from the image on, in order; none for other models. */
export function imageLayers({ kind, filters, kernel, stride, padding, pool, depth }: ModelSettings): ImageLayer[] {
  const pooling: ImageLayer = { kind: 'pool' }
  const conv = (count: number): ImageLayer => ({ kind: 'conv', filters: count, kernel: KERNEL, stride: 1, padding: 1 })
  const each = <T>(layers: () => T[]): T[] => Array.from({ length: depth }, layers).flat()
  switch (kind) {
    case 'cnn':
      return filters.flatMap(count => [{ kind: 'conv', filters: count, kernel, stride, padding }, ...(pool === 'none' ? [] : [pooling])])
    case 'vgg':
      return filters.flatMap(count => [...each(() => [conv(count)]), pooling])
    case 'resnet': {
      const blocks = (count: number) => each(() => [conv(count), conv(count), { kind: 'add' as const }])
      return [...filters.flatMap((count, stage) => [...(stage > 0 ? [pooling] : []), conv(count), ...blocks(count)]), { kind: 'global' }]
    }
    default:
      return []
  }
}
