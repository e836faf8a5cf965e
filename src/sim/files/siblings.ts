/**
 * A sibling of each kind of file that people have, and what it holds, known before it is written: `SIBLINGS`. The digest that the
 * values themselves have is computed here from them alone (`digestOfValues`).
 */
import { gzipSync } from 'fflate'
import { Fingerprint } from '../../lib/fingerprint'
import { encodeNpy, encodeNpz } from '../../lib/npz'
import { text, writeCifar100, writeIdx } from './testing'

/** What files hold: inputs row by row, and the number, the numbers or the name of the class that belong to each row. */
export interface Values {
  readonly d: number
  readonly X: readonly number[]
  readonly y?: readonly number[]
  readonly labels?: readonly string[]
  /** All classes, where there may be more than labels name. */
  readonly classes?: readonly string[]
  /** Of images. */
  readonly shape?: readonly number[]
  readonly bytes?: boolean
  /** How many rows at the end are a test set. */
  readonly test?: number
}

export interface Sibling extends Values {
  readonly files: Readonly<Record<string, Uint8Array>>
}

/** Names of classes: numbers in their order, others as they come. */
export function classesOf({ labels = [], classes }: Values): readonly string[] {
  if (classes) return classes
  const names = [...new Set(labels)]
  return names.every(name => !Number.isNaN(Number(name))) ? names.sort((a, b) => Number(a) - Number(b)) : names
}

/** The digest of what files hold, as docs/files.md has it: sizes, names of classes, targets, inputs, samples of a test set. */
export function digestOfValues(values: Values): string {
  const { d, X, y, labels, shape = [d], bytes = false, test = 0 } = values
  const n = X.length / d
  const names = classesOf(values)
  const hash = new Fingerprint().add([n, n, d, y ? y.length / n : 1, names.length, bytes ? 1 : 0, ...shape])
  for (const name of names) hash.add([name.length, ...Array.from(name, c => c.codePointAt(0) ?? 0)])
  hash.add(labels ? labels.map(label => names.indexOf(label)) : (y ?? [])).add(X)
  return (test > 0 ? hash.add([test]) : hash).digest()
}

const N = 40
const inputs = Array.from({ length: N }, (_, i) => [((i * 41) % 97) / 8 - 5, ((i * 59) % 83) / 16 - 2.25, ((i * 31) % 101) / 4 - 12])
const numbers = Array.from({ length: N }, (_, i) => ((i * 43) % 107) / 8 - 6.125)
const second = Array.from({ length: N }, (_, i) => ((i * 19) % 61) / 4 + 0.5)
const kinds = Array.from({ length: N }, (_, i) => ['ash', 'beech', 'cedar', 'elm'][(i * 5 + Math.floor(i / 7)) % 4] ?? '')
const X = inputs.flat()
const rows = inputs.map((x, i) => [...x, numbers[i] ?? 0])
const known = { d: 3, X }

type Cell = string | number
const table = (separator: string, names: readonly Cell[] | null, cells: readonly (readonly Cell[])[]) =>
  text(...(names ? [names, ...cells] : cells).map(line => line.join(separator)))
const csv = (names: readonly Cell[] | null, cells: readonly (readonly Cell[])[]) => ({ 'data.csv': table(',', names, cells) })
const comma = (v: Cell) => String(v).replace('.', ',')
const NAMES = ['a', 'b', 'c', 'y']
/** UTF-16, the big end first, without a mark. */
const wide = (source: string) => Uint8Array.from(Array.from(source, c => c.charCodeAt(0)).flatMap(unit => [unit >> 8, unit & 255]))
const array = (values: readonly number[], width: number) => ({ data: Float64Array.from(values), shape: [values.length / width, width] })
const labelArray = (values: readonly number[]) => ({ data: Int32Array.from(values), shape: [values.length] })

/** An array of texts of ASCII as numpy writes it: '<U5' for instance. */
function textArray(cells: readonly string[]): Uint8Array {
  const width = Math.max(...cells.map(cell => cell.length))
  const head = `{'descr': '<U${width}', 'fortran_order': False, 'shape': (${cells.length},), }\n`
  const units = cells.flatMap(cell => Array.from({ length: width }, (_, k) => [cell.charCodeAt(k) || 0, 0, 0, 0]).flat())
  return Uint8Array.from([
    0x93,
    ...Array.from('NUMPY', c => c.charCodeAt(0)),
    1,
    0,
    head.length,
    0,
    ...Array.from(head, c => c.charCodeAt(0)),
    ...units,
  ])
}

