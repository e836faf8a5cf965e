/** Steps of the replicas of a linear model in TensorFlow.js, op by op: rows gathered, and two contractions as products or as sums. */
import * as tf from '@tensorflow/tfjs-core'
import type { Job } from '../core/jobs'
import { generator } from '../core/random'
import { REPLICA_RATE } from '../core/replicas'
import type { TfjsReplicaJob } from './rival'

export function tfjsReplicas({ R, n, s, B, steps, way }: TfjsReplicaJob): Job {
  const next = generator(1)
  const X = tf.tensor2d(
    Float32Array.from({ length: n * s }, () => 2 * next() - 1),
    [n, s],
  )
  const batches = Array.from({ length: steps }, () =>
    tf.tensor1d(
      Int32Array.from({ length: R * B }, () => Math.floor(n * next())),
      'int32',
    ),
  )
  let W: tf.Tensor3D = tf.fill([R, 1, s], 1e-6)
  const step = (batch: tf.Tensor1D): tf.Tensor3D =>
    tf.tidy(() => {
      const Z: tf.Tensor3D = tf.reshape(tf.gather(X, batch), [R, B, s])
      if (way === 'sum') {
        const c = tf.sum(tf.mul(Z, W), 2, true)
        return tf.sub(W, tf.mul(tf.sum(tf.mul(Z, c), 1, true), REPLICA_RATE / B))
      }
      const c = tf.matMul(Z, tf.reshape(W, [R, s, 1]))
      return tf.sub(W, tf.mul(tf.matMul(tf.reshape(c, [R, 1, B]), Z), REPLICA_RATE / B))
    })
  return {
    async run() {
      for (const batch of batches) {
        const moved = step(batch)
        W.dispose()
        W = moved
      }
      await tf.slice(W, [0, 0, 0], [1, 1, 1]).data()
    },
    dispose() {
      tf.dispose([X, W, batches])
    },
  }
}
