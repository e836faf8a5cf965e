/** Readers of CIFAR's binary batches. */

import { grouped } from '../../lib/digits'
import type { Labels } from './contents'
import { type DataPart, type FileTargets, type ReadOptions, sampleName } from './data'
import { decode, ELEMENTS } from './elements'
import { DataFileError, truncated } from './error'
import type { Steps } from './progress'

const PIXELS = 3072
/** Bytes of one label and its image; CIFAR-100 has a coarse label of twenty before it. */
export const CIFAR_RECORD = 1 + PIXELS
export const CIFAR_100_RECORD = 2 + PIXELS
const CIFAR_CLASSES = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']

/** Whether a label from 0 to 9 stands at the head of every record, and one record at least is whole. */
export function looksLikeCifar(bytes: Uint8Array): boolean {
  if (bytes.length < CIFAR_RECORD) return false
  for (let at = 0; at < bytes.length; at += CIFAR_RECORD) if (bytes[at] > 9) return false
  return true
}

/** Whether a coarse label from 0 to 19 and a fine one from 0 to 99 stand at the head of every record, and one record at least is whole. */
export function looksLikeCifar100(bytes: Uint8Array): boolean {
  if (bytes.length < CIFAR_100_RECORD) return false
  for (let at = 0; at < bytes.length; at += CIFAR_100_RECORD) if (bytes[at] > 19 || bytes[at + 1] > 99) return false
  return true
}

/** A binary batch of CIFAR-10: records of a label and 3×32×32 bytes, channel by channel. */
export function* readCifar(bytes: Uint8Array, options: ReadOptions = {}): Steps<DataPart> {
  const { samples, n, of } = yield* imagesOf(bytes, CIFAR_RECORD, options)
  return { format: 'cifar-10', samples, targets: labelsAt(bytes, { record: CIFAR_RECORD, at: 0, n, of, names: CIFAR_CLASSES }) }
}

/** A binary batch of CIFAR-100: records of a coarse label, a fine one and 3×32×32 bytes. The fine ones are the targets by default. */
export function* readCifar100(bytes: Uint8Array, options: ReadOptions = {}): Steps<{ part: DataPart; labels: readonly Labels[] }> {
  const { samples, n, of } = yield* imagesOf(bytes, CIFAR_100_RECORD, options)
  const labels = [20, 100].map((count, at) => {
    const names = Array.from({ length: count }, (_, k) => String(k))
    return { name: at === 0 ? 'coarse' : 'fine', targets: labelsAt(bytes, { record: CIFAR_100_RECORD, at, n, of, names }) }
  })
  return { part: { format: 'cifar-100', samples, targets: labels[1].targets }, labels }
}

function* imagesOf(bytes: Uint8Array, record: number, { most = Number.POSITIVE_INFINITY }: ReadOptions) {
  const whole = Math.ceil(bytes.length / record) * record
  if (bytes.length < whole || whole === 0) throw truncated(bytes.length, Math.max(whole, record))
  const of = whole / record
  const n = Math.min(of, most)
  const start = record - PIXELS
  const X: Float64Array = yield* decode({
    bytes,
    start,
    type: ELEMENTS.u1!,
    little: true,
    rows: n,
    d: PIXELS,
    rowStep: record,
    offsets: null,
  })
  return { samples: { n, of, d: PIXELS, shape: [3, 32, 32], X, bytes: true }, n, of }
}

interface Places {
  readonly record: number
  /** Byte of the label in its record. */
  readonly at: number
  readonly n: number
  readonly of: number
  readonly names: readonly string[]
}

function labelsAt(bytes: Uint8Array, { record, at, n, of, names }: Places): FileTargets {
  const labels = new Int32Array(n)
  for (let i = 0; i < n; i++) {
    labels[i] = bytes[i * record + at]
    if (labels[i] >= names.length)
      throw new DataFileError(`label of ${sampleName(i, 1)}`, grouped(labels[i]), `a class from 0 to ${names.length - 1}`)
  }
  return { n, of, outputs: 1, values: Float64Array.from(labels), classes: { labels, names } }
}
