/** The file system as the command line uses it: `NODE_DISK`, or one that a test lets fail. */

import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Fault } from '../lib/fault'
import { reason, UsageError } from './faults'

export interface Disk {
  /** Opens a new or emptied file for writing. */
  open(path: string): number
  /** Writes some of the bytes from `from` on; returns how many. */
  write(handle: number, bytes: Uint8Array, from: number): number
  close(handle: number): void
  read(path: string): string
  /** What stands in a folder; nothing where there is no such folder. */
  list(path: string): { readonly name: string; readonly folder: boolean }[]
  kind(path: string): 'folder' | 'file' | 'nothing'
  makeFolder(path: string): void
  /** Puts a file or folder in the place of another. */
  move(from: string, to: string): void
  /** Removes a file, if it is there. */
  remove(path: string): void
  /** Removes a folder, if it is there and empty. */
  removeEmpty(path: string): void
  /** Removes a folder and all in it, if it is there. */
  removeAll(path: string): void
}

export const NODE_DISK: Disk = {
  open: path => openSync(path, 'w'),
  write: (handle, bytes, from) => writeSync(handle, bytes, from),
  close: closeSync,
  read: path => readFileSync(path, 'utf8'),
  list(path) {
    try {
      return readdirSync(path, { withFileTypes: true }).map(entry => ({ name: entry.name, folder: entry.isDirectory() }))
    } catch {
      return []
    }
  },
  kind(path) {
    try {
      const found = statSync(path, { throwIfNoEntry: false })
      return found ? (found.isDirectory() ? 'folder' : 'file') : 'nothing'
    } catch {
      // Something above it is not a folder.
      return 'nothing'
    }
  },
  makeFolder: path => mkdirSync(path),
  move: renameSync,
  remove: path => rmSync(path, { force: true }),
  removeEmpty(path) {
    try {
      rmdirSync(path)
    } catch {
      // It holds something, or is gone.
    }
  },
  removeAll: path => rmSync(path, { recursive: true, force: true }),
}

/** Throws for a name that a file has already, or that stands below one. */
export function checkFolder(disk: Disk, path: string): void {
  let at = resolve(path)
  for (let kind = disk.kind(at); kind !== 'folder'; at = dirname(at), kind = disk.kind(at))
    if (kind === 'file')
      throw new UsageError(`--out: found “${path}”, but ${at} is a file; allowed is a folder, or a name that is not in use`)
}

/** Creates a folder, with those above it. One by one: Node's recursive mkdir never returns where a parent refuses with ENOENT. */
export function makeFolder(disk: Disk, path: string): void {
  checkFolder(disk, path)
  const missing: string[] = []
  for (let at = resolve(path); disk.kind(at) !== 'folder'; at = dirname(at)) missing.push(at)
  try {
    for (const folder of missing.reverse()) makeOne(disk, folder)
  } catch (error) {
    throw new Fault(`--out: ${path} cannot be created (${reason(error)})`, 'name a folder that can be written to', { cause: error })
  }
}

/** Other processes may make the same folder at the same moment. */
function makeOne(disk: Disk, folder: string): void {
  try {
    disk.makeFolder(folder)
  } catch (error) {
    if (disk.kind(folder) !== 'folder') throw error
  }
}
