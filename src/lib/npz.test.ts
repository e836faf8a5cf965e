import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { decodeNpy, encodeNpy, encodeNpz } from './npz'

const headerOf = (file: Uint8Array) => {
  const length = file[8] + 256 * file[9]
  return { text: new TextDecoder().decode(file.subarray(10, 10 + length)), start: 10 + length }
}

describe('npy', () => {
  it.each([
    [[2, 3], '(2, 3)'],
    [[6], '(6,)'],
    [[6, 1, 1], '(6, 1, 1)'],
  ])('writes the shape %j', (shape, tuple) => {
    const data = Float64Array.of(0, -0, 1e-300, Number.NaN, Number.POSITIVE_INFINITY, Math.PI)
    const file = encodeNpy({ data, shape })
    const { text, start } = headerOf(file)
    expect([...file.subarray(0, 8)]).toEqual([0x93, 78, 85, 77, 80, 89, 1, 0])
    expect(text).toMatch(/ *\n$/)
    expect(text.trim()).toBe(`{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }`)
    expect(start % 64).toBe(0)
    expect(new Float64Array(file.slice(start).buffer)).toEqual(data)
  })

  it('writes numbers, empty arrays, integers and parts of larger buffers', () => {
    expect(headerOf(encodeNpy({ data: Float64Array.of(7), shape: [] })).text).toContain("'shape': ()")
    expect(headerOf(encodeNpy({ data: new Int32Array(0), shape: [0] })).text).toContain("'<i4', 'fortran_order': False, 'shape': (0,)")
    const part = encodeNpy({ data: Int32Array.of(1, 2, 3, 4).subarray(1, 3), shape: [2] })
    expect(new Int32Array(part.slice(headerOf(part).start).buffer)).toEqual(Int32Array.of(2, 3))
  })

  it('refuses a shape that does not fit', () => {
    expect(() => encodeNpy({ data: new Float64Array(3), shape: [2, 2] })).toThrow('An array of shape (2, 2) needs 4 entries; got 3.')
  })

  it('reads what it wrote, and says of anything else what it found', () => {
    const array = { data: Float64Array.of(0, -0, 1e-300, Number.NaN, Number.POSITIVE_INFINITY, Math.PI), shape: [2, 3] }
    const file = encodeNpy(array)
    expect(decodeNpy(file)).toEqual(array)
    expect(decodeNpy(encodeNpy({ data: Float64Array.of(7), shape: [] }))).toEqual({ data: Float64Array.of(7), shape: [] })
    expect(() => decodeNpy(file.slice(0, -1))).toThrow('The array has 47 bytes for the shape (2, 3); an .npy array of float64')
    expect(() => decodeNpy(file.slice(0, 60))).toThrow('The array has')
    expect(() => decodeNpy(file.slice(1))).toThrow('another beginning')
    expect(() => decodeNpy(encodeNpy({ data: Int32Array.of(1), shape: [1] }))).toThrow("'<i4'")
  })

  it('packs arrays into the same archive every time', () => {
    const arrays = { a: { data: Float64Array.of(1, 2), shape: [1, 2] }, b: { data: Int32Array.of(3), shape: [] } }
    const archive = encodeNpz(arrays)
    expect(archive).toEqual(encodeNpz(arrays))
    const files = unzipSync(archive)
    expect(Object.keys(files)).toEqual(['a.npy', 'b.npy'])
    expect(files['a.npy']).toEqual(encodeNpy(arrays.a))
  })
})
