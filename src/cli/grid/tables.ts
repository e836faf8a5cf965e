/** Writes the tables of a sweep whose points are all there: `writeTables`. */

import { type KnownPoint, tablesOf } from '../../scenario'
import type { Disk } from '../disk'
import { UsageError } from '../faults'
import { readPoint, type SweepManifest, writeManifest, writeWhole } from './store'

/** Missing points that a message names. */
const NAMED = 20

/**
 * Reads every point from the folders, and writes the tables and the manifest with all fingerprints into `out`: the same bytes
 * wherever the points lay. Throws where one is missing, or differs between folders. Returns what is worth saying.
 */
export function writeTables(folders: readonly string[], out: string, manifest: SweepManifest, disk: Disk): string[] {
  const points = allPoints(folders, manifest, disk)
  for (const [name, content] of Object.entries(tablesOf(manifest, points))) writeWhole(disk, out, name, content)
  const found = manifest.points.map((point, i) => ({ ...point, fingerprint: points[i]?.fingerprint ?? null }))
  writeManifest(disk, out, { ...manifest, complete: true, points: found })
  const empty = manifest.columns.filter((_, c) => points.every(({ rows }) => rows.every(({ values }) => Number.isNaN(values[c]))))
  return empty.length > 0 ? [`no point has a value of ${empty.join(', ')}`] : []
}

function allPoints(folders: readonly string[], { sweep, points }: SweepManifest, disk: Disk): KnownPoint[] {
  const missing: number[] = []
  const found = points.flatMap((_, point) => {
    const copies = folders.flatMap(folder => {
      const known = readPoint(disk, folder, sweep, point)
      return known ? [{ folder, known, text: JSON.stringify([known.fingerprint, known.rows.map(({ values }) => values.map(String))]) }] : []
    })
    const [first] = copies
    const other = copies.find(({ text }) => text !== first?.text)
    if (first && other) throw new UsageError(`point ${point} differs between ${first.folder} and ${other.folder}; remove one of them`)
    if (!first) missing.push(point)
    return first ? [first.known] : []
  })
  if (missing.length === 0) return found
  const names = missing.slice(0, NAMED).join(', ') + (missing.length > NAMED ? ', …' : '')
  throw new UsageError(
    `${missing.length} of ${points.length} points are missing: ${names}; run their shards to the end, or name their folders too`,
  )
}
