/** MNIST: the subset that comes with the program, all of it from its own files, and tasks on digits. */

import type { Eigh } from '../../lib/eigen'
import { checkCounts } from './data'
import { DataFileError, quoted, tooLong, truncated } from './error'
import { idxHeader } from './idx'
import { gunzip } from './inflate'
import type { InputKind } from './inputs'
import { fitBoth, type LabelledSet, type TrainAndTest, takeRows } from './labelled'
import type { Steps } from './progress'
import { type Task, taskTargets } from './tasks'

/** Images of digits as bytes, row by row, and what they show. */
export interface Digits {
  readonly n: number
  readonly rows: number
  readonly columns: number
  readonly images: Uint8Array
  readonly labels: Uint8Array
}

export interface Mnist {
  readonly train: Digits
  readonly test: Digits
}

const HEADER_BYTES = 24

/** Reads public/data/mnist.bin; scripts/mnist.mjs, which writes it, describes it. */
export function* readMnist(file: ArrayBuffer | Uint8Array): Steps<Mnist> {
  const bytes = yield* gunzip(file instanceof Uint8Array ? file : new Uint8Array(file))
  if (bytes.length < HEADER_BYTES) throw truncated(bytes.length, HEADER_BYTES, 'digits')
  const magic = String.fromCharCode(...bytes.subarray(0, 8))
  if (magic !== 'NSDIGITS') throw new DataFileError('digits', quoted(magic), quoted('NSDIGITS'))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = view.getUint16(8, true)
  if (version !== 1) throw new DataFileError('version of the digits', String(version), '1')
  const [rows, columns] = [view.getUint16(10, true), view.getUint16(12, true)]
  let at = HEADER_BYTES
  const take = (size: number) => {
    at += size
    if (at > bytes.length) throw truncated(bytes.length, at, 'digits')
    return bytes.slice(at - size, at)
  }
  const digits = (n: number): Digits => ({ n, rows, columns, labels: take(n), images: take(n * rows * columns) })
  const found = { train: digits(view.getUint32(16, true)), test: digits(view.getUint32(20, true)) }
  if (at !== bytes.length) throw tooLong(bytes.length, at, 'digits')
  return found
}

/** Digits from MNIST's own IDX files, which hold 60,000 and 10,000; the bytes are shared with the files. */
export function digitsFromIdx(images: Uint8Array, labels: Uint8Array): Digits {
  const head = idxHeader(images, 'inputs')
  const labelHead = idxHeader(labels, 'targets')
  const [n = 0, rows = 0, columns = 0] = head.dims
  if (head.element !== 'u1' || head.dims.length !== 3)
    throw new DataFileError('images', `${head.dims.length} axes of ${head.element}`, '3 of u1')
  if (labelHead.element !== 'u1') throw new DataFileError('labels', labelHead.element, 'u1')
  checkCounts(n, labelHead.dims[0])
  return { n, rows, columns, images: images.subarray(head.start), labels: labels.subarray(labelHead.start) }
}

/** Of each digit, what the program carries of the training and of the test set. */
const CARRIED = { train: 200, test: 50 }

/** All digits, in an order whose first part is the subset that the program carries: `each` of every digit in turn, then the rest. */
function carriedFirst({ n, rows, columns, images, labels }: Digits, each: number): Digits {
  const byDigit: number[][] = Array.from({ length: 10 }, () => [])
  const rest: number[] = []
  labels.forEach((digit, i) => {
    const known = byDigit[digit]
    if (!known) throw new DataFileError(`class of sample ${i + 1}`, String(digit), '0 to 9')
    if (known.length < each) known.push(i)
    else rest.push(i)
  })
  const first = Array.from({ length: 10 * each }, (_, k) => byDigit[k % 10][Math.floor(k / 10)]).filter(i => i !== undefined)
  const size = rows * columns
  const order = [...first, ...rest]
  const sorted = new Uint8Array(n * size)
  order.forEach((from, to) => {
    sorted.set(images.subarray(from * size, (from + 1) * size), to * size)
  })
  return { n, rows, columns, images: sorted, labels: Uint8Array.from(order, i => labels[i]) }
}

/** All of MNIST: its first digits are those of the subset, in the same order. */
export function allDigits({ train, test }: Mnist): Mnist {
  return { train: carriedFirst(train, CARRIED.train), test: carriedFirst(test, CARRIED.test) }
}

export interface DigitOptions {
  readonly task: Task
  /** 28, 14 or 7: the larger images are averaged. */
  readonly side: 28 | 14 | 7
  readonly input: InputKind
  /** Training and test samples, the first that belong to the task; all by default. */
  readonly n?: number
  readonly nTest?: number
  /** Of the whitening. */
  readonly floor?: number
  readonly solve?: Eigh
}

function setOf(digits: Digits, { task, side }: DigitOptions, most: number | undefined): LabelledSet {
  const { rows: height, columns: width } = digits
  const { rows, ...targets } = taskTargets(digits.labels, task, most)
  const source = { entries: digits.images, d: height * width, image: { channels: 1, height, width }, unit: 1 / 255 }
  return { ...takeRows(source, rows, height / side), ...targets, rows }
}

/** Training and test set of a task on digits, the test set preprocessed as fitted to the training set. */
export function digitTask(mnist: Mnist, options: DigitOptions): TrainAndTest {
  const { n, nTest, input, floor, solve } = options
  return fitBoth(setOf(mnist.train, options, n), setOf(mnist.test, options, nTest), input, floor, solve)
}
