import { closeSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Fault } from '../lib/fault'
import { UsageError } from './io'
import { reason } from './scenario'

/** Creates a folder, with those above it. One by one: Node's recursive mkdir never returns where a parent refuses with ENOENT. */
export function makeFolder(path: string): void {
  const missing: string[] = []
  let at = resolve(path)
  for (let kind = kindOf(at); kind !== 'folder'; at = dirname(at), kind = kindOf(at)) {
    if (kind === 'file')
      throw new UsageError(`--out: found “${path}”, but ${at} is a file; allowed is a folder, or a name that is not in use`)
    missing.push(at)
  }
  try {
    for (const folder of missing.reverse()) mkdirSync(folder)
  } catch (error) {
    throw new Fault(`--out: ${path} cannot be created (${reason(error)})`, 'name a folder that can be written to', { cause: error })
  }
}

function kindOf(path: string): 'folder' | 'file' | 'nothing' {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    return found ? (found.isDirectory() ? 'folder' : 'file') : 'nothing'
  } catch {
    // Something above it is not a folder: found on the way up.
    return 'nothing'
  }
}

/** A file that is there under its name only when it is whole: written beside it, renamed by `finish`. */
export class NewFile {
  private readonly beside: string
  private readonly handle: number
  private open = true
  private waiting: string[] = []
  private size = 0

  constructor(private readonly path: string) {
    this.beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
    this.handle = openSync(this.beside, 'w')
  }

  /** Adds text; it goes to the disk in larger pieces. */
  text(text: string): void {
    this.waiting.push(text)
    this.size += text.length
    if (this.size > 1 << 18) this.flush()
  }

  bytes(bytes: Uint8Array): void {
    this.flush()
    for (let at = 0; at < bytes.length; ) at += writeSync(this.handle, bytes, at)
  }

  finish(): void {
    this.flush()
    closeSync(this.handle)
    this.open = false
    renameSync(this.beside, this.path)
  }

  /** Leaves nothing behind if the file was not finished. */
  discard(): void {
    if (!this.open) return
    this.open = false
    closeSync(this.handle)
    rmSync(this.beside, { force: true })
  }

  private flush(): void {
    const text = this.waiting.join('')
    this.waiting = []
    this.size = 0
    if (text) this.bytes(new TextEncoder().encode(text))
  }
}

export function writeWhole(path: string, content: string | Uint8Array): void {
  const file = new NewFile(path)
  try {
    if (typeof content === 'string') file.text(content)
    else file.bytes(content)
    file.finish()
  } finally {
    file.discard()
  }
}
