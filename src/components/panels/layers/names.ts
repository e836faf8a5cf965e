import type { ModelSettings } from '../../../scenario'
import type { View } from '../reading/view'

/** The trained layers from the input on: "conv", "dense"; those of a two-layer net by their place. */
export function layerNames(model: ModelSettings): string[] {
  if (model.kind === 'two-layer') return model.outer === 'trained' ? ['hidden', 'outer'] : ['hidden']
  if (model.kind === 'random-features') return ['outer']
  const convolutions = model.kind === 'cnn' ? model.filters.map(() => 'conv') : []
  const dense = model.kind === 'cnn' ? (model.head > 0 ? 1 : 0) : model.hidden.length
  return [...convolutions, ...Array.from({ length: dense + 1 }, () => 'dense')]
}

/** Layers that are measured. */
export const layerCount = (view: View) => view.columns?.layers ?? 0
/** "layer 2 · dense", counted from 1. */
export const layerName = (view: View, l: number) => `layer ${l} · ${layerNames(view.scenario.model)[l - 1] ?? 'dense'}`