const codes = kinds.map(kind => ['ash', 'beech', 'cedar', 'elm'].indexOf(kind))
const hot = codes.map(code => [0, 1, 2, 3].map(k => Number(k === code)))
const kept = rows.flatMap((_, i) => (i % 9 === 4 ? [] : [i]))
const counts = numbers.map((_, i) => (i * 11) % 37)
const sides = [2, 2] as const
const pixels = (n: number, step: number) => Array.from({ length: 4 * n }, (_, j) => (j * step) % 256)
const fine = Array.from({ length: 4 }, (_, i) => [i * 6, 99 - 31 * i] as const)

/** By the kind of file that each is a sibling of. */
export const SIBLINGS: Readonly<Record<string, Sibling>> = {
  'classes of inputs of any size': {
    files: csv(
      [...NAMES.slice(0, 3), 'species'],
      inputs.map((x, i) => [...x.map(v => 400 * v), kinds[i] ?? '']),
    ),
    d: 3,
    X: X.map(v => 400 * v),
    labels: kinds,
  },
  'names of columns that are years': { ...known, files: csv([2019, 2020, 2021, 2022], rows), y: numbers },
  'names of columns that count, above classes': {
    ...known,
    files: csv(
      [0, 1, 2, 'label'],
      inputs.map((x, i) => [...x, codes[i] ?? 0]),
    ),
    labels: codes.map(String),
  },
  'labels first, by name': {
    ...known,
    files: csv(
      null,
      inputs.map((x, i) => [kinds[i] ?? '', ...x]),
    ),
    labels: kinds,
  },
  'a named target that comes first': {
    ...known,
    files: csv(
      ['target', 'a', 'b', 'c'],
      rows.map(([a = 0, b = 0, c = 0, y = 0]) => [y, a, b, c]),
    ),
    y: numbers,
  },
  'several targets': {
    ...known,
    files: csv(
      ['a', 'b', 'c', 'target_1', 'target_2'],
      rows.map((r, i) => [...r, second[i] ?? 0]),
    ),
    y: numbers.flatMap((v, i) => [v, second[i] ?? 0]),
  },
  'row numbers that are shuffled': {
    ...known,
    files: csv(
      ['PassengerId', ...NAMES],
      rows.map((r, i) => [(i * 7) % N, ...r]),
    ),
    y: numbers,
  },
  'an index without a name': {
    ...known,
    files: csv(
      ['', ...NAMES],
      rows.map((r, i) => [i, ...r]),
    ),
    y: numbers,
  },
  counts: {
    ...known,
    files: csv(
      NAMES,
      inputs.map((x, i) => [...x, counts[i] ?? 0]),
    ),
    y: counts,
  },
  'whole numbers with a point': {
    ...known,
    files: csv(
      NAMES,
      inputs.map((x, i) => [...x, `${100 + (counts[i] ?? 0) * 3}.0`]),
    ),
    y: counts.map(v => 100 + 3 * v),
  },
  'one-hot columns': {
    ...known,
    files: csv(
      [...NAMES.slice(0, 3), 'k_0', 'k_1', 'k_2', 'k_3'],
      inputs.map((x, i) => [...x, ...(hot[i] ?? [])]),
    ),
    labels: codes.map(String),
  },
  'a test set in an archive': {
    ...known,
    files: {
      'm.npz': encodeNpz({
        x_train: array(X.slice(0, 90), 3),
        y_train: labelArray(codes.slice(0, 30)),
        x_test: array(X.slice(90), 3),
        y_test: labelArray(codes.slice(30)),
      }),
    },
    labels: codes.map(String),
    test: 10,
  },
  'class names as an array': { ...known, files: { 'X.npy': encodeNpy(array(X, 3)), 'y.npy': textArray(kinds) }, labels: kinds },
  'arrays called arr_0 and arr_1': {
    ...known,
    files: { 'a.npz': encodeNpz({ arr_0: array(X, 3), arr_1: labelArray(codes) }) },
    labels: codes.map(String),
  },
  'decimal commas in quotes': {
    ...known,
    files: {
      'sheet.csv': table(
        ',',
        NAMES,
        rows.map(r => r.map(v => `"${comma(v)}"`)),
      ),
    },
    y: numbers,
  },
  'decimal commas between tabs': {
    ...known,
    files: {
      'sheet.tsv': table(
        '\t',
        NAMES,
        rows.map(r => r.map(comma)),
      ),
    },
    y: numbers,
  },
  'en dashes for minus': {
    ...known,
    files: {
      'data.csv': table(
        ';',
        NAMES,
        rows.map(r => r.map(v => String(v).replace('-', '–'))),
      ),
    },
    y: numbers,
  },
  'UTF-16 without a mark': {
    ...known,
    files: { 'data.txt': wide([NAMES, ...rows].map(line => line.join('\t')).join('\r\n')) },
    y: numbers,
  },
  'a matrix of numpy with names in a comment': {
    ...known,
    files: { 'm.txt': text('# a b c y', ...rows.map(r => r.map(v => v.toExponential(18)).join(' '))) },
    y: numbers,
  },
  'question marks for missing values': {
    files: csv(
      NAMES,
      rows.map((r, i) => (i % 9 === 4 ? [r[0] ?? 0, '?', ...r.slice(2)] : r)),
    ),
    d: 3,
    X: kept.flatMap(i => inputs[i] ?? []),
    y: kept.map(i => numbers[i] ?? 0),
  },
  'comments, and separators at the end': {
    ...known,
    files: {
      'data.csv': text(
        '% made by hand',
        'a;b;c;y;',
        ...rows.flatMap((r, i) => (i % 11 === 6 ? ['% looked at'] : []).concat(`${r.join(';')};`)),
      ),
    },
    y: numbers,
  },
  'exponents of Fortran behind sep=': {
    ...known,
    files: { 'data.csv': text('sep=|', NAMES.join('|'), ...rows.map(r => r.map(v => v.toExponential(17).replace('e', 'D')).join('|'))) },
    y: numbers,
  },
  'signed bytes of forty-seven classes': {
    files: {
      'emnist-images.idx3': writeIdx(
        9,
        [94, ...sides],
        pixels(94, 7).map(v => v - 128),
      ),
      'emnist-labels.idx1': writeIdx(
        8,
        [94],
        Array.from({ length: 94 }, (_, i) => i % 47),
      ),
    },
    d: 4,
    X: pixels(94, 7).map(v => v - 128),
    shape: sides,
    labels: Array.from({ length: 94 }, (_, i) => String(i % 47)),
  },
  'images packed, with a test set': {
    files: {
      'train-images-idx3-ubyte.gz': gzipSync(writeIdx(8, [30, ...sides], pixels(40, 11).slice(0, 120))),
      'train-labels-idx1-ubyte.gz': gzipSync(
        writeIdx(
          8,
          [30],
          Array.from({ length: 30 }, (_, i) => i % 5),
        ),
      ),
      't10k-images-idx3-ubyte.gz': gzipSync(writeIdx(8, [10, ...sides], pixels(40, 11).slice(120))),
      't10k-labels-idx1-ubyte.gz': gzipSync(
        writeIdx(
          8,
          [10],
          Array.from({ length: 10 }, (_, i) => i % 5),
        ),
      ),
    },
    d: 4,
    X: pixels(40, 11),
    shape: sides,
    bytes: true,
    labels: Array.from({ length: 40 }, (_, i) => String(i % 5)),
    test: 10,
  },
  'CIFAR-100': {
    files: { 'train.bin': writeCifar100(fine, (i, j) => (5 * i + j) & 255) },
    d: 3072,
    X: fine.flatMap((_, i) => Array.from({ length: 3072 }, (_v, j) => (5 * i + j) & 255)),
    shape: [3, 32, 32],
    bytes: true,
    labels: fine.map(([, label]) => String(label)),
    classes: Array.from({ length: 100 }, (_, k) => String(k)),
  },
}
