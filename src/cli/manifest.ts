/** Which files of a folder this program wrote: a run.json says so of those beside it, and no others are ever removed. */

import { join, posix } from 'node:path'
import type { Disk } from './disk'
import { STUDIES } from './study/kinds'

/** The file that is there only when the others are. */
export const MANIFEST = 'run.json'

const OF_RUNS = /^(?:[\w-]+\/)?(?:metrics\.csv|state\.npz|draws\.npz|spectra\.npz|run\.json|sweep\.csv)$/
const OF_STUDIES = new Set(Object.keys(STUDIES).flatMap(kind => [`${kind}.json`, `${kind}.npz`]))

/** Whether a name, as `sgd/metrics.csv`, is one that a run or a study may write. */
export const ownFile = (name: string) => OF_RUNS.test(name) || OF_STUDIES.has(name)

/** The files of earlier runs in `out` that a run with files of these names does not replace; a study leaves runs alone. */
export function supersededBy(disk: Disk, out: string, names: readonly string[]): string[] {
  if (!names.some(name => posix.basename(name) === MANIFEST)) return []
  const folders = ['', ...disk.list(out).flatMap(({ name, folder }) => (folder ? [name] : []))]
  const earlier = new Set(folders.flatMap(folder => filesOf(disk, out, folder)))
  return [...earlier].filter(name => OF_RUNS.test(name) && !names.includes(name))
}

/** Whether a run wrote into `out`. */
export const holdsRun = (disk: Disk, out: string): boolean => supersededBy(disk, out, [MANIFEST]).length > 0

/** What run.json of an arm's folder says of the files of its run. */
interface Manifest {
  readonly versions?: { readonly noisescope?: unknown }
  readonly fingerprint?: unknown
  readonly arm?: unknown
  /** Named from the folder of run.json; earlier versions did not say. */
  readonly files?: unknown
  readonly scenario?: { readonly sweep?: { readonly over?: unknown } }
}

/** The files of the run whose run.json stands in a folder of `out`; none where it is not this program's. */
function filesOf(disk: Disk, out: string, folder: string): string[] {
  const run = read(disk, join(out, folder, MANIFEST))
  if (!run?.fingerprint || !run.versions?.noisescope || (folder && run.arm !== folder)) return []
  const names = Array.isArray(run.files) ? run.files.map(String) : unnamed(run, folder)
  return names.map(name => posix.join(folder, name))
}

function unnamed({ scenario }: Manifest, folder: string): string[] {
  const swept = (scenario?.sweep?.over ?? 'none') !== 'none'
  return [MANIFEST, 'metrics.csv', 'state.npz', ...(swept ? [folder ? '../sweep.csv' : 'sweep.csv'] : [])]
}

function read(disk: Disk, path: string): Manifest | null {
  try {
    const json: unknown = JSON.parse(disk.read(path))
    return typeof json === 'object' ? json : null
  } catch {
    return null
  }
}
