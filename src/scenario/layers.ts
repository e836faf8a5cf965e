import { ScenarioError } from './error'
import { type Ends, type NetworkSettings, sizedBy, transformerParameters } from './model'

/** Parameters of a network over all arms, and activations of one sample, that are sure to fit in memory. */
const MOST = { parameters: 2.6e7, activations: 1e5 }

/** Refuses networks that do not fit their data, leave nothing of an image, or would not fit in memory. */
export function checkLayers(model: NetworkSettings, ends: Ends, arms: number): void {
  if (model.loss === 'cross-entropy' && ends.outputs < 2)
    throw new ScenarioError('loss', model.loss, 'squared, or cross-entropy with classes (digits with task=ten)')
  const { parameters, activations } = countsOf(model, ends)
  const most = Math.floor(MOST.parameters / arms)
  const field = sizedBy(model)
  const found = String(model[field])
  if (parameters > most) {
    const room =
      field === 'm'
        ? `at most ${Math.floor((most - ends.outputs) / (ends.d + 1 + ends.outputs))}`
        : `at most ${most} parameters in all, not ${parameters}`
    throw new ScenarioError(field, found, `${room}${arms > 1 ? ` beside ${arms} arms` : ''}`)
  }
  if (activations > MOST.activations)
    throw new ScenarioError(field, found, `at most ${MOST.activations} activations per sample, not ${activations}`)
}

/** Widths of the dense layers before the outputs. */
function denseWidths({ kind, m, hidden, head }: NetworkSettings): readonly number[] {
  switch (kind) {
    case 'two-layer':
    case 'random-features':
      return [m]
    case 'mlp':
      return hidden
    case 'cnn':
      return head ? [head] : []
    case 'transformer':
      return []
  }
}

/** Weights and biases, and the entries of every layer's output. */
function countsOf(model: NetworkSettings, { d, image, outputs }: Ends): { parameters: number; activations: number } {
  let parameters = 0
  let activations = 0
  let width = d
  const dense = (out: number) => {
    parameters += out * (width + 1)
    activations += out
    width = out
  }
  if (model.kind === 'transformer') {
    const { blocks, width, heads, mlp } = model
    if (image?.height !== 1) throw new ScenarioError('model', model.kind, 'a network that reads no sequence, or questions (source=hops)')
    const channels = width * heads
    const perToken = channels + blocks * (9 * channels + mlp + heads * image.width)
    return { parameters: transformerParameters(model, image.channels, outputs), activations: image.width * perToken + outputs }
  }
  if (model.kind === 'cnn') {
    if (!image) throw new ScenarioError('model', model.kind, 'a network that needs no images, or data that are images (source=mnist)')
    let { channels, height, width: across } = image
    for (const [l, filters] of model.filters.entries()) {
      const side = (v: number) => Math.floor((v + 2 * model.padding - model.kernel) / model.stride) + 1
      const left = Math.min(height, across)
      const where = `convolution ${l + 1}, which is given ${height}×${across} pixels`
      if (side(left) < 1) throw new ScenarioError('kernel', String(model.kernel), `at most ${left + 2 * model.padding} at ${where}`)
      parameters += filters * (channels * model.kernel * model.kernel + 1)
      ;[channels, height, across] = [filters, side(height), side(across)]
      activations += channels * height * across
      if (model.pool === 'none') continue
      if (Math.min(height, across) < 2) throw new ScenarioError('pool', model.pool, `none at ${where} and leaves ${height}×${across}`)
      ;[height, across] = [Math.floor(height / 2), Math.floor(across / 2)]
      activations += channels * height * across
    }
    width = channels * height * across
  }
  for (const out of denseWidths(model)) dense(out)
  dense(outputs)
  return { parameters, activations }
}
