/** Reader of numpy's .npz archives: arrays X and y. */

import { checkCounts, type DataPart, type ReadOptions } from './data'
import { DataFileError, quoted } from './error'
import { npyInputs, npyTargets } from './npy'
import type { Steps } from './progress'
import { unzip, type ZipEntry, zipEntries } from './zip'

const INPUTS = ['X', 'x', 'x_train', 'X_train']
const TARGETS = ['y', 'Y', 'y_train', 'Y_train']

const arrayName = (entry: ZipEntry) => entry.name.replace(/\.npy$/, '')

/** An .npz archive: arrays X and y, or x_train and y_train. */
export function* readNpz(bytes: Uint8Array, { most }: ReadOptions = {}): Steps<DataPart> {
  const entries = zipEntries(bytes)
  const find = (names: readonly string[]) => {
    for (const name of names) {
      const entry = entries.find(e => arrayName(e) === name)
      if (entry) return entry
    }
    const held = entries.slice(0, 8).map(e => quoted(arrayName(e)))
    const found = held.length ? held.join(', ') + (entries.length > 8 ? ', …' : '') : 'nothing'
    throw new DataFileError('archive', found, 'arrays X and y', `archive holds ${found}; arrays X and y expected`)
  }
  const inputs = find(INPUTS)
  const targets = find(TARGETS)
  const samples = yield* npyInputs(yield* unzip(bytes, inputs), most, `array ${arrayName(inputs)}`)
  const values = yield* npyTargets(yield* unzip(bytes, targets), most, `array ${arrayName(targets)}`)
  checkCounts(samples.of, values.of)
  return { format: 'npz', samples, targets: values }
}
