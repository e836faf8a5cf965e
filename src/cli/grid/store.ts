/**
 * The folder of a sweep: `sweep.json` says which sweep it is, `points/000012.json` holds point 12, there as soon as it is done and
 * never in part. Any number of processes may work in one folder.
 */

import { hostname } from 'node:os'
import { join } from 'node:path'
import { numberText } from '../../lib/csv'
import { Fault } from '../../lib/fault'
import type { At, Axis, GridPoint, KnownPoint, PointRow, Until } from '../../scenario'
import { checkFolder, type Disk, makeFolder } from '../disk'
import { reason, UsageError } from '../faults'
import { NewFile } from '../files'
import { holdsRun } from '../manifest'
import { processLives } from '../processes'
import type { PointPart } from './point'

export const SWEEP_MANIFEST = 'sweep.json'
const POINTS = 'points'
const HOST = hostname().replaceAll(/[^\w-]/g, '_') || 'host'
const UNFINISHED = /^\..+\.(\d+)-([\w-]+)\.tmp$/
let made = 0

/** What sweep.json says. Fingerprints are there when every point is. */
export interface SweepManifest {
  readonly versions: { readonly noisescope: string }
  /** The digest of the plan. */
  readonly sweep: string
  /** SCENARIO as a link, and the texts of --set. */
  readonly scenario: string
  readonly set: readonly string[]
  readonly grid: readonly Axis[]
  readonly seeds: number
  /** Ids of all arms of all points. */
  readonly arms: readonly string[]
  readonly columns: readonly string[]
  readonly at: readonly At[]
  readonly until: Until | null
  readonly data: unknown
  readonly complete: boolean
  readonly points: readonly (GridPoint & { readonly fingerprint: string | null })[]
}

/** Writes a file that is there at once with all it holds, or not at all. */
export function writeWhole(disk: Disk, out: string, name: string, content: string | Uint8Array): void {
  const [folder, base] = name.includes('/') ? (name.split('/') as [string, string]) : ['', name]
  const beside = join(out, folder, `.${base}.${process.pid}-${HOST}-${++made}.tmp`)
  const file = new NewFile(disk, beside, join(out, name))
  try {
    if (typeof content === 'string') file.text(content)
    else file.bytes(content)
    file.finish()
    disk.move(beside, join(out, name))
  } catch (error) {
    file.abandon()
    disk.remove(beside)
    throw error instanceof Fault
      ? error
      : new Fault(`${join(out, name)} cannot be written (${reason(error)})`, 'mend that and go on with the same command', { cause: error })
  }
}

/** Begins a sweep in a folder, or goes on with it; refuses a folder of something else. */
export function openSweep(disk: Disk, out: string, manifest: SweepManifest): void {
  checkFolder(disk, out)
  if (holdsRun(disk, out)) throw new UsageError(`--out: ${out} holds a run; allowed is another folder`)
  const before = readManifest(disk, out)
  if (before) checkSame(before, manifest, out)
  makeFolder(disk, join(out, POINTS))
  tidy(disk, out)
  if (!before) writeManifest(disk, out, manifest)
}

export const writeManifest = (disk: Disk, out: string, manifest: SweepManifest) =>
  writeWhole(disk, out, SWEEP_MANIFEST, `${JSON.stringify(manifest, null, 1)}\n`)

/** sweep.json of a folder; null where there is none. */
export function readManifest(disk: Disk, folder: string): SweepManifest | null {
  const path = join(folder, SWEEP_MANIFEST)
  if (disk.kind(path) !== 'file') return null
  const found = readJson(disk, path) as Partial<SweepManifest> | null
  if (typeof found?.sweep !== 'string' || !Array.isArray(found.points) || !Array.isArray(found.grid))
    throw new UsageError(`${path} is not the manifest of a sweep; remove it, or name another folder`)
  return found as SweepManifest
}

