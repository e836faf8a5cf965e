/** Reader of CIFAR-10's binary batches. */

import { grouped } from '../../lib/digits'
import { type DataPart, type ReadOptions, sampleName } from './data'
import { decode, ELEMENTS } from './elements'
import { DataFileError, truncated } from './error'
import type { Steps } from './progress'

const PIXELS = 3072
/** Bytes of one label and its image. */
export const CIFAR_RECORD = 1 + PIXELS
const CIFAR_CLASSES = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']

/** Whether a label from 0 to 9 stands at the head of every record, and one record at least is whole. */
export function looksLikeCifar(bytes: Uint8Array): boolean {
  if (bytes.length < CIFAR_RECORD) return false
  for (let at = 0; at < bytes.length; at += CIFAR_RECORD) if (bytes[at] > 9) return false
  return true
}

/** A binary batch of CIFAR-10: records of a label and 3×32×32 bytes, channel by channel. */
export function* readCifar(bytes: Uint8Array, { most = Number.POSITIVE_INFINITY }: ReadOptions = {}): Steps<DataPart> {
  const whole = Math.ceil(bytes.length / CIFAR_RECORD) * CIFAR_RECORD
  if (bytes.length < whole || whole === 0) throw truncated(bytes.length, Math.max(whole, CIFAR_RECORD))
  const of = whole / CIFAR_RECORD
  const n = Math.min(of, most)
  const labels = new Int32Array(n)
  for (let i = 0; i < n; i++) {
    labels[i] = bytes[i * CIFAR_RECORD]
    if (labels[i] > 9) throw new DataFileError(`label of ${sampleName(i, 1)}`, grouped(labels[i]), 'a class from 0 to 9')
  }
  const X = yield* decode({ bytes, start: 1, type: ELEMENTS.u1!, little: true, rows: n, d: PIXELS, rowStep: CIFAR_RECORD, offsets: null })
  const targets = { n, of, outputs: 1, values: Float64Array.from(labels), classes: { labels, names: CIFAR_CLASSES } }
  return { format: 'cifar-10', samples: { n, of, d: PIXELS, shape: [3, 32, 32], X, bytes: true }, targets }
}
