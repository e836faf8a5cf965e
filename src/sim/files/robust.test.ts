import fc from 'fast-check'
import { gzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { encodeNpy, encodeNpz } from '../../lib/npz'
import { checkEntries, checkSize, DataFileError, LARGEST_BYTES } from './error'
import numpy from './fixtures/numpy.json'
import { joinParts } from './join'
import { finish } from './progress'
import { readData } from './read'
import { failure, read, said, text, writeCifar, writeIdx } from './testing'

const small: Record<string, Uint8Array> = {
  'IDX images': writeIdx(8, [3, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
  'IDX labels': writeIdx(0x0e, [3], [1, 2, 3]),
  'CIFAR-10': writeCifar([3], (_, j) => j & 255),
  CSV: text('a,"b;c",label', '1.5,-2e3,yes', '"3",4,"no"', ''),
  NPY: encodeNpy({ data: Float64Array.of(1, 2, 3, 4), shape: [2, 2] }),
  NPZ: encodeNpz({ X: { data: Float64Array.of(1, 2, 3, 4), shape: [2, 2] }, y: { data: Int32Array.of(0, 1), shape: [2] } }),
  'deflated NPZ': new Uint8Array(Buffer.from(numpy.deflated.base64, 'base64')),
  gzip: gzipSync(writeIdx(8, [2, 3], [1, 2, 3, 4, 5, 6])),
}

/** Whether reading ends with a part or with a DataFileError; anything else is thrown on. */
function outcome(file: Uint8Array): 'read' | 'refused' {
  try {
    read(file)
    return 'read'
  } catch (error) {
    if (!(error instanceof DataFileError)) throw error
    expect(error.message.length).toBeGreaterThan(10)
    expect(error.what && error.found && error.expected).toBeTruthy()
    return 'refused'
  }
}

describe('malformed files', () => {
  it.each(Object.keys(small))('%s cut at any byte ends with a DataFileError or a whole table', name => {
    const file = small[name]
    expect(outcome(file)).toBe('read')
    const ends = Array.from({ length: file.length }, (_, k) => outcome(file.slice(0, k)))
    // A text that ends earlier may still be a whole table.
    if (name !== 'CSV') expect(new Set(ends)).toEqual(new Set(['refused']))
  })

  it.each(Object.keys(small))('%s with changed bytes never throws anything else', name => {
    const file = small[name]
    const change = fc.tuple(fc.nat({ max: file.length - 1 }), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), changes => {
        const changed = file.slice()
        for (const [at, byte] of changes) changed[at] = byte
        outcome(changed)
      }),
      { numRuns: 400 },
    )
  })

  it('random bytes behind any beginning never throw anything else', () => {
    const beginnings = [
      [],
      [0, 0, 8, 3],
      [0, 0, 13, 1, 0, 0, 0, 1],
      [0x93, ...text('NUMPY'), 1, 0],
      [0x50, 0x4b, 3, 4],
      [0x1f, 0x8b, 8, 0],
      [...text('1,2\n')],
    ]
    fc.assert(
      fc.property(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 400 }), (head, rest) => {
        outcome(Uint8Array.of(...head, ...rest))
      }),
      { numRuns: 2000 },
    )
  })

  it('says that a file is empty, too large, or of no known format', () => {
    expect(said(new Uint8Array(0))).toBe('file is empty')
    expect(() => checkSize(LARGEST_BYTES)).not.toThrow()
    expect(() => checkSize(3e9)).toThrow('file has 3.00 GB, at most 2.15 GB (2 GiB) expected')
    expect(() => checkEntries(6e8, [600_000, 1000])).toThrow('shape 600000×1000 takes 4.80 GB as numbers, at most 2.15 GB expected')
    expect(said(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3))).toBe(
      'the file begins with bytes 89 50 4E 47; IDX, CIFAR batches, CSV, NPY or NPZ expected',
    )
    expect(failure(gzipSync(new Uint8Array(0)))).toMatchObject({ what: 'unpacked file' })
  })
})

describe('progress', () => {
  it('is reported every megabyte or so, and leaving early cancels', () => {
    const size = 5_000_000
    const file = writeIdx(8, [size / 10, 10], new Uint8Array(size))
    const done = [...readData(file)].map(step => step.done / step.total)
    expect(done.length).toBeGreaterThanOrEqual(5)
    expect(done.every((share, k) => share > (done[k - 1] ?? 0) && share <= 1)).toBe(true)
    expect([...readData(gzipSync(file, { level: 1 }))].some(step => step.stage === 'unpacking')).toBe(true)
    const rows = text(Array.from({ length: 300_000 }, (_, i) => `${i},1.25,7`).join('\n'))
    expect([...readData(rows)].length).toBeGreaterThanOrEqual(3)
    const steps = readData(file)
    steps.next()
    steps.return(undefined as never)
    expect(steps.next().done).toBe(true)
  })
})

describe('files that belong together', () => {
  const images = read(writeIdx(8, [3, 2], [1, 2, 3, 4, 5, 6]))
  const labels = (n: number) => read(writeIdx(8, [n], new Uint8Array(n).fill(1)))

  it('are inputs and labels in either order', () => {
    expect(joinParts([labels(3), images])).toEqual({ samples: images.samples, targets: labels(3).targets })
    expect(() => joinParts([images, labels(2)])).toThrow('labels of 2 samples found, 3 expected: one for each sample')
    expect(() => joinParts([images])).toThrow('1 file with inputs and 0 files with labels found, one of each expected')
    expect(() => joinParts([])).toThrow('one of each expected')
    const first = finish(readData(small['IDX images'], { most: 2 }))
    expect(() => joinParts([first, labels(3)])).toThrow('labels of 3 samples found, 2 expected')
  })

  it('are batches one after the other', () => {
    const { samples, targets } = joinParts([read(writeCifar([3, 9], () => 1)), read(writeCifar([0], () => 2))])
    expect(samples).toMatchObject({ n: 3, of: 3 })
    expect(samples.X[3 * 3072 - 1]).toBe(2)
    expect([...targets.classes!.labels]).toEqual([3, 9, 0])
    expect(targets.classes!.names[9]).toBe('truck')
  })

  it('keep the names of their classes', () => {
    const { targets } = joinParts([read(text('1,a', '2,b')), read(text('3,b', '4,c'))])
    expect(targets.classes).toEqual({ labels: Int32Array.of(0, 1, 1, 2), names: ['a', 'b', 'c'] })
    expect([...targets.values]).toEqual([0, 1, 1, 2])
    expect(joinParts([read(text('1,5', '2,7')), read(text('3,6', '4,7'))]).targets.classes!.names).toEqual(['5', '6', '7'])
    expect(() => joinParts([read(text('1,a')), read(text('1,2,a'))])).toThrow('samples of file 2 2 found, expected 1')
  })
})