/** Throws where two manifests belong to different sweeps, with what differs first. */
export function checkSame(before: SweepManifest, now: SweepManifest, folder: string): void {
  if (before.sweep === now.sweep) return
  const parts = {
    'noisescope version': (m: SweepManifest) => m.versions.noisescope,
    scenario: (m: SweepManifest) => m.scenario,
    '--set': (m: SweepManifest) => m.set.join(' '),
    '--grid': (m: SweepManifest) => m.grid.map(({ field, values }) => `${field}=${values.join(',')}`).join(' '),
    '--seeds': (m: SweepManifest) => m.seeds,
    '--columns': (m: SweepManifest) => m.columns.join(','),
    '--at': (m: SweepManifest) => m.at.join(','),
    '--until': (m: SweepManifest) => (m.until ? `${m.until.column}${m.until.sign}${m.until.value}` : 'none'),
  }
  const [what, of] = Object.entries(parts).find(([, of]) => of(before) !== of(now)) ?? [
    'points',
    (m: SweepManifest) => `${m.points.length}`,
  ]
  throw new UsageError(
    `${folder} holds another sweep: ${what} is “${of(before)}” there and “${of(now)}” here; name another folder, or repeat that sweep`,
  )
}

const nameOf = (point: number) => `${POINTS}/${String(point).padStart(6, '0')}.json`

export function writePoint(disk: Disk, out: string, sweep: string, point: number, { rows, link, fingerprint }: PointPart): void {
  const lines = rows.map(({ arm, at, step, values }) => JSON.stringify([arm, at, ...[step, ...values].map(cell)]))
  const head = JSON.stringify({ sweep, point, link, fingerprint }).slice(0, -1)
  writeWhole(disk, out, nameOf(point), `${head},"rows":[\n${lines.join(',\n')}\n]}\n`)
}

/** A number as JSON that reads back to the same bits; those that JSON has not are texts. */
const cell = (value: number) => (Number.isFinite(value) && !Object.is(value, -0) ? value : numberText(value))
const TEXTS: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  '-0': -0,
}
const uncell = (value: unknown): number => (typeof value === 'number' ? value : (TEXTS[String(value)] ?? Number.NaN))

/** Which points of a sweep a folder holds; a file that is damaged counts as none. */
export function pointsIn(disk: Disk, folder: string, sweep: string, count: number): Set<number> {
  const found = new Set<number>()
  for (const { name } of disk.list(join(folder, POINTS))) {
    const point = /^\d{6,}\.json$/.test(name) ? Number.parseInt(name, 10) : -1
    if (point >= 0 && point < count && readPoint(disk, folder, sweep, point)) found.add(point)
  }
  return found
}

/** What a folder knows of a point; null for nothing. */
export function readPoint(disk: Disk, folder: string, sweep: string, point: number): KnownPoint | null {
  const path = join(folder, nameOf(point))
  if (disk.kind(path) !== 'file') return null
  const found = readJson(disk, path) as { sweep?: unknown; point?: unknown; link?: unknown; fingerprint?: unknown; rows?: unknown } | null
  if (found?.sweep !== sweep || found.point !== point || !Array.isArray(found.rows)) return null
  const rows = (found.rows as unknown[][]).map(([arm, at, step, ...values]): PointRow => {
    return { arm: String(arm), at: String(at), step: uncell(step), values: values.map(uncell) }
  })
  return { point, rows, link: String(found.link), fingerprint: String(found.fingerprint) }
}

function readJson(disk: Disk, path: string): unknown {
  try {
    const json: unknown = JSON.parse(disk.read(path))
    return typeof json === 'object' ? json : null
  } catch {
    return null
  }
}

/** Removes what dead processes of this machine left unfinished. */
function tidy(disk: Disk, out: string): void {
  for (const folder of [out, join(out, POINTS)])
    for (const { name } of disk.list(folder)) {
      const [, pid, host = ''] = UNFINISHED.exec(name) ?? []
      if (pid !== undefined && host.startsWith(`${HOST}-`) && Number(pid) !== process.pid && !processLives(Number(pid)))
        disk.remove(join(folder, name))
    }
}
