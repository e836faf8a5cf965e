import { gzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { encodeNpz } from '../lib/npz'
import { checkScenario, heldOut, normalize, PRESETS, type Scenario, withData } from '../scenario'
import { createReferenceBackend } from './backends/reference'
import { DataFileError } from './files/error'
import { checkFiles, type FileLike, type OwnData, readOwn } from './files/own'
import { text, writeCifar, writeIdx } from './files/testing'
import { createSimulation } from './simulation'

const file = (name: string, bytes: Uint8Array): FileLike => ({
  name,
  size: bytes.length,
  slice: (from, to) => ({ arrayBuffer: async () => bytes.slice(from, to).buffer as ArrayBuffer }),
})
const open = (...files: FileLike[]) => readOwn(files, () => {})
const said = (...files: FileLike[]) =>
  open(...files).then(
    () => 'nothing',
    (error: Error) => `${error.name} ${error.message}`.replaceAll('\u2009', ' '),
  )
const assets = (...all: OwnData[]) => ({
  mnist: () => Promise.reject(new Error('no digits')),
  own: ({ file: digest }: { file: string }) => all.find(o => o.info.digest === digest) ?? null,
})
const linear = PRESETS.get('linear-isotropic')!.scenario
const on = (own: OwnData, over: Partial<Scenario['data']> = {}): Scenario => {
  const s = withData(linear, own.info)
  return checkScenario(normalize({ ...s, data: { ...s.data, ...over } }))
}

/** Fifty rows of two numbers, labelled by the sign of the first: sorted by class, as tables often are. */
const rows = Array.from({ length: 50 }, (_, i) => [i - 24.5, (i * 7) % 11, i < 25 ? 'low' : 'high'])
const table = text('a,b,class', ...rows.map(r => r.join(',')))

describe('user data', () => {
  it('have one digest, whatever they are packed in', async () => {
    const images = writeIdx(
      8,
      [30, 7, 7],
      Uint8Array.from({ length: 30 * 49 }, (_, k) => (k * 31) % 256),
    )
    const labels = writeIdx(
      8,
      [30],
      Uint8Array.from({ length: 30 }, (_, i) => i % 3),
    )
    const [a, b, c] = [
      await open(file('images', images), file('labels', labels)),
      await open(file('labels.gz', gzipSync(labels)), file('images.gz', gzipSync(images))),
      await open(
        file('images', images),
        file(
          'labels',
          writeIdx(
            8,
            [30],
            Uint8Array.from({ length: 30 }, (_, i) => (i === 29 ? 0 : i % 3)),
          ),
        ),
      ),
    ]
    expect(a!.info).toMatchObject({ n: 30, of: 30, d: 49, shape: [7, 7], outputs: 3, classes: ['0', '1', '2'], format: 'idx' })
    expect(a!.info.digest).toMatch(/^[0-9a-f]{16}$/)
    expect(b!.info.digest).toBe(a!.info.digest)
    expect(c!.info.digest).not.toBe(a!.info.digest)
    expect(a!.table.samples.X).toBeInstanceOf(Uint8Array)
    const csv = await open(file('t.csv', table))
    const [X, y] = [Float64Array.from(rows.flatMap(r => r.slice(0, 2) as number[])), Float64Array.from(rows, r => (r[2] === 'low' ? 0 : 1))]
    const npz = await open(file('t.npz', encodeNpz({ X: { data: X, shape: [50, 2] }, y: { data: y, shape: [50] } })))
    expect(npz.info).toMatchObject({ n: 50, d: 2, outputs: 1, classes: ['0', '1'] })
    expect([...npz.table.samples.X]).toEqual([...csv.table.samples.X])
  })

  it('make a task: ±1, one output for each class, or numbers; training and held-out samples are all of them, once each', async () => {
    const own = await open(file('t.csv', table))
    expect(own.info).toMatchObject({ n: 50, d: 2, outputs: 1, classes: ['low', 'high'] })
    const s = on(own, { input: 'raw' })
    expect([s.data.n, heldOut(50)]).toEqual([45, 5])
    const sim = await createSimulation(s, createReferenceBackend(), assets(own))
    const { X, y, test, n, d } = sim.data
    expect([n, d, test!.n]).toEqual([45, 2, 5])
    const seen = [
      ...Array.from({ length: 45 }, (_, i) => [X[2 * i], X[2 * i + 1], y[i]]),
      ...Array.from({ length: 5 }, (_, i) => [test!.X[2 * i], test!.X[2 * i + 1], test!.y[i]]),
    ]
    expect(seen.sort((a, b) => a[0] - b[0])).toEqual(rows.map(([a, b, name]) => [a, b, name === 'low' ? -1 : 1]))
    expect(new Set(y.subarray(0, 20)).size).toBe(2)
    await sim.advance(3)
    expect(await sim.confusion()).toMatchObject({ by: 'sign', names: ['low', 'high'] })
    const all = await createSimulation(on(own, { n: 50, input: 'centred' }), createReferenceBackend(), assets(own))
    expect(all.data.test).toBeNull()
    expect(Math.abs(all.data.X.reduce((sum, v, k) => sum + (k % 2 ? v : 0), 0))).toBeLessThan(1e-10)
    const most = await createSimulation(on(own, { n: 47, input: 'raw' }), createReferenceBackend(), assets(own))
    expect(most.data.test!.X).toEqual(test!.X.subarray(4))
    const numbers = await open(file('r.csv', text('1,0.5', '2,1.5', '3,-2')))
    expect(numbers.info).toMatchObject({ classes: [], outputs: 1 })
    const cifar = await open(
      file(
        'batch.bin',
        writeCifar([0, 1, 2, 3], (i, j) => (i + j) % 256),
      ),
    )
    expect(cifar.info).toMatchObject({ n: 4, d: 3072, shape: [3, 32, 32], outputs: 10 })
    expect(withData(linear, cifar.info).model.kind).toBe('mlp')
  })

  it('that are not open, or not so many, are asked for', async () => {
    const own = await open(file('t.csv', table))
    const start = (s: Scenario) => createSimulation(s, createReferenceBackend(), assets(own))
    await expect(start(on(own, { file: '0123456789abcdef' }))).rejects.toMatchObject({
      name: 'ScenarioError',
      field: 'file',
      message: expect.stringContaining('needs the data with digest 0123456789abcdef'),
    })
    await expect(start(on(own, { n: 51 }))).rejects.toThrow('n: found “51”; allowed is at most the 50 samples of t.csv')
    await expect(start(on(own, { d: 3 }))).rejects.toThrow('d: found “3”; allowed is 2, as t.csv has it')
  })

  it.each<[string, FileLike[], string]>([
    ['nothing', [], 'no file was chosen'],
    ['an empty file', [file('a.csv', new Uint8Array(0))], 'a.csv is empty'],
    ['2 GB', [{ ...file('big.npy', table), size: 2e9 }], 'big.npy has 2.00 GB, at most 1 GB expected'],
    ['two of 0.6 GB', [1, 2].map(() => ({ ...file('b', table), size: 6e8 })), 'all files together have 1.20 GB, at most 1 GB expected'],
    [
      'a picture',
      [file('p.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13))],
      'p.png: the file begins with bytes 89 50 4E 47; IDX, CIFAR batches, CSV, NPY or NPZ expected',
    ],
    ['not a number', [file('n.csv', text('1,2', '3,4', 'x,3'))], 'n.csv: row 3, column 1: “x” is not a number'],
    [
      'two inputs',
      [file('a', writeIdx(8, [2, 3], new Uint8Array(6))), file('b', writeIdx(8, [2, 3], new Uint8Array(6)))],
      'a, b: 2 files with inputs and 0 files with labels found, one of each expected',
    ],
    [
      'a truncated file',
      [file('a.idx', writeIdx(8, [20, 30], new Uint8Array(600)).subarray(0, 300))],
      'a.idx: file ends after 300 of 612 bytes',
    ],
    [
      'labels that are too many',
      [file('x', writeIdx(8, [2, 3], new Uint8Array(6))), file('y', writeIdx(8, [3], new Uint8Array(3)))],
      'x, y: labels of 3 samples found, 2 expected: one for each sample',
    ],
    [
      'a hundred and one classes',
      [file('c.csv', text(...Array.from({ length: 101 }, (_, i) => `0.5,k${i}`)))],
      'c.csv: labels of 101 classes found, at most 100 expected: keep some of the classes only, or choose another target',
    ],
    ['one sample', [file('o.csv', text('1,a'))], 'o.csv: the only sample is of class “a”, two classes or more expected'],
    ['one class', [file('o.csv', text('1,a', '2,a'))], 'o.csv: all 2 samples are of class “a”, two classes or more expected'],
    [
      'wide rows',
      [file('w', writeIdx(8, [2, 5000], new Uint8Array(10_000))), file('l', writeIdx(8, [2], Uint8Array.of(0, 1)))],
      'w, l: samples of 5 000 entries found, at most 4 096 expected',
    ],
  ])('refuse %s in a sentence that names the file', async (_, files, sentence) => {
    expect(await said(...files)).toContain(sentence)
  })

  it('that fill the room leave none to unpack another file, which is said', async () => {
    const packed = [file('more.csv.gz', gzipSync(table)), file('more.npz', encodeNpz({}))]
    for (const next of packed) {
      const error = await readOwn([file('first.csv', table), next], () => {}, { largest: 1190 }).catch((e: Error) => e)
      expect(error).toBeInstanceOf(DataFileError)
      expect((error as Error).message).toBe(
        `${next.name}: the files before it fill the 1\u2009190 bytes in all that are expected: no room is left to unpack it`,
      )
    }
    const some = await readOwn([file('first.csv', table), packed[0]], () => {}, { largest: 1210 }).catch((e: Error) => e)
    expect((some as Error).message).toBe('more.csv.gz: gzip file unpacks to more than 10 bytes, which is the most that is expected')
  })

  it('are refused by size before anything is read, and reading ends when told to', async () => {
    const unread = { name: 'big.csv', size: 2_147_483_648, slice: () => ({ arrayBuffer: () => Promise.reject(new Error('read')) }) }
    expect(() => checkFiles([unread])).toThrow('big.csv has 2.15 GB')
    const shares: number[] = []
    const long = text(Array.from({ length: 200_000 }, (_, i) => `${i},${i % 2}.25`).join('\n'))
    const cancelled = readOwn([file('long.csv', long)], share => {
      shares.push(share)
      if (share > 0.5) throw new Error('cancelled')
    })
    await expect(cancelled).rejects.toThrow('cancelled')
    expect(shares.length).toBeGreaterThan(1)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
  })
})
