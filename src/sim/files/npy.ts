/** Reader of numpy's .npy files, as inputs or as targets. */

import { strFromU8 } from 'fflate'
import { type DataPart, type FileSamples, type FileTargets, type ReadOptions, sampleName, targetsFrom } from './data'
import { decode, ELEMENTS, type ElementType } from './elements'
import { checkEntries, DataFileError, quoted, tooLong, truncated } from './error'
import { SLICE_BYTES, type Steps } from './progress'

/** Where the header begins in files of version 1. */
const HEADER = 10
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** The head of a .npy file. */
export interface NpyHeader {
  readonly element: string
  readonly type: ElementType
  /** Of texts: whether their characters take four bytes, or one. */
  readonly texts: { readonly wide: boolean } | null
  readonly little: boolean
  readonly fortran: boolean
  readonly shape: readonly number[]
  readonly start: number
}

export function looksLikeNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, k) => bytes[k] === byte)
}

function lengthOfHeader(bytes: Uint8Array, what: string): { from: number; to: number } {
  if (bytes.length < 12) throw truncated(bytes.length, 12, what)
  const version = bytes[6]
  if (version < 1 || version > 3) throw new DataFileError(`${what}: NPY version (byte 6)`, `${version}.${bytes[7]}`, '1.0, 2.0 or 3.0')
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const from = version === 1 ? HEADER : HEADER + 2
  return { from, to: from + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true)) }
}

/** Reads and checks the head of a .npy file, version 1 to 3, of `size` bytes in all; `what` names it in messages. */
export function npyHeader(bytes: Uint8Array, what = 'file', size = bytes.length): NpyHeader {
  if (!looksLikeNpy(bytes))
    throw new DataFileError(what, 'another beginning', '\\x93NUMPY', `${what} does not begin with \\x93NUMPY at byte 0`)
  const { from, to } = lengthOfHeader(bytes, what)
  if (bytes.length < to) throw truncated(bytes.length, to, what)
  let text = ''
  for (let i = from; i < Math.min(to, from + 65_536); i++) text += String.fromCharCode(bytes[i])
  const field = (name: string, pattern: string) => new RegExp(`['"]${name}['"]\\s*:\\s*${pattern}`).exec(text)?.[1]
  const descr = field('descr', `['"]([^'"]*)['"]`) ?? field('descr', '(\\[.*?\\])')
  const order = field('fortran_order', '(True|False)')
  const shape = field('shape', '\\(([\\d\\s,L]*)\\)')
  if (descr === undefined || order === undefined || shape === undefined)
    throw new DataFileError(`${what}: NPY header (byte ${from})`, quoted(text.trim()), 'descr, fortran_order and shape')
  const [, byteOrder, element = ''] = /^([<>|=]?)([a-z]\d+|\?)$/.exec(descr.replace(/^([<>|=]?)\?$/, '$1b1')) ?? []
  const sizes = shape.split(',').flatMap(part => (part.trim() ? [Number.parseInt(part, 10)] : []))
  const [, textOrder, kind, length] = /^([<>|=]?)([US])([1-9]\d{0,5})$/.exec(descr) ?? []
  const texts = kind && (sizes.length === 1 || (sizes.length === 2 && sizes[1] === 1)) ? { wide: kind === 'U' } : null
  const type = texts ? textType(texts.wide, Number(length)) : Object.hasOwn(ELEMENTS, element) ? ELEMENTS[element] : undefined
  if (!type) throw wrongType(descr, what, from)
  const end = to + sizes.reduce((product, side) => product * side, type.bytes)
  if (size < end) throw truncated(size, end, what)
  if (size > end) throw tooLong(size, end, what)
  return { element, type, texts, little: (textOrder ?? byteOrder) !== '>', fortran: order === 'True', shape: sizes, start: to }
}

function wrongType(descr: string, what: string, at: number): DataFileError {
  const wanted = 'whole numbers, floats of 16 to 64 bits or booleans; labels may be texts'
  return new DataFileError(
    `${what}: NPY type (header at byte ${at})`,
    quoted(descr),
    /O/.test(descr) ? `${wanted}; these are Python objects: save them as one of these` : wanted,
  )
}

/** Texts of a fixed length, which no number stands for. */
const textType = (wide: boolean, length: number): ElementType => ({ bytes: (wide ? 4 : 1) * length, at: () => Number.NaN })

