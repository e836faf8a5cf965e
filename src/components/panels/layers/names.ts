import { imageLayers, isNetwork, type ModelSettings } from '../../../scenario'
import type { View } from '../reading/view'

/** The trained layers from the input on: "conv", "dense"; those of a two-layer net by their place. */
export function layerNames(model: ModelSettings): string[] {
  if (!isNetwork(model)) return []
  switch (model.kind) {
    case 'two-layer':
      return model.outer === 'trained' ? ['hidden', 'outer'] : ['hidden']
    case 'random-features':
      return ['outer']
    case 'mlp':
      return [...model.hidden.map(() => 'dense'), 'dense']
    case 'cnn':
      return [...model.filters.map(() => 'conv'), ...(model.head > 0 ? ['dense'] : []), 'dense']
    case 'vgg':
    case 'resnet': {
      const convolutions = imageLayers(model).filter(l => l.kind === 'conv')
      return [...convolutions.map(() => 'conv'), ...(model.kind === 'vgg' && model.head > 0 ? ['dense'] : []), 'dense']
    }
    case 'transformer': {
      const block = (b: number) => ['QKV', 'attention out', 'MLP in', 'MLP out'].map(part => `${part} ${b}`)
      return ['embedding', ...Array.from({ length: model.blocks }, (_, b) => block(b + 1)).flat(), 'answer']
    }
  }
}

/** Layers that are measured. */
export const layerCount = (view: View) => view.columns?.layers ?? 0
/** "layer 2 · dense", counted from 1. */
export const layerName = (view: View, l: number) => `layer ${l} · ${layerNames(view.scenario.model)[l - 1] ?? 'dense'}`
