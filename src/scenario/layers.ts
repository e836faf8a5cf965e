import { ScenarioError } from './error'
import { imageLayers } from './imageLayers'
import { type Ends, type NetworkSettings, readsImages, sizedBy, transformerParameters } from './model'

/** Parameters of a network over all arms, and activations of one sample, that are sure to fit in memory. */
const MOST = { parameters: 2.6e7, activations: 4e5 }

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
    case 'vgg':
      return head ? [head] : []
    case 'resnet':
    case 'transformer':
      return []
  }
}

/** Weights and biases, and the entries of every layer's output. */
export function countsOf(model: NetworkSettings, { d, image, outputs }: Ends): { parameters: number; activations: number } {
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
  if (readsImages(model)) {
    if (!image) throw new ScenarioError('model', model.kind, 'a network that needs no images, or data that are images (source=mnist)')
    const left = throughImage(model, image)
    ;({ parameters, activations } = left)
    width = left.width
  }
  for (const out of denseWidths(model)) dense(out)
  dense(outputs)
  return { parameters, activations }
}

/** The same of what stands before the dense layers, and the entries that are left for them. */
function throughImage(model: NetworkSettings, image: NonNullable<Ends['image']>) {
  let { channels, height, width } = image
  let [parameters, activations, convolutions] = [0, 0, 0]
  let where = ''
  for (const layer of imageLayers(model)) {
    const left = Math.min(height, width)
    if (layer.kind === 'conv') {
      const { filters, kernel, stride, padding } = layer
      const side = (v: number) => Math.floor((v + 2 * padding - kernel) / stride) + 1
      where = `convolution ${++convolutions}, which is given ${height}×${width} pixels`
      if (side(left) < 1) throw new ScenarioError('kernel', String(kernel), `at most ${left + 2 * padding} at ${where}`)
      parameters += filters * (channels * kernel * kernel + 1)
      ;[channels, height, width] = [filters, side(height), side(width)]
    } else if (layer.kind !== 'add') {
      if (left < 2 && layer.kind === 'pool') {
        const [field, found, allowed] =
          model.kind === 'cnn' ? (['pool', model.pool, 'none'] as const) : (['filters', String(model.filters), 'fewer stages'] as const)
        throw new ScenarioError(field, found, `${allowed} at ${where} and leaves ${height}×${width}`)
      }
      const size = layer.kind === 'pool' ? 2 : left
      ;[height, width] = [Math.floor(height / size), Math.floor(width / size)]
    }
    activations += channels * height * width
  }
  return { parameters, activations, width: channels * height * width }
}
