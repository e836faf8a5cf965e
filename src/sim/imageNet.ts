/** Nets that read images, from a scenario's model: `imageNet`. */

import { imageLayers, type NetworkSettings } from '../scenario'
import type { Activated, LayerSpec, NetSpec } from './net/spec'

/** Side of the windows of a pooling. */
const POOL = 2

/**
 * A net of convolutions and dense layers: a plain one, or stages after VGG (Simonyan & Zisserman 2015) or ResNet (He et al. 2016),
 * without batch norm. A residual block is φ(h + W₂ ⋆ φ(W₁ ⋆ h)); what averages over the whole image takes squares of its shorter side.
 */
export function imageNet(
  model: NetworkSettings,
  image: { readonly channels: number; readonly height: number; readonly width: number },
  outputs: number,
  unit: Activated,
): NetSpec {
  let side = Math.min(image.height, image.width)
  const front = imageLayers(model)
  const layers: LayerSpec[] = []
  for (const [l, layer] of front.entries())
    if (layer.kind === 'conv') {
      const { kernel, stride, padding } = layer
      side = Math.floor((side + 2 * padding - kernel) / stride) + 1
      const by: Activated = front[l + 1]?.kind === 'add' ? { activation: 'identity' } : unit
      layers.push({ ...layer, bias: true, trained: true, ...by })
    } else if (layer.kind === 'add') layers.push({ kind: 'add', from: l - 2, ...unit })
    else {
      const size = layer.kind === 'pool' ? POOL : side
      side = Math.floor(side / size)
      layers.push({ kind: 'pool', pool: model.kind === 'cnn' && model.pool === 'max' ? 'max' : 'average', size })
    }
  const dense = { kind: 'dense', bias: true, scale: 1, trained: true } as const
  if (model.head > 0 && model.kind !== 'resnet') layers.push({ ...dense, out: model.head, ...unit })
  layers.push({ ...dense, out: outputs, activation: 'identity' })
  return { input: image, layers, outputs, loss: model.loss }
}
