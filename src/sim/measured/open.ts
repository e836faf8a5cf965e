/** A user's own measurements, from one or several files: `openMeasurements`. */

import { Fingerprint } from '../../lib/fingerprint'
import { DataFileError } from '../files/error'
import type { FileLike } from '../files/own'
import { arraysIn, type Limits, type StoredArray } from './arrays'
import { type Checkpoint, checkpointsIn } from './contract'
import { refused } from './refuse'

export interface Measurements {
  /** In the order of their steps, each with the name of its file. */
  readonly checkpoints: readonly (Checkpoint & { readonly file: string })[]
  /** Sixteen hexadecimal digits: a hash of the arrays' names, sizes and check sums. */
  readonly digest: string
  /** Arrays that say nothing here. */
  readonly ignored: readonly string[]
}

/** Looks through the files: names, shapes and small numbers are checked, no matrix is read yet. */
export async function openMeasurements(files: readonly FileLike[], limits?: Limits): Promise<Measurements> {
  const opened = await Promise.all(files.map(file => open(file, limits)))
  const all = opened.flatMap(({ checkpoints }, k) => checkpoints.map(own => ({ ...own, file: files[k].name })))
  const checkpoints = all.sort((a, b) => a.step - b.step)
  for (const [at, { step }] of checkpoints.entries())
    if (at > 0 && checkpoints[at - 1].step === step)
      throw refused('step', `${step} in two files`, 'a step of its own for each checkpoint, as an array step says it')
  const ignored = [...new Set(opened.flatMap(file => file.ignored))]
  return { checkpoints, ignored, digest: digestOf(opened.map(({ arrays }) => arrays)) }
}

async function open(file: FileLike, limits: Limits | undefined) {
  try {
    const arrays = await arraysIn(file, limits)
    return { arrays, ...(await checkpointsIn(arrays)) }
  } catch (error) {
    throw inFile(file.name, error)
  }
}

/** What is wrong with a file, with its name. */
export function inFile(name: string, error: unknown): unknown {
  if (!(error instanceof DataFileError)) return error
  return new DataFileError(`${name}: ${error.what}`, error.found, error.expected, `${name}: ${error.message}`)
}

/** The order of files and of arrays does not matter, nor how they are packed. */
function digestOf(files: readonly (readonly StoredArray[])[]): string {
  const sums = files.map(arrays => {
    const sum = new Fingerprint()
    const byName = [...arrays].sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const { name, crc, header } of byName) sum.add([...name].map(c => c.charCodeAt(0))).add([crc, header.start, ...header.shape])
    return sum.digest()
  })
  if (sums.length === 1) return sums[0]
  return new Fingerprint().add(sums.sort().flatMap(digest => [...digest].map(c => c.charCodeAt(0)))).digest()
}
