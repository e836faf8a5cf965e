/** Small files of every format, with those that go with them, as tests and benchmarks mutate them: `FILES`, `mutated(files, changed)`. */
import { gzipSync, zipSync } from 'fflate'
import { encodeNpy, encodeNpz } from '../../lib/npz'
import numpy from './fixtures/numpy.json'
import type { FileLike } from './own'
import { fileOf, text, writeCifar, writeCifar100, writeIdx, writeTar } from './testing'

const table = (n: number, last: (i: number) => string) =>
  text(...Array.from({ length: n }, (_, i) => `${i % 7},${(i * i) % 11},${last(i)}`))
const X = { data: Float64Array.from({ length: 24 }, (_, i) => Math.sqrt(i) - 2), shape: [8, 3] }
const y = { data: Int32Array.from({ length: 8 }, (_, i) => i % 2), shape: [8] }
const labels = encodeNpy(y)

/** Files of every format, with those that go with them. */
export const FILES: Record<string, readonly [Uint8Array, ...Uint8Array[]]> = {
  'CSV of classes': [table(12, i => (i % 3 ? 'yes' : '"no"'))],
  'CSV of numbers': [text('a;b;y', ...Array.from({ length: 9 }, (_, i) => `${i};${i * i};${i / 3}`))],
  NPY: [encodeNpy(X), labels],
  NPZ: [encodeNpz({ X, y })],
  'deflated NPZ': [new Uint8Array(Buffer.from(numpy.deflated.base64, 'base64'))],
  'CSV of semicolons and decimal commas': [text('x;m;y', ...Array.from({ length: 9 }, (_, i) => `0,${i};−1,5;${i},25`))],
  'CSV with gaps, comments and row numbers': [
    text(
      '# made by hand',
      ',a,b,y',
      ...Array.from({ length: 12 }, (_, i) => `${i},${i % 5 === 3 ? 'NA' : i * i},${i / 3},${i % 2}`),
      '# end',
    ),
  ],
  'matrix of numpy': [text('# a b y', ...Array.from({ length: 9 }, (_, i) => `${i / 7} ${(i * i).toExponential(18)} ${i}D-1`))],
  'UTF-16': [
    Uint8Array.from(new Uint8Array(Uint16Array.from('\ufeffa\tb\ty\n1\t2\t3\n4\t5\t7.5\n2\t2\t2\n', c => c.charCodeAt(0)).buffer)),
  ],
  'one-hot CSV': [text(...Array.from({ length: 12 }, (_, i) => `${i / 3},${i * i},${[0, 1, 2].map(k => Number(k === i % 3)).join()}`))],
  'NPZ with a test set and labels by other names': [encodeNpz({ train_x: X, train_labels: y, test_x: X, test_labels: y })],
  'tables of inputs and of labels': [text(...Array.from({ length: 9 }, (_, i) => `${i / 3} ${i * i}`)), text(...'abacabada')],
  'CIFAR-100': [
    writeCifar100(
      [
        [3, 90],
        [19, 5],
      ],
      (i, j) => (i + j) & 255,
    ),
  ],
  IDX: [
    writeIdx(
      8,
      [6, 2, 2],
      Uint8Array.from({ length: 24 }, (_, i) => 9 * i),
    ),
    writeIdx(8, [6], [0, 1, 2, 0, 1, 2]),
  ],
  'CIFAR-10': [writeCifar([3, 5], (i, j) => (i + j) & 255)],
  gzip: [gzipSync(table(12, i => String(i % 2)))],
  'zip of a table and its test set': [zipSync({ 'a/train.csv': table(12, i => 'ab'[i % 2]), 'a/test.csv': table(5, i => 'ab'[i % 2]) })],
  'tar of batches': [
    gzipSync(writeTar({ 'b/data_batch_1.bin': writeCifar([3, 5], (i, j) => (i * j) & 255), 'b/readme.html': text('<p>') })),
  ],
}

/** The files as the page gets them, one of them with other bytes. */
export const mutated = (files: readonly Uint8Array[], changed: number, bytes: Uint8Array): FileLike[] =>
  files.map((file, i) => fileOf(i === 0 ? 'X.data' : 'labels.data', i === changed ? bytes : file))
