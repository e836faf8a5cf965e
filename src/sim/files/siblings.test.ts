import { gzipSync, strToU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { DataChoice } from '../../lib/dataChoice'
import { encodeNpy, encodeNpz } from '../../lib/npz'
import { proposeOwn } from './own'
import { fileOf, text, writeCifar100, writeIdx } from './testing'

/** Forty rows of three inputs and a number, known here beforehand. */
const N = 40
const inputs = Array.from({ length: N }, (_, i) => [((i * 37) % 101) / 8 - 6, ((i * 53) % 89) / 16 - 2.5, ((i * 29) % 97) / 4 - 11])
const numbers = Array.from({ length: N }, (_, i) => ((i * 41) % 103) / 8 - 5.25)
const letters = Array.from({ length: N }, (_, i) => 'abc'[(i * 7 + Math.floor(i / 5)) % 3])
const X = inputs.flat()
const rows = inputs.map((x, i) => [...x, numbers[i]])

type Cell = string | number
const table = (separator: string, lines: readonly (readonly Cell[])[]) => text(...lines.map(line => line.join(separator)))
const utf16 = (source: string, little: boolean, mark: boolean) => {
  const units = Array.from((mark ? '\ufeff' : '') + source, c => c.charCodeAt(0))
  return Uint8Array.from(units.flatMap(u => (little ? [u & 255, u >> 8] : [u >> 8, u & 255])))
}
const comma = (v: Cell) => String(v).replace('.', ',')
const plain = new TextDecoder().decode(table(',', [['a', 'b', 'c', 'y'], ...rows]))

async function read(files: Record<string, Uint8Array>, asked: Partial<DataChoice> = {}) {
  const given = Object.entries(files).map(([name, bytes]) => fileOf(name, bytes))
  const found = await proposeOwn(given, () => {}, { asked })
  expect(found.proposal.problem).toBe('')
  // Read again as the scenario will say, the data are the same.
  const again = await proposeOwn(given, () => {}, { asked: found.proposal.guess })
  expect([again.proposal.problem, again.own?.info.digest]).toEqual(['', found.own?.info.digest])
  return { ...found, own: found.own! }
}

/** Ways to write the same numbers, and what is said of them. */
const SAME: Record<string, readonly [Uint8Array, RegExp?]> = {
  'names that are years': [table(',', [[2015, 2016, 2017, 2018], ...rows]), /first row is read as names/],
  'a data frame without names': [table(',', [['', 0, 1, 2, 3], ...rows.map((r, i) => [i, ...r])]), /numbers the rows/],
  'row numbers called Unnamed: 0': [
    table(',', [['Unnamed: 0', 'a', 'b', 'c', 'y'], ...rows.map((r, i) => [i, ...r])]),
    /“Unnamed: 0” numbers/,
  ],
  'shuffled numbers of passengers': [
    table(',', [['PassengerId', 'a', 'b', 'c', 'y'], ...rows.map((r, i) => [(i * 7) % N, ...r])]),
    /“PassengerId”/,
  ],
  'row names as R writes them': [
    table(' ', [['"a"', '"b"', '"c"', '"y"'], ...rows.map((r, i) => [`"${i + 1}"`, ...r])]),
    /numbers the rows/,
  ],
  'decimal commas between tabs': [table('\t', [['a', 'b', 'c', 'y'], ...rows.map(r => r.map(comma))])],
  'decimal commas without names': [
    table(
      ';',
      rows.map(r => r.map(comma)),
    ),
  ],
  'en dashes for minus': [table(';', [['a', 'b', 'c', 'y'], ...rows.map(r => r.map(v => String(v).replace('-', '–')))])],
  'UTF-16, big end first': [utf16(plain, false, true)],
  'UTF-16 without its mark': [utf16(plain, true, false)],
  'UTF-16 without its mark, big end first': [utf16(plain, false, false)],
  'a matrix of numpy with a header': [text('# a b c y', ...rows.map(r => r.map(v => v.toExponential(18)).join(' ')))],
  'aligned columns': [text(...rows.map(r => r.map(v => String(v).padStart(12)).join('')))],
  'comments between rows': [
    text('% made by hand', 'a,b,c,y', ...rows.flatMap((r, i) => (i % 9 === 4 ? ['% checked', r.join()] : [r.join()]))),
  ],
  'separators at the end': [text('a;b;c;y;', ...rows.map(r => `${r.join(';')};`))],
  'separators at the end, but for the header': [text('a,b,c,y', ...rows.map(r => `${r.join()},`))],
  'exponents of Fortran': [
    table(
      ',',
      rows.map(r => r.map(v => v.toExponential(17).replace('e', 'D'))),
    ),
  ],
  'sep= in the first line': [text('sep=;', 'a;b;c;y', ...rows.map(r => r.join(';')))],
  bars: [table('|', [['a', 'b', 'c', 'y'], ...rows])],
  'a header with other separators in it': [text('a; m,b; m,c; m,y', ...rows.map(r => r.join()))],
  'a title before the table': [text('Measured in May', '', 'a,b,c,y', ...rows.map(r => r.join()))],
}

describe('siblings of files as people have them', () => {
  it.each(Object.entries(SAME))('%s', async (_, [bytes, said]) => {
    const { proposal, own } = await read({ 'data.csv': bytes })
    expect([...own.table.samples.X]).toEqual(X)
    expect([...own.table.targets.values]).toEqual(numbers)
    if (said) expect(proposal.said.join(' ')).toMatch(said)
  })

  it.each(['', 'NA', 'nan', 'NaN', '?', '.', 'null', 'N/A', '#N/A', '-', '<NA>', 'inf'])(
    'rows with “%s” are left out, or refused by row and column',
    async gap => {
      const lines = rows.map((r, i) => (i % 13 === 5 ? [r[0], gap, ...r.slice(2)] : r))
      const bytes = table(',', [['a', 'b', 'c', 'y'], ...lines])
      const { proposal, own } = await read({ 'data.csv': bytes })
      expect(proposal.guess.missing).toBe('leave-out')
      expect([proposal.certain, proposal.columns[1].missing]).toEqual([false, 3])
      expect([...own.table.samples.X]).toEqual(inputs.filter((_, i) => i % 13 !== 5).flat())
      expect(own.info.summary.left_out).toBe(3)
      const refused = await proposeOwn([fileOf('data.csv', bytes)], () => {}, { asked: { missing: 'refuse' } })
      expect(refused.proposal.problem).toMatch(/^data\.csv: row 7, column 2/)
    },
  )

  it('thousands in groups, by commas or by points', async () => {
    const wide = rows.map(r => r.map(v => 1000 * v))
    const grouped = (v: number) => v.toLocaleString('en-US')
    for (const write of [grouped, (v: number) => grouped(v).replace(/[.,]/g, c => (c === ',' ? '.' : ','))]) {
      const { own } = await read({ 'w.csv': table(';', [['a', 'b', 'c', 'y'], ...wide.map(r => r.map(write))]) })
      expect([...own.table.samples.X]).toEqual(wide.flatMap(r => r.slice(0, 3)))
      expect([...own.table.targets.values]).toEqual(wide.map(r => r[3]))
    }
  })

  it('labels come first as letters, as whole numbers, or before pixels', async () => {
    const lettered = await read({
      'wine.data': table(
        ',',
        inputs.map((x, i) => [letters[i], ...x]),
      ),
    })
    const labels = letters.map(c => 'abc'.indexOf(c) + 1)
    const numbered = await read({
      'wine.data': table(
        ',',
        inputs.map((x, i) => [labels[i], ...x]),
      ),
    })
    for (const { own, proposal } of [lettered, numbered]) {
      expect([proposal.guess.target, own.info.outputs]).toEqual(['1', 3])
      expect([...own.table.samples.X]).toEqual(X)
    }
    expect(Array.from(numbered.own.table.targets.classes!.labels, k => k + 1)).toEqual(labels)
    const pixels = Array.from({ length: N }, (_, i) => Array.from({ length: 64 }, (_v, j) => (j % 8 === 7 ? 0 : (i * j * 5) % 256)))
    const digits = await read({
      'digits.csv': table(
        ',',
        pixels.map((p, i) => [i % 5, ...p]),
      ),
    })
    expect([digits.own.info.shape, digits.own.info.outputs]).toEqual([[8, 8], 5])
    expect([...digits.own.table.samples.X]).toEqual(pixels.flat())
    const last = await read({
      'digits.csv': table(
        ',',
        pixels.map((p, i) => [...p, i % 5]),
      ),
    })
    expect(last.own.table.targets.classes).toEqual(digits.own.table.targets.classes)
  })

  it('names of classes are the target wherever they stand, and texts of too many kinds are not', async () => {
    const middle = await read({
      'm.csv': table(
        ',',
        inputs.map(([a, b, c], i) => [a, letters[i], b, c]),
      ),
    })
    expect([middle.proposal.guess.target, middle.own.info.classes]).toEqual(['2', ['a', 'b', 'c']])
    expect([...middle.own.table.samples.X]).toEqual(X)
    const cars = await read({ 'cars.data': text(...rows.map((r, i) => `${r.join('   ')}\t"car ${i}"`)) })
    expect([cars.proposal.guess.drop, cars.proposal.certain]).toEqual(['5', false])
    expect([...cars.own.table.samples.X]).toEqual(X)
    expect([...cars.own.table.targets.values]).toEqual(numbers)
  })

  it('several targets, whichever columns they are, and any column that is asked for', async () => {
    const { own } = await read({
      'two.csv': table(',', [['target_1', 'target_2', 'a', 'b', 'c'], ...rows.map((r, i) => [r[3], i / 4 + 0.1, ...r.slice(0, 3)])]),
    })
    expect([...own.table.samples.X]).toEqual(X)
    expect([...own.table.targets.values]).toEqual(numbers.flatMap((v, i) => [v, i / 4 + 0.1]))
    const asked = await read({ 't.csv': strToU8(plain) }, { target: '2', drop: '4' })
    expect([...asked.own.table.samples.X]).toEqual(inputs.flatMap(([a, , c]) => [a, c]))
    expect([...asked.own.table.targets.values]).toEqual(inputs.map(([, b]) => b))
    expect(asked.own.info.summary).toMatchObject({ targets: ['b'], dropped: ['y'], columns: 4 })
  })

  it('one-hot labels are one label, in tables and in arrays', async () => {
    const hot = letters.map(c => ['a', 'b', 'c'].map(k => Number(k === c)))
    const csv = await read({
      'hot.csv': table(',', [['u', 'v', 'w', 'kind_a', 'kind_b', 'kind_c'], ...inputs.map((x, i) => [...x, ...hot[i]])]),
    })
    const y = { data: Float64Array.from(hot.flat()), shape: [N, 3] }
    const npz = await read({ 'hot.npz': encodeNpz({ x: { data: Float64Array.from(X), shape: [N, 3] }, y }) })
    for (const { own, proposal } of [csv, npz]) {
      expect([proposal.guess.predict, own.info.outputs]).toEqual(['classes', 3])
      expect(Array.from(own.table.targets.classes!.labels, k => 'abc'[k])).toEqual(letters)
      expect([...own.table.samples.X]).toEqual(X)
    }
    expect(csv.own.info.classes).toEqual(['a', 'b', 'c'])
    const numbersOf = await read({ 'hot.npz': encodeNpz({ x: { data: Float64Array.from(X), shape: [N, 3] }, y }) }, { predict: 'numbers' })
    expect([...numbersOf.own.table.targets.values]).toEqual(hot.flat())
  })

  it('archives by other names, in either order, with labels as text', async () => {
    const x = { data: Float64Array.from(X), shape: [N, 3] }
    const y = { data: Int32Array.from(letters, c => 'abc'.indexOf(c)), shape: [N] }
    for (const arrays of [
      { arr_0: x, arr_1: y },
      { arr_0: y, arr_1: x },
      { features: x, target: y },
      { train_x: x, train_y: y },
      { foo: x, bar: y },
    ]) {
      const { own, proposal } = await read({ 'a.npz': encodeNpz(arrays) })
      expect([...own.table.samples.X]).toEqual(X)
      expect([...own.table.targets.values]).toEqual([...y.data])
      expect(proposal.said.join()).toMatch(/^The inputs are the array “(arr_[01]|features|train_x|foo)”/)
    }
    const names = Buffer.from(
      npyTexts(
        '|S2',
        letters.map(c => Buffer.from(`${c}\0`)),
      ),
    )
    const wide = npyTexts(
      '>U1',
      letters.map(c => Buffer.from([0, 0, 0, c.charCodeAt(0)])),
    )
    for (const labels of [names, wide]) {
      const { own } = await read({ 'X.npy': encodeNpy(x), 'y.npy': new Uint8Array(labels) })
      expect(Array.from(own.table.targets.classes!.labels, k => own.info.classes[k])).toEqual(letters)
    }
  })

  it('a test set of its own: arrays of an archive, IDX files, tables, and a table of inputs beside one of labels', async () => {
    const [x, y] = [
      (k: number) => ({ data: Float64Array.from(X.slice(0, 3 * k)), shape: [k, 3] }),
      (k: number) => ({ data: Int32Array.from(letters.slice(0, k), c => 'abc'.indexOf(c)), shape: [k] }),
    ]
    const keras = await read({ 'm.npz': encodeNpz({ x_train: x(N), y_train: y(N), x_test: x(7), y_test: y(7) }) })
    const pixels = (k: number) =>
      writeIdx(
        8,
        [k, 4, 4],
        Uint8Array.from({ length: 16 * k }, (_, j) => (j * 11) % 256),
      )
    const labels = (k: number) =>
      writeIdx(
        8,
        [k],
        Uint8Array.from({ length: k }, (_, i) => i % 10),
      )
    const mnist = await read({
      't10k-images-idx3-ubyte.gz': gzipSync(pixels(10)),
      't10k-labels-idx1-ubyte.gz': gzipSync(labels(10)),
      'train-images-idx3-ubyte.gz': gzipSync(pixels(30)),
      'train-labels-idx1-ubyte.gz': gzipSync(labels(30)),
    })
    const csv = await read({ 'train.csv': strToU8(plain), 'test.csv': table(',', [['a', 'b', 'c', 'y'], ...rows.slice(3, 9)]) })
    const columns = (k: number) => table(' ', inputs.slice(0, k))
    const alone = (k: number) => text(...letters.slice(0, k))
    const uci = await read({ 'X_train.txt': columns(N), 'y_train.txt': alone(N), 'X_test.txt': columns(9), 'y_test.txt': alone(9) })
    const sizes = [keras, mnist, csv, uci].map(({ own, proposal }) => [proposal.guess.test, own.info.n, own.info.test, own.table.samples.n])
    expect(sizes).toEqual([
      ['own', N, 7, N + 7],
      ['own', 30, 10, 40],
      ['own', N, 6, N + 6],
      ['own', N, 9, N + 9],
    ])
    expect([...csv.own.table.samples.X.subarray(3 * N)]).toEqual(X.slice(9, 27))
    expect(Array.from(uci.own.table.targets.classes!.labels, k => uci.own.info.classes[k])).toEqual([...letters, ...letters.slice(0, 9)])
    const split = await read({ 'm.npz': encodeNpz({ x_train: x(N), y_train: y(N), x_test: x(7), y_test: y(7) }) }, { test: 'split' })
    expect([split.own.info.n, split.own.info.test, split.proposal.tests, keras.proposal.tests]).toEqual([N, 0, true, true])
    expect(split.own.info.digest).not.toBe(keras.own.info.digest)
  })

  it('many classes: EMNIST, CIFAR-100, signed bytes; and some of them only', async () => {
    const bytes = (k: number) =>
      writeIdx(
        9,
        [k, 2, 2],
        Int8Array.from({ length: 4 * k }, (_, j) => ((j * 7) % 256) - 128),
      )
    const { own } = await read({
      'emnist-images': bytes(188),
      'emnist-labels': writeIdx(
        9,
        [188],
        Int8Array.from({ length: 188 }, (_, i) => i % 47),
      ),
    })
    expect([own.info.outputs, own.table.samples.X[1]]).toEqual([47, 7 - 128])
    const cifar = await read({
      'train.bin': writeCifar100(
        [
          [0, 99],
          [19, 3],
          [4, 50],
        ],
        (i, j) => (i + j) & 255,
      ),
    })
    expect([cifar.own.info.format, cifar.own.info.outputs, [...cifar.own.table.targets.values]]).toEqual(['cifar-100', 100, [99, 3, 50]])
    expect(cifar.own.table.samples.X[3072]).toBe(1)
    const some = await read(
      {
        'emnist-images': bytes(188),
        'emnist-labels': writeIdx(
          8,
          [188],
          Uint8Array.from({ length: 188 }, (_, i) => i % 47),
        ),
      },
      { classes: '46,3' },
    )
    expect([some.own.info.classes, some.own.info.n, some.own.info.outputs]).toEqual([['3', '46'], 8, 1])
    expect(some.proposal.classes).toHaveLength(47)
    expect(some.own.table.samples.X[0]).toBe(((12 * 7) % 256) - 128)
    await expect(read({ 'i.csv': strToU8(plain) }, { classes: 'a' })).rejects.toThrow()
  })
})

/** A .npy file of texts, as numpy writes it. */
function npyTexts(descr: string, cells: readonly Uint8Array[]): Uint8Array {
  const head = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${cells.length},), }\n`
  return Uint8Array.of(
    0x93,
    ...strToU8('NUMPY'),
    1,
    0,
    head.length & 255,
    head.length >> 8,
    ...strToU8(head),
    ...cells.flatMap(c => [...c]),
  )
}
