/** Reads a file of kept runs and sweeps, and checks all of it before anything is given: `readKept(bytes)`. */

import { strFromU8 } from 'fflate'
import { Fault, messageOf } from '../../../lib/fault'
import { Fingerprint } from '../../../lib/fingerprint'
import { decodeNpy } from '../../../lib/npz'
import { unzipped, type ZipLimits } from '../../../lib/zip'
import { decodeLink } from '../../../scenario'
import { inColumnsOfToday } from '../columns'
import type { Kept, KeptArm, KeptRun, KeptSweep } from '../types'
import { digestOfText, MANIFEST, MOST, type RunEntry, readManifest, type SweepEntry } from './manifest'
import { partsOf } from './parts'

/** Bytes of a file, and of what it unpacks to. */
export const LARGEST = { file: 256e6, unpacked: 512e6 }

const OUTER: ZipLimits = { files: 1 + 4 * MOST.entries, bytes: LARGEST.unpacked }
const INNER: ZipLimits = { files: 1, bytes: LARGEST.unpacked }

/** What a file holds, whose presets must be at hand. Throws a Fault with the place of the first thing that is not as it must be. */
export function readKept(bytes: Uint8Array): readonly Kept[] {
  if (bytes.length > LARGEST.file)
    throw new Fault(
      `The file has ${Math.ceil(bytes.length / 1e6)} MB`,
      `at most ${LARGEST.file / 1e6} MB are read: export fewer runs to one file`,
    )
  const files = unzipped(bytes, OUTER)
  const manifest = files.get(MANIFEST)
  if (!manifest) throw new Fault(`The archive holds no ${MANIFEST}`, 'it is damaged, or not one that this program exported')
  const entries = readManifest(strFromU8(manifest))
  const kept = entries.map((entry, at) => {
    const what = `Entry ${at + 1}, “${entry.name}”`
    return entry.kind === 'run' ? readRun(entry, what, files) : readSweep(entry, what, files)
  })
  const twice = kept.find(({ id }, at) => kept.findIndex(one => one.id === id) < at)
  if (twice) throw new Fault(`“${twice.name}” stands in the file twice`, 'the file is damaged or was changed')
  return kept
}

function readSweep(
  { parts: { file, count, digest }, ...said }: SweepEntry,
  what: string,
  files: ReadonlyMap<string, Uint8Array>,
): KeptSweep {
  if (linkOf(said.link, what).view.grid === '') throw new Fault(`${what}: its link plans no sweep`, 'the file is damaged or was changed')
  const json = files.get(file)
  if (!json) throw new Fault(`${what}, ${file}: the file is missing in the archive`, 'the archive is damaged or was changed')
  const text = strFromU8(json)
  if (digestOfText(text) !== digest)
    throw new Fault(`${what}, ${file}: the runs do not agree with their digest`, 'the file is damaged or was changed')
  const parts = partsOf(text)
  if (parts.length !== count || count > said.runs)
    throw new Fault(`${what}, ${file}: it holds ${parts.length} runs`, `${count} of ${said.runs} are expected`)
  return { ...said, parts }
}

function readRun({ arms, columns: names, ...said }: RunEntry, what: string, files: ReadonlyMap<string, Uint8Array>): KeptRun {
  const scenario = linkOf(said.link, what)
  const ids = scenario.arms.map(({ id }) => id).join(', ')
  if (arms.map(({ id }) => id).join(', ') !== ids) throw new Fault(`${what}: its arms are not those of its link`, `${ids} are expected`)
  if (names[0] !== 'step' || new Set(names).size < names.length)
    throw new Fault(`${what}: its columns are not names of their own with “step” first`, 'the file is damaged or was changed')
  const read = arms.map(({ id, file, rows: count, digest, divergence }): KeptArm => {
    const rows = rowsOf(files.get(file), `${what}, ${file}`, [count, names.length])
    if (new Fingerprint().add(rows).digest() !== digest)
      throw new Fault(`${what}, ${file}: the rows do not agree with their digest`, 'the file is damaged or was changed')
    for (let row = 0, last = -1; row < count; last = rows[row * names.length] ?? Number.NaN, row++) {
      const step = rows[row * names.length] ?? Number.NaN
      if (!(Number.isInteger(step) && step > last && step <= said.step))
        throw new Fault(`${what}, ${file}: row ${row + 1} has step ${step}`, `integers that ascend up to ${said.step} are expected`)
    }
    return { id, rows, divergence }
  })
  const columns = { names, width: names.length } as unknown as KeptRun['columns']
  return inColumnsOfToday({ ...said, columns, arms: read })
}

function linkOf(link: string, what: string) {
  try {
    return decodeLink(link)
  } catch (error) {
    throw new Fault(`${what}: its link cannot be read by this version (${messageOf(error)})`, 'open it with the version that wrote it', {
      cause: error,
    })
  }
}

function rowsOf(npz: Uint8Array | undefined, what: string, shape: readonly [number, number]): Float64Array {
  if (!npz) throw new Fault(`${what}: the file is missing in the archive`, 'the archive is damaged or was changed')
  try {
    const rows = unzipped(npz, INNER).get('rows.npy')
    if (!rows) throw new Fault('It holds no rows.npy', 'one array of rows is expected')
    const array = decodeNpy(rows)
    if (array.shape.length !== 2 || array.shape.some((side, i) => side !== shape[i]))
      throw new Fault(`The rows have the shape (${array.shape.join(', ')})`, `(${shape.join(', ')}) is expected`)
    return array.data
  } catch (error) {
    throw new Fault(`${what}: ${messageOf(error)}`, 'the archive is damaged or was changed', {
      sentence: `${what}: ${messageOf(error)}`,
      cause: error,
    })
  }
}
