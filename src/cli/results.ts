/**
 * The files of a run in its folder: `new Results(...)`, then `file` or `write` for each, then `publish`. They are written into
 * a hidden folder within it and take the places of an earlier run's files together, once all are whole; `discard` leaves
 * those as they were.
 */

import { hostname } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { Fault, messageOf } from '../lib/fault'
import { checkFolder, type Disk, makeFolder } from './disk'
import { reason } from './faults'
import { NewFile, written } from './files'
import { ownFile, supersededBy } from './manifest'
import { processLives } from './processes'

/** In the hidden folder: which files of an earlier run are to go. */
const PLAN = 'plan.json'
/** A hidden folder is `.noisescope-PROCESS-COUNT-HOST`; once its files are whole, `.whole` stands behind it. */
const HIDDEN = /^\.noisescope-(\d+)-\d+-(.+?)(\.whole)?$/
/** Files that older versions wrote beside their places. */
const BESIDE = /^\.(?:metrics\.csv|state\.npz|run\.json|sweep\.csv)\.(\d+)\.tmp$/

const HOST = hostname().replaceAll(/[^\w-]/g, '_') || 'host'
/** Hidden folders that this process is writing to, and how many it has made. */
const under = new Set<string>()
let made = 0

export class Results {
  private readonly hidden: string
  private readonly files: NewFile[] = []
  private readonly names: string[] = []

  /** `folders` are those within `out` that will hold files. Creates `out`, and ends what dead processes left in it. */
  constructor(
    private readonly disk: Disk,
    private readonly out: string,
    folders: readonly string[] = [],
  ) {
    for (const folder of folders) checkFolder(disk, join(out, folder))
    makeFolder(disk, out)
    tidy(disk, out)
    const hidden = join(out, `.noisescope-${process.pid}-${++made}-${HOST}`)
    this.hidden = hidden
    under.add(hidden)
    try {
      for (const folder of ['', ...folders]) makeFolder(disk, join(hidden, folder))
    } catch (error) {
      this.discard()
      throw error
    }
  }

  /** A file by its name in the folder, as `sgd/metrics.csv`, to be added to until `publish`. */
  file(name: string): NewFile {
    this.names.push(name)
    const file = new NewFile(this.disk, join(this.hidden, name), join(this.out, name))
    this.files.push(file)
    return file
  }

  /** A whole file. */
  write(name: string, content: string | Uint8Array): void {
    const file = this.file(name)
    if (typeof content === 'string') file.text(content)
    else file.bytes(content)
    file.finish()
  }

  /** The files so far that stand in a folder or in `out` itself, and one more, named from that folder. */
  beside(folder: string, more: string): string[] {
    const near = this.names.filter(name => posix.dirname(name) === (folder || '.') || posix.dirname(name) === '.')
    return [...near.map(name => posix.relative(folder, name)), more].sort()
  }

  /** Puts the files in their places, each JSON last, and removes those of the run that stood there before. */
  publish(): void {
    const { disk, out, hidden } = this
    for (const file of this.files) file.finish()
    this.write(PLAN, JSON.stringify(supersededBy(disk, out, this.names)))
    const whole = `${hidden}.whole`
    written(out, () => disk.move(hidden, whole))
    try {
      settle(disk, out, whole)
    } catch (error) {
      const remedy = `the results are whole in ${whole}: mend that, and the next run into ${out} puts them in their places`
      throw new Fault(`${out} cannot be written (${reason(error)})`, remedy, { cause: error })
    } finally {
      under.delete(hidden)
    }
  }

  /** Leaves nothing behind of what was not published. */
  discard(): void {
    if (!under.delete(this.hidden)) return
    for (const file of this.files) file.abandon()
    this.disk.removeAll(this.hidden)
  }
}

/** Moves the files of a hidden folder, all whole, to their places. May be done again where it was broken off. */
function settle(disk: Disk, out: string, whole: string): void {
  const at = (name: string) => join(out, name)
  const names = filesIn(disk, whole)
  const manifests = names.filter(name => ownFile(name) && name.endsWith('.json'))
  const others = names.filter(name => ownFile(name) && !manifests.includes(name))
  // Without its run.json, or a study its own, a folder is seen to be incomplete.
  for (const name of manifests) disk.remove(at(name))
  if (names.includes(PLAN)) {
    const superseded = JSON.parse(disk.read(join(whole, PLAN))) as string[]
    for (const name of superseded.filter(ownFile)) disk.remove(at(name))
    for (const folder of new Set(superseded.filter(ownFile).map(posix.dirname))) if (folder !== '.') disk.removeEmpty(at(folder))
  }
  for (const name of [...others, ...manifests]) {
    makeFolder(disk, dirname(at(name)))
    disk.move(join(whole, name), at(name))
  }
  disk.removeAll(whole)
}

const filesIn = (disk: Disk, folder: string): string[] =>
  disk.list(folder).flatMap(({ name, folder: deeper }) => (deeper ? disk.list(join(folder, name)).map(f => `${name}/${f.name}`) : [name]))

/** Ends what dead processes of this machine left in a folder: whole results go to their places, the rest goes. */
function tidy(disk: Disk, out: string): void {
  for (const { name } of disk.list(out)) {
    const [, pid, host, whole] = HIDDEN.exec(name) ?? []
    const path = join(out, name)
    if (host !== HOST || alive(Number(pid), path)) continue
    try {
      if (whole) settle(disk, out, path)
      else disk.removeAll(path)
    } catch (error) {
      throw new Fault(`${path}, left by an earlier run, cannot be put in order (${messageOf(error)})`, 'remove it, or name another folder')
    }
  }
  for (const folder of [out, ...disk.list(out).flatMap(f => (f.folder ? [join(out, f.name)] : []))])
    for (const { name } of disk.list(folder)) {
      const pid = BESIDE.exec(name)?.[1]
      if (pid !== undefined && !alive(Number(pid), '')) disk.remove(join(folder, name))
    }
}

/** Whether the process that a hidden folder is named after still writes to it. */
function alive(pid: number, hidden: string): boolean {
  if (pid === process.pid) return under.has(hidden.replace(/\.whole$/, ''))
  return processLives(pid)
}
