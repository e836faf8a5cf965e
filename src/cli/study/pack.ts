/** Inputs and results of any shape for two files: arrays of numbers by their paths for numpy, all else as JSON. */

import type { NpyArray } from '../../lib/npz'

/** JSON in which an array of numbers stands as `{ array: its name among `arrays`, length }`; numbers that JSON has not are texts. */
export function pack(value: object, path: string, arrays: Record<string, NpyArray>): object {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, packed(item, path ? `${path}.${name}` : name, arrays)]))
}

function packed(value: unknown, path: string, arrays: Record<string, NpyArray>): unknown {
  if (value instanceof Float64Array || value instanceof Int32Array) {
    arrays[path] = { data: value, shape: [value.length] }
    return { array: path, length: value.length }
  }
  if (value instanceof Float32Array) return packed(Float64Array.from(value), path, arrays)
  if (typeof value === 'number' && !Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  if (Array.isArray(value)) return value.map((item, i) => packed(item, `${path}.${i}`, arrays))
  return typeof value === 'object' && value ? pack(value, path, arrays) : value
}
