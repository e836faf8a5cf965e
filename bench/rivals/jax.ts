/** SGD in jax-js on its default device: the gradient of the loss and the update, compiled into one function by `jit`. */
import { blockUntilReady, grad, jit, nn, numpy as np, tree } from '@jax-js/jax'
import { type DenseNet, denseData, ETA, type Steps } from './dense'

type Theta = { W: np.Array[]; b: np.Array[] }

export function jaxSteps(net: DenseNet, steps: number): Steps {
  const { n, widths, biases, scale, B } = net
  const data = denseData(net, steps)
  const X = np.array(data.X).reshape([n, widths[0]])
  const y = np.array(data.y)
  const batches = data.batches?.map(batch => np.array(batch)) ?? null

  function loss({ W, b }: Theta, x: np.Array, t: np.Array): np.Array {
    const last = W.length - 1
    let h = x
    for (const [l, weights] of W.entries()) {
      const z = np.matmul(h, weights)
      const shifted = biases ? z.add(b[l]) : z
      h = l < last ? nn.relu(shifted) : shifted.mul(scale)
    }
    const r = h.reshape([B]).sub(t)
    return r.ref
      .mul(r)
      .sum()
      .mul(0.5 / B)
  }

  const descend = (theta: Theta, x: np.Array, t: np.Array): Theta => {
    const g = grad(loss)(tree.ref(theta), x, t) as Theta
    return tree.map((v: np.Array, s: np.Array) => v.sub(s.mul(ETA)), theta, g) as Theta
  }
  const full = jit(descend)
  const mini = jit(
    (theta: Theta, x: np.Array, t: np.Array, batch: np.Array): Theta => descend(theta, np.take(x, batch.ref, 0), np.take(t, batch, 0)),
  )

  let theta: Theta = {
    W: data.weights.map((weights, l) => np.array(weights).reshape([widths[l], widths[l + 1]])),
    b: biases ? widths.slice(1).map(width => np.zeros([width])) : [],
  }
  return {
    async run() {
      for (let t = 0; t < steps; t++) {
        const batch = batches?.[t]
        theta = batch ? mini(theta, X.ref, y.ref, batch.ref) : full(theta, X.ref, y.ref)
      }
      await blockUntilReady(theta)
    },
    weights: () => theta.W[0].ref.data(),
  }
}
