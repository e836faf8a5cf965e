import { type Zippable, zipSync } from 'fflate'
import { encodeNpy } from '../../lib/npz'

/** An array of a test, row by row: in float64, or in float32 as PyTorch writes it. */
export interface Given {
  readonly shape: readonly number[]
  readonly values: ArrayLike<number>
  readonly type?: 'f4' | 'f8'
  /** Column-major: `values` are in the order of the file. */
  readonly fortran?: boolean
}

/** The bytes of a .npy file of any type. */
export function npyOf({ shape, values, type = 'f8', fortran = false }: Given): Uint8Array {
  const plain = encodeNpy({ data: Float64Array.from(values), shape })
  if (type === 'f8' && !fortran) return plain
  const start = 10 + plain[8] + 256 * plain[9]
  const head = String.fromCharCode(...plain.subarray(10, start))
    .replace('<f8', `<${type}`)
    .replace('False,', fortran ? 'True, ' : 'False,')
  const data = type === 'f4' ? Float32Array.from(values) : Float64Array.from(values)
  const file = new Uint8Array(start + data.byteLength)
  file.set(plain.subarray(0, 10))
  for (let i = 0; i < head.length; i++) file[10 + i] = head.charCodeAt(i)
  file.set(new Uint8Array(data.buffer), start)
  return file
}

/** An archive as numpy.savez writes it, or savez_compressed. */
export function npzOf(arrays: Readonly<Record<string, Given>>, packed = false): Uint8Array {
  const files: Zippable = {}
  for (const [name, array] of Object.entries(arrays)) files[`${name}.npy`] = npyOf(array)
  return zipSync(files, { level: packed ? 6 : 0, mtime: '1980-01-02T00:00:00' })
}
