import fc from 'fast-check'
import { gzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { failure, read, said, writeCifar, writeIdx } from './testing'

const LIMITS: Record<number, readonly [number, number]> = {
  8: [0, 255],
  9: [-128, 127],
  11: [-32768, 32767],
  12: [-2147483648, 2147483647],
}

describe('IDX', () => {
  it.each(Object.keys(LIMITS).map(Number))('reads what was written, element type %i', type => {
    const [min, max] = LIMITS[type]
    const dims = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(
        dims.chain(size => {
          const count = size.reduce((a, b) => a * b, 1)
          return fc.tuple(fc.constant(size), fc.array(fc.integer({ min, max }), { minLength: count, maxLength: count }))
        }),
        ([size, values]) => {
          const { samples, targets, format } = read(writeIdx(type, size, values))
          expect(format).toBe('idx')
          expect(targets).toBeNull()
          expect(samples).toMatchObject({ n: size[0], of: size[0], shape: size.slice(1), bytes: type === 8 })
          expect([...samples!.X]).toEqual(values)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('reads floats to the bit and labels as classes', () => {
    const doubles = [Math.PI, -1e-300, 0, 1e300]
    expect([...read(writeIdx(0x0e, [2, 2], doubles)).samples!.X]).toEqual(doubles)
    const singles = [0.5, -0.1, 3e30, 1].map(Math.fround)
    expect([...read(writeIdx(0x0d, [2, 2], singles)).samples!.X]).toEqual(singles)
    const { samples, targets } = read(writeIdx(8, [5], [7, 3, 7, 7, 0]))
    expect(samples).toBeNull()
    expect(targets!.classes).toEqual({ labels: Int32Array.of(2, 1, 2, 2, 0), names: ['0', '3', '7'] })
    expect(read(writeIdx(0x0d, [2], [0.5, 1])).targets!.classes).toBeNull()
  })

  it('reads the first samples only where asked, and files packed with gzip', () => {
    const file = writeIdx(8, [3, 2], [1, 2, 3, 4, 5, 6])
    expect(read(file, { most: 2 }).samples).toMatchObject({ n: 2, of: 3, X: Float64Array.of(1, 2, 3, 4) })
    expect(read(gzipSync(file))).toEqual(read(file))
    expect(read(file.buffer as ArrayBuffer)).toEqual(read(file))
    expect(read(file.subarray(0))).toEqual(read(Uint8Array.of(...[9, 9, 9], ...file).subarray(3)))
  })

  it('says what is wrong', () => {
    const images = writeIdx(8, [10, 28, 28], new Uint8Array(7840))
    expect(said(images.subarray(0, 1234))).toBe('file ends after 1 234 of 7 856 bytes')
    expect(failure(images.subarray(0, 1234))).toMatchObject({ what: 'file', found: '1\u2009234 bytes', expected: '7\u2009856 bytes' })
    const large = writeIdx(8, [10_000, 28, 28], [])
    expect(said(large)).toBe('file ends after 16 of 7 840 016 bytes')
    expect(said(Uint8Array.of(...images, 0))).toBe('file has 7 857 bytes, 7 856 bytes expected from its header')
    const labels = writeIdx(8, [3], [1, 2, 3])
    expect(said(labels, { role: 'inputs' })).toBe('magic number at byte 0: 0x00000803 expected for IDX images, found 0x00000801')
    expect(said(images, { role: 'targets' })).toBe('magic number at byte 0: 0x00000801 expected for IDX labels, found 0x00000803')
    expect(said(Uint8Array.of(0, 0, 7, 3, 1))).toMatch(/^magic number at byte 0: 0x00000803 .* found 0x00000703$/)
    expect(said(writeIdx(8, [2, 0], []))).toMatch('size of axis 2 0 found, expected at least 1')
    expect(said(writeIdx(0x0e, [2, 2], [1, 2, Number.NaN, 4]))).toBe('sample 2, entry 1: NaN found, a finite number expected')
    expect(said(writeIdx(0x0d, [2], [1, Number.NEGATIVE_INFINITY]))).toBe('sample 2: −Infinity found, a finite number expected')
  })
})

describe('CIFAR-10', () => {
  it('reads labels and images channel by channel', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 255 }),
        (labels, shift) => {
          const pixel = (i: number, j: number) => (i * 7 + j + shift) & 255
          const { format, samples, targets } = read(writeCifar(labels, pixel))
          expect(format).toBe('cifar-10')
          expect(samples).toMatchObject({ n: labels.length, d: 3072, shape: [3, 32, 32], bytes: true })
          expect(samples!.X.every((v, k) => v === pixel(Math.floor(k / 3072), k % 3072))).toBe(true)
          expect([...targets!.classes!.labels]).toEqual(labels)
          expect(targets!.classes!.names[8]).toBe('ship')
        },
      ),
      { numRuns: 20 },
    )
  })

  it('is not taken for an IDX file that it begins like', () => {
    const file = writeCifar([0, 5], (_, j) => [0, 8, 3][j] ?? 1)
    expect(read(file).format).toBe('cifar-10')
  })

  it('says where a batch ends too early', () => {
    const file = writeCifar([1, 2], () => 200)
    expect(said(file.subarray(0, 5000))).toBe('file ends after 5 000 of 6 146 bytes')
    expect(read(file, { most: 1 })).toMatchObject({ samples: { n: 1, of: 2 }, targets: { n: 1, of: 2 } })
  })
})
