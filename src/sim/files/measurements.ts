/** Tells measurements of a model (docs/own-models.md) from data: `measurementsIn`, `holdMeasurements`. */

import { shortened } from '../../lib/text'
import { DataFileError } from './error'
import type { FileLike } from './own'
import { looksLikeZip, zipEntries } from './zip'

/** Of an archive's end, where its directory is. */
const END = 2_097_152

/** The matrix beside the residuals, by the names of arrays; undefined where they are no measurements. */
export function measurementsIn(names: readonly string[]): string | undefined {
  const has = (name: string) => names.some(own => own === name || own.startsWith(`${name}_`))
  return has('residuals') ? ['jacobian', 'gram', 'features'].find(has) : undefined
}

/** Whether files are measurements, by their directories alone: nothing else of them is read. Refuses some that are beside some that are not. */
export async function holdMeasurements(files: readonly FileLike[]): Promise<boolean> {
  const are = await Promise.all(files.map(isMeasured))
  const first = are.indexOf(true)
  if (first < 0) return false
  const other = are.indexOf(false)
  if (other < 0) return true
  const [a, b] = [shortened(files[first].name), shortened(files[other].name)]
  throw new DataFileError('files', `${a} and ${b}`, 'one kind', `${a} holds measurements of a model and ${b} does not: open them apart`)
}

async function isMeasured(file: FileLike): Promise<boolean> {
  const bytesOf = async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer())
  if (!looksLikeZip(await bytesOf(0, Math.min(4, file.size)))) return false
  const before = Math.max(0, file.size - END)
  try {
    const entries = zipEntries(await bytesOf(before, file.size), before)
    return measurementsIn(entries.map(({ name }) => name.replace(/\.npy$/, ''))) !== undefined
  } catch (error) {
    // What is wrong with an archive is said by who reads it.
    if (error instanceof DataFileError) return false
    throw error
  }
}
