/** `noisescope merge`: the tables of a sweep whose shards lie in several folders. */

import { join } from 'node:path'
import { type Disk, makeFolder } from '../disk'
import { UsageError } from '../faults'
import { EXIT, type ExitCode, type Io } from '../io'
import { checkSame, readManifest, type SweepManifest } from './store'
import { writeTables } from './tables'

/** Puts the shards of one sweep together; refuses those of another, and names points that are missing. */
export function merge(folders: readonly string[], out: string, { disk, out: print, err }: Io): ExitCode {
  const [first, ...others] = folders.map(folder => ({ folder, manifest: manifestOf(folder, disk) }))
  if (!first) throw new UsageError('DIR is missing: give the folders of the shards')
  for (const { folder, manifest } of others) checkSame(manifest, first.manifest, folder)
  const there = readManifest(disk, out)
  if (there) checkSame(there, first.manifest, out)
  makeFolder(disk, out)
  for (const words of writeTables([...new Set(folders)], out, first.manifest, disk)) err(`noisescope: ${words}\n`)
  print(
    `merge: ${first.manifest.points.length} points of ${folders.length} ${folders.length > 1 ? 'folders' : 'folder'} → ${join(out, 'sweep.csv')}\n`,
  )
  return EXIT.done
}

function manifestOf(folder: string, disk: Disk): SweepManifest {
  const found = readManifest(disk, folder)
  if (!found) throw new UsageError(`${folder} holds no sweep; allowed are folders that noisescope sweep has written to`)
  return found
}
