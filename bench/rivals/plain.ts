/**
 * SGD as a page that shows networks commonly writes it: neurons as objects, loops over them, sample by sample, in ordinary arrays
 * of numbers. It stands for the rivals' own code, which is not ours to copy.
 */
import { type DenseNet, denseData, ETA, type Steps } from './dense'

interface Neuron {
  weights: number[]
  bias: number
  output: number
  /** Derivative of the loss by what comes in. */
  delta: number
  weightGradients: number[]
  biasGradient: number
}

export function plainSteps(net: DenseNet, steps: number): Steps {
  const { widths, scale, biases } = net
  const data = denseData(net, steps)
  const d = widths[0]
  const inputs = Array.from({ length: net.n }, (_, i) => Array.from(data.X.subarray(i * d, (i + 1) * d)))
  const labels = Array.from(data.y)
  const layers: Neuron[][] = data.weights.map((weights, l) =>
    Array.from({ length: widths[l + 1] }, (_, k) => {
      const own = Array.from({ length: widths[l] }, (_, j) => weights[j * widths[l + 1] + k])
      return { weights: own, bias: 0, output: 0, delta: 0, weightGradients: own.map(() => 0), biasGradient: 0 }
    }),
  )
  const last = layers.length - 1

  function forward(x: number[]): number {
    let incoming = x
    layers.forEach((layer, l) => {
      for (const neuron of layer) {
        let sum = neuron.bias
        for (let j = 0; j < incoming.length; j++) sum += neuron.weights[j] * incoming[j]
        neuron.output = l === last ? scale * sum : Math.max(0, sum)
      }
      incoming = layer.map(neuron => neuron.output)
    })
    return incoming[0]
  }

  function backward(x: number[], residual: number): void {
    layers[last][0].delta = scale * residual
    for (let l = last; l >= 0; l--) {
      const layer = layers[l]
      const incoming = l > 0 ? layers[l - 1].map(neuron => neuron.output) : x
      for (const neuron of layer) {
        for (let j = 0; j < incoming.length; j++) neuron.weightGradients[j] += neuron.delta * incoming[j]
        neuron.biasGradient += neuron.delta
      }
      if (l === 0) continue
      layers[l - 1].forEach((below, j) => {
        let sum = 0
        for (const neuron of layer) sum += neuron.delta * neuron.weights[j]
        below.delta = below.output > 0 ? sum : 0
      })
    }
  }

  function update(count: number): void {
    for (const layer of layers)
      for (const neuron of layer) {
        for (let j = 0; j < neuron.weights.length; j++) {
          neuron.weights[j] -= (ETA / count) * neuron.weightGradients[j]
          neuron.weightGradients[j] = 0
        }
        if (biases) neuron.bias -= (ETA / count) * neuron.biasGradient
        neuron.biasGradient = 0
      }
  }

  const all = labels.map((_, i) => i)
  return {
    run() {
      for (let step = 0; step < steps; step++) {
        const batch = data.batches?.[step] ?? all
        for (const i of batch) backward(inputs[i], forward(inputs[i]) - labels[i])
        update(batch.length)
      }
    },
    weights: async () => inputs[0].flatMap((_, j) => layers[0].map(neuron => neuron.weights[j])),
  }
}
