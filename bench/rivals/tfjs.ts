/**
 * SGD in TensorFlow.js op by op on whatever backend is set, with gradients by hand and transposes made for themselves: quicker than its
 * own differentiation, which transposes inside the product.
 */
import * as tf from '@tensorflow/tfjs-core'
import { type DenseNet, denseData, ETA, type Steps } from './dense'

export function tfjsSteps(net: DenseNet, steps: number): Steps {
  const { n, widths, biases, scale } = net
  const data = denseData(net, steps)
  const X = tf.tensor2d(data.X, [n, widths[0]])
  const y = tf.tensor2d(data.y, [n, 1])
  const batches = data.batches?.map(batch => tf.tensor1d(batch, 'int32')) ?? null
  let W = data.weights.map((weights, l) => tf.tensor2d(weights, [widths[l], widths[l + 1]]))
  let b = widths.slice(1).map(width => tf.zeros<tf.Rank.R1>([width]))

  function step(t: number): void {
    const next = tf.tidy(() => {
      const batch = batches?.[t]
      const inputs: tf.Tensor2D[] = [batch ? tf.gather(X, batch) : X]
      for (let l = 0; l < W.length; l++) {
        const z: tf.Tensor2D = tf.matMul(inputs[l], W[l])
        const shifted: tf.Tensor2D = biases ? tf.add<tf.Tensor2D>(z, b[l]) : z
        inputs.push(l < W.length - 1 ? tf.relu<tf.Tensor2D>(shifted) : tf.mul<tf.Tensor2D>(shifted, scale))
      }
      let delta = tf.mul(tf.sub<tf.Tensor2D>(inputs[W.length], batch ? tf.gather(y, batch) : y), scale / net.B)
      const found: { W: tf.Tensor2D; b: tf.Tensor1D }[] = []
      for (let l = W.length - 1; l >= 0; l--) {
        const gradient = tf.matMul(tf.transpose(inputs[l]), delta)
        const below = l > 0 ? tf.mul<tf.Tensor2D>(tf.matMul(delta, tf.transpose(W[l])), tf.step(inputs[l])) : delta
        const shift = biases ? tf.sub<tf.Tensor1D>(b[l], tf.mul(tf.sum(delta, 0), ETA)) : tf.clone(b[l])
        found.unshift({ W: tf.sub(W[l], tf.mul(gradient, ETA)), b: shift })
        delta = below
      }
      return found
    })
    tf.dispose([W, b])
    W = next.map(layer => layer.W)
    b = next.map(layer => layer.b)
  }

  return {
    async run() {
      for (let t = 0; t < steps; t++) step(t)
      await W[W.length - 1].data()
    },
    weights: () => W[0].data(),
  }
}
