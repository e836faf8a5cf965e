import { strToU8 } from 'fflate'
import type { DataPart, ReadOptions } from './data'
import { DataFileError } from './error'
import type { FileLike } from './own'
import { finish } from './progress'
import { readData } from './read'

/** Reads a file in one go. */
export const read = (file: ArrayBuffer | Uint8Array, options?: ReadOptions): DataPart => finish(readData(file, options))

/** The error that reading a file ends with. */
export function failure(file: Uint8Array, options?: ReadOptions): DataFileError {
  try {
    read(file, options)
  } catch (error) {
    if (error instanceof DataFileError) return error
    throw error
  }
  throw new Error('The file was read without an error.')
}

/** A message with plain spaces for thin ones. */
export const said = (file: Uint8Array, options?: ReadOptions) => failure(file, options).message.replaceAll('\u2009', ' ')

export const text = (...lines: string[]) => strToU8(lines.join('\n'))

type Writer = (view: DataView, at: number, value: number) => void

const WRITERS: Record<number, readonly [number, Writer]> = {
  8: [1, (v, at, x) => v.setUint8(at, x)],
  9: [1, (v, at, x) => v.setInt8(at, x)],
  11: [2, (v, at, x) => v.setInt16(at, x)],
  12: [4, (v, at, x) => v.setInt32(at, x)],
  13: [4, (v, at, x) => v.setFloat32(at, x)],
  14: [8, (v, at, x) => v.setFloat64(at, x)],
}

/** An IDX file. */
export function writeIdx(type: number, dims: readonly number[], values: ArrayLike<number>): Uint8Array {
  const [size, write] = WRITERS[type]
  const start = 4 + 4 * dims.length
  const file = new Uint8Array(start + size * values.length)
  const view = new DataView(file.buffer)
  file.set([0, 0, type, dims.length])
  dims.forEach((dim, k) => {
    view.setUint32(4 + 4 * k, dim)
  })
  for (let k = 0; k < values.length; k++) write(view, start + k * size, values[k])
  return file
}

/** A batch of CIFAR-10. */
export function writeCifar(labels: readonly number[], pixel: (i: number, j: number) => number): Uint8Array {
  const file = new Uint8Array(labels.length * 3073)
  labels.forEach((label, i) => {
    file[i * 3073] = label
    for (let j = 0; j < 3072; j++) file[i * 3073 + 1 + j] = pixel(i, j)
  })
  return file
}

/** A file of the page or of the disk. */
export const fileOf = (name: string, bytes: Uint8Array): FileLike => ({
  name,
  size: bytes.length,
  slice: (from, to) => ({ arrayBuffer: async () => bytes.slice(from, to).buffer as ArrayBuffer }),
})

/** A batch of CIFAR-100, whose labels are a group and a class. */
export function writeCifar100(labels: readonly (readonly [number, number])[], pixel: (i: number, j: number) => number): Uint8Array {
  return Uint8Array.from(labels.flatMap(([group, label], i) => [group, label, ...Array.from({ length: 3072 }, (_, j) => pixel(i, j))]))
}

/** A tar archive as POSIX has it. */
export function writeTar(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, bytes]) => {
    const head = new Uint8Array(512)
    head.set(strToU8(name), 0)
    head.set(strToU8(`${bytes.length.toString(8).padStart(11, '0')}\0`), 124)
    head.set(strToU8('        0'), 148)
    head.set(strToU8('ustar\0'), 257)
    const sum = head.reduce((total, byte) => total + byte, 0)
    head.set(strToU8(`${sum.toString(8).padStart(6, '0')}\0 `), 148)
    const padded = new Uint8Array(Math.ceil(bytes.length / 512) * 512)
    padded.set(bytes)
    return [...head, ...padded]
  })
  return Uint8Array.from([...blocks, ...new Uint8Array(1024)])
}