/** Texts as classes, in the order in which they first appear. */
function* namedTargets(
  bytes: Uint8Array,
  { start, type, texts, little, shape: [of = 0] }: NpyHeader,
  most: number,
  what: string,
): Steps<FileTargets> {
  if (of === 0) throw new DataFileError(`${what}: shape`, '(0)', 'sizes of at least 1')
  const n = Math.min(of, most)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const places = new Map<string, number>()
  const labels = new Int32Array(n)
  const step = Math.max(1, Math.floor(SLICE_BYTES / type.bytes))
  for (let i = 0; i < n; i++) {
    const at = start + i * type.bytes
    const name = texts?.wide ? wideText(view, at, type.bytes, little) : strFromU8(bytes.subarray(at, at + type.bytes)).replace(/\0+$/, '')
    if (!name) throw new DataFileError(`${what}: label of ${sampleName(i, 1)}`, 'an empty text', 'a class')
    labels[i] = places.get(name) ?? places.size
    places.set(name, labels[i])
    if (i % step === step - 1) yield { stage: 'reading', done: i, total: n }
  }
  return { n, of, outputs: 1, values: Float64Array.from(labels), classes: { labels, names: [...places.keys()] } }
}

function wideText(view: DataView, at: number, bytes: number, little: boolean): string {
  let text = ''
  for (let k = 0; k < bytes; k += 4) {
    const code = view.getUint32(at + k, little)
    if (code === 0) break
    text += code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? '\ufffd' : String.fromCodePoint(code)
  }
  return text
}

interface Arrangement {
  /** Sizes of one sample as it is given on. */
  readonly shape: readonly number[]
  /** Where entry j of a sample lies behind its first, and the step from sample to sample. */
  readonly offsets: Int32Array | null
  readonly rowStep: number
}

/** Images with their channels last, (height, width, 1 or 3), are given on with the channels first. */
function arrangement({ shape: [n = 1, ...shape], fortran }: NpyHeader): Arrangement {
  const d = shape.reduce((product, size) => product * size, 1)
  const [height = 1, , channels = 1] = shape
  const channelsLast = shape.length === 3 && (channels === 1 || channels === 3) && height > 3
  if (!channelsLast && (!fortran || shape.length === 0)) return { shape, offsets: null, rowStep: d }
  const steps: number[] = []
  if (fortran) for (let k = 0, step = n; k < shape.length; step *= shape[k++]) steps.push(step)
  else for (let k = shape.length - 1, step = 1; k >= 0; step *= shape[k--]) steps.unshift(step)
  const order = shape.map((_, k) => (channelsLast ? (k + 2) % 3 : k))
  const turned = order.map(k => shape[k])
  const offsets = new Int32Array(d)
  for (let j = 0; j < d; j++)
    for (let k = order.length - 1, rest = j; k >= 0; rest = Math.floor(rest / turned[k--]))
      offsets[j] += (rest % turned[k]) * steps[order[k]]
  return { shape: turned, offsets, rowStep: fortran ? 1 : d }
}

interface NpyRows {
  readonly values: Float64Array
  readonly n: number
  readonly d: number
  readonly shape: readonly number[]
}

function* readRows(bytes: Uint8Array, header: NpyHeader, most: number, what: string): Steps<NpyRows> {
  const [of, ...sizes] = header.shape
  if (header.texts) throw wrongType('texts', what, HEADER)
  if (of === undefined) throw new DataFileError(`${what}: shape`, '()', 'one axis or more, samples first')
  if (header.shape.includes(0)) throw new DataFileError(`${what}: shape`, `(${header.shape.join(', ')})`, 'sizes of at least 1')
  const n = Math.min(of, most)
  const d = sizes.reduce((product, size) => product * size, 1)
  checkEntries(n * d, header.shape)
  const { shape, offsets, rowStep } = arrangement(header)
  return { values: yield* decode({ bytes, ...header, rows: n, d, rowStep, offsets }), n, d, shape }
}

/** A .npy array as inputs: samples along the first axis; one axis makes one entry each. */
export function* npyInputs(bytes: Uint8Array, most = Number.POSITIVE_INFINITY, what = 'file'): Steps<FileSamples> {
  const header = npyHeader(bytes, what)
  const { values, n, d, shape } = yield* readRows(bytes, header, most, what)
  return { n, of: header.shape[0], d, shape: shape.length > 0 ? shape : [1], X: values, bytes: header.element === 'u1' }
}

/** A .npy array as targets: (n), (n, 1) or (n, outputs); texts are names of classes. */
export function* npyTargets(bytes: Uint8Array, most = Number.POSITIVE_INFINITY, what = 'file'): Steps<FileTargets> {
  const header = npyHeader(bytes, what)
  if (header.texts) return yield* namedTargets(bytes, header, most, what)
  if (header.shape.length > 2) throw new DataFileError(`${what}: shape`, `(${header.shape.join(', ')})`, '(n) or (n, outputs) for targets')
  const { values, d } = yield* readRows(bytes, header, most, what)
  return targetsFrom(values, d, header.shape[0])
}

/** A .npy file by itself: targets from one axis, inputs from more, unless the role is given. */
export function* readNpy(bytes: Uint8Array, { most, role }: ReadOptions = {}): Steps<DataPart> {
  const asTargets = role ? role === 'targets' : npyHeader(bytes).shape.length === 1
  if (asTargets) return { format: 'npy', samples: null, targets: yield* npyTargets(bytes, most) }
  return { format: 'npy', samples: yield* npyInputs(bytes, most), targets: null }
}
