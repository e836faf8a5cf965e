/** Reader of numpy's .npz archives: inputs and labels by the names that people give them, and a test set beside them. */

import type { FileContent } from './contents'
import { checkCounts, type DataPart, type ReadOptions } from './data'
import { DataFileError, quoted } from './error'
import { measurementsIn } from './measurements'
import { npyHeader, npyInputs, npyTargets } from './npy'
import type { Steps } from './progress'
import { unzip, type ZipEntry, zipEntries } from './zip'

/** Names in the order in which they are looked for. */
const TRAIN = {
  inputs: [
    'X',
    'x',
    'x_train',
    'X_train',
    'train_x',
    'train_X',
    'train_images',
    'train_data',
    'images',
    'data',
    'features',
    'inputs',
    'arr_0',
  ],
  targets: [
    'y',
    'Y',
    'y_train',
    'Y_train',
    'train_y',
    'train_Y',
    'train_labels',
    'train_targets',
    'labels',
    'label',
    'targets',
    'target',
    'classes',
    'outputs',
    'arr_1',
  ],
}
const TEST = {
  inputs: ['x_test', 'X_test', 'test_x', 'test_X', 'test_images', 'test_data', 'x_val', 'X_val'],
  targets: ['y_test', 'Y_test', 'test_y', 'test_Y', 'test_labels', 'test_targets', 'y_val', 'Y_val'],
}
/** Names that need no word. */
const USUAL = [...TRAIN.inputs.slice(0, 4), ...TRAIN.targets.slice(0, 4)]
/** Arrays that are looked at where no name is known. */
const MOST_LOOKED_AT = 20

const arrayName = (entry: ZipEntry) => entry.name.replace(/\.npy$/, '')

interface Pair {
  readonly inputs: ZipEntry
  readonly targets: ZipEntry
}

function pairOf(entries: readonly ZipEntry[], { inputs, targets }: typeof TRAIN): Pair | null {
  const find = (names: readonly string[]) => names.map(name => entries.find(e => arrayName(e) === name)).find(e => e !== undefined)
  const [X, y] = [find(inputs), find(targets)]
  return X && y ? { inputs: X, targets: y } : null
}

/** Two arrays of as many samples, of which one has one axis: the labels. */
function* pairByShape(bytes: Uint8Array, entries: readonly ZipEntry[], largest: number | undefined): Steps<Pair | null> {
  const arrays: { entry: ZipEntry; shape: readonly number[] }[] = []
  for (const entry of entries.slice(0, MOST_LOOKED_AT)) {
    const { shape } = npyHeader(yield* unzip(bytes, entry, largest), `array ${arrayName(entry)}`)
    arrays.push({ entry, shape })
  }
  const flat = ({ shape }: { shape: readonly number[] }) => shape.length === 1 || (shape.length === 2 && shape[1] === 1)
  const pairs = arrays
    .filter(flat)
    .flatMap(y => arrays.filter(X => X !== y && !flat(X) && X.shape[0] === y.shape[0]).map(X => ({ inputs: X.entry, targets: y.entry })))
  return pairs.length === 1 ? pairs[0] : null
}

function nothingKnown(entries: readonly ZipEntry[]): DataFileError {
  const held = entries.slice(0, 8).map(e => quoted(arrayName(e)))
  const found = held.length ? held.join(', ') + (entries.length > 8 ? ', …' : '') : 'nothing'
  return new DataFileError('archive', found, 'arrays X and y', `archive holds ${found}; arrays X and y expected`)
}

function* readPair(bytes: Uint8Array, pair: Pair, { most, largest }: ReadOptions): Steps<DataPart> {
  const samples = yield* npyInputs(yield* unzip(bytes, pair.inputs, largest), most, `array ${arrayName(pair.inputs)}`)
  const targets = yield* npyTargets(yield* unzip(bytes, pair.targets, largest), most, `array ${arrayName(pair.targets)}`)
  checkCounts(samples.of, targets.of)
  return { format: 'npz', samples, targets }
}

/** numpy names arrays that were given no names by their order: the labels may come first. */
function* turned(bytes: Uint8Array, pair: Pair, largest: number | undefined): Steps<Pair> {
  if (arrayName(pair.inputs) !== 'arr_0' || arrayName(pair.targets) !== 'arr_1') return pair
  const [first, second] = [npyHeader(yield* unzip(bytes, pair.inputs, largest)), npyHeader(yield* unzip(bytes, pair.targets, largest))]
  return first.shape.length === 1 && second.shape.length > 1 ? { inputs: pair.targets, targets: pair.inputs } : pair
}

/** An archive of measurements (docs/own-models.md) would pass for data: residuals as labels, the Jacobian as inputs. */
function refuseMeasurements(names: readonly string[]): void {
  const matrix = measurementsIn(names)
  if (!matrix) return
  const sentence = `archive holds residuals and ${matrix}: measurements of a model, which noisescope run --measurements reads, and no data`
  throw new DataFileError('archive', `residuals and ${matrix}`, 'arrays X and y', sentence)
}

/** An .npz archive: arrays X and y or others that are called like inputs and labels, and those of a test set. */
export function* readNpz(bytes: Uint8Array, options: ReadOptions = {}): Steps<FileContent> {
  const entries = zipEntries(bytes)
  refuseMeasurements(entries.map(arrayName))
  const named = pairOf(entries, TRAIN)
  const pair = named
    ? yield* turned(bytes, named, options.largest)
    : yield* pairByShape(
        bytes,
        entries.filter(e => e.name.endsWith('.npy')),
        options.largest,
      )
  if (!pair) throw nothingKnown(entries)
  const part = yield* readPair(bytes, pair, options)
  const tests = pairOf(entries, TEST)
  const [X, y] = [arrayName(pair.inputs), arrayName(pair.targets)]
  const said = USUAL.includes(X) && USUAL.includes(y) ? [] : [`The inputs are the array ${quoted(X)}, the labels ${quoted(y)}.`]
  return { part, test: tests && !options.split ? yield* readPair(bytes, tests, options) : null, tests: tests !== null, said }
}
