import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { encodeNpy, encodeNpz } from '../../lib/npz'
import numpy from './fixtures/numpy.json'
import { read, said, text } from './testing'

interface Written {
  readonly base64: string
  readonly shape: number[]
  readonly values: number[]
  readonly labels?: number[]
}

const bytesOf = ({ base64 }: Written) => new Uint8Array(Buffer.from(base64, 'base64'))
const files = Object.entries(numpy as Record<string, Written>)
const arrays = files.filter(([, file]) => !file.labels)

const head = (dict: string, version = 1) => {
  const line = `${dict}\n`
  return Uint8Array.of(
    0x93,
    ...text('NUMPY'),
    version,
    0,
    line.length & 255,
    line.length >> 8,
    ...(version > 1 ? [0, 0] : []),
    ...text(line),
  )
}

describe('NPY', () => {
  it.each(arrays)('reads what numpy wrote: %s', (_, file) => {
    const { samples } = read(bytesOf(file), { role: 'inputs' })
    expect([...samples!.X]).toEqual(file.values)
    expect(samples).toMatchObject({ n: file.shape[0], shape: file.shape.length > 1 ? file.shape.slice(1) : [1] })
  })

  it('reads what was written', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(shapes, fc.infiniteStream(fc.double({ noNaN: true, noDefaultInfinity: true })), (shape, stream) => {
        const data = Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => stream.next().value as number)
        fc.pre(!(shape.length === 4 && (shape[3] === 1 || shape[3] === 3) && shape[1] > 3))
        expect(read(encodeNpy({ data, shape }))).toMatchObject({
          format: 'npy',
          samples: { X: data, shape: shape.slice(1) },
          targets: null,
        })
      }),
    )
  })

  it('puts channels first, in either order of storage', () => {
    const data = Float64Array.from({ length: 2 * 4 * 4 * 3 }, (_, k) => k)
    const { samples } = read(encodeNpy({ data, shape: [2, 4, 4, 3] }))
    expect(samples!.shape).toEqual([3, 4, 4])
    expect([...samples!.X.subarray(0, 5)]).toEqual([0, 3, 6, 9, 12])
    expect(samples!.X[48 + 16]).toBe(48 + 1)
    const fortran = Float64Array.from(data, (_, k) => (k % 2) * 48 + ((k >> 1) % 4) * 12 + ((k >> 3) % 4) * 3 + (k >> 5))
    const header = "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 4, 4, 3), }"
    expect(read(Uint8Array.of(...head(header), ...new Uint8Array(fortran.buffer))).samples).toEqual(samples)
  })

  it('makes targets of one axis', () => {
    expect(read(encodeNpy({ data: Int32Array.of(-1, 1, 1), shape: [3] })).targets!.classes!.names).toEqual(['-1', '1'])
    const file = encodeNpy({ data: Float64Array.of(1, 0, 0, 1), shape: [2, 2] })
    expect(read(file, { role: 'targets' }).targets).toMatchObject({ outputs: 2, n: 2, classes: null })
  })

  it('says what is wrong', () => {
    const good = encodeNpy({ data: Float64Array.of(1, 2, 3, 4), shape: [2, 2] })
    expect(said(good.subarray(0, 140))).toBe('file ends after 140 of 160 bytes')
    expect(said(good.subarray(0, 100))).toBe('file ends after 100 of 128 bytes')
    expect(said(Uint8Array.of(...good, 0))).toBe('file has 161 bytes, 160 bytes expected from its header')
    expect(said(encodeNpy({ data: Float64Array.of(1, 2, Number.NaN, 4), shape: [2, 2] }))).toMatch('sample 2, entry 1: NaN found')
    expect(said(encodeNpy({ data: Float64Array.of(1), shape: [] }), { role: 'inputs' })).toMatch(
      'file: shape () found, expected one axis or more',
    )
    expect(said(encodeNpy({ data: Float64Array.of(), shape: [0, 3] }))).toBe('file: shape (0, 3) found, expected sizes of at least 1')
    expect(said(encodeNpy({ data: new Float64Array(8), shape: [2, 2, 2] }), { role: 'targets' })).toMatch('file: shape (2, 2, 2) found')
    const dict = (descr: string) => `{'descr': ${descr}, 'fortran_order': False, 'shape': (1, 1), }`
    for (const descr of ["'<c16'", "'|O'", "'<M8'", "[('a', '<f8')]", "'<f16'"])
      expect(said(head(dict(descr)))).toMatch(/^file: NPY type \(header at byte 10\) “/)
    expect(said(head("{'descr': '<f8'}"))).toMatch('expected descr, fortran_order and shape')
    expect(said(head(dict("'<f8'"), 4))).toBe('file: NPY version (byte 6) 4.0 found, expected 1.0, 2.0 or 3.0')
    expect(said(head("{'descr': '|u1', 'fortran_order': True, 'shape': (1, 99999999999), }"))).toMatch(/ends after .* bytes$/)
  })
})

describe('NPZ', () => {
  it.each(files.filter(([, file]) => file.labels))('reads what numpy wrote: %s', (_, file) => {
    const { format, samples, targets } = read(bytesOf(file))
    expect(format).toBe('npz')
    expect(samples).toMatchObject({ n: 4, d: 3, shape: [3] })
    expect([...samples!.X]).toEqual(file.values)
    expect([...targets!.values]).toEqual(file.labels)
    expect(targets!.classes!.names).toEqual(['0', '1', '2'])
  })

  it('says what is wrong', () => {
    const X = { data: new Float64Array(6), shape: [3, 2] }
    const y = { data: Int32Array.of(1, 2), shape: [2] }
    expect(said(encodeNpz({ X, y }))).toBe('labels of 2 samples found, 3 expected: one for each sample')
    expect(said(encodeNpz({ X, weights: y }))).toBe('archive holds “X”, “weights”; arrays X and y expected')
    expect(said(zipSync({}))).toBe('archive holds nothing; arrays X and y expected')
    expect(said(zipSync({ 'X.npy': text('no array'), 'y.npy': encodeNpy(y) }))).toBe('array X does not begin with \\x93NUMPY at byte 0')
    const archive = encodeNpz({ X, y: { data: Int32Array.of(1, 2, 3), shape: [3] } })
    expect(said(archive.subarray(0, 300))).toBe('archive ends at byte 300 without a directory: it is damaged or cut short')
    const damaged = archive.slice()
    damaged[170] ^= 1
    expect(said(damaged)).toBe('“X.npy” in the archive is damaged: its check sum does not agree')
  })
})
