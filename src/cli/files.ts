import { Fault } from '../lib/fault'
import type { Disk } from './disk'
import { reason } from './faults'

/** Bytes of text that wait for each other. */
const PIECE = 1 << 18

/** A file that grows by text or bytes; what goes wrong names it as the user knows it. */
export class NewFile {
  private readonly handle: number
  private open = true
  private waiting: string[] = []
  private size = 0

  /** `name` is what messages call it. */
  constructor(
    private readonly disk: Disk,
    path: string,
    private readonly name: string,
  ) {
    this.handle = written(name, () => disk.open(path))
  }

  /** Adds text; it goes to the disk in larger pieces. */
  text(text: string): void {
    this.waiting.push(text)
    this.size += text.length
    if (this.size > PIECE) this.flush()
  }

  bytes(bytes: Uint8Array): void {
    this.flush()
    written(this.name, () => {
      for (let at = 0; at < bytes.length; ) at += this.disk.write(this.handle, bytes, at)
    })
  }

  /** Closes it with all that was added. */
  finish(): void {
    if (!this.open) return
    this.flush()
    this.open = false
    written(this.name, () => this.disk.close(this.handle))
  }

  /** Closes it if it is open, whatever it holds. */
  abandon(): void {
    if (!this.open) return
    this.open = false
    this.disk.close(this.handle)
  }

  private flush(): void {
    const text = this.waiting.join('')
    this.waiting = []
    this.size = 0
    if (text) this.bytes(new TextEncoder().encode(text))
  }
}

/** Does what writes a file; what stops it is said with the file's name, and what to do. */
export function written<T>(name: string, write: () => T): T {
  try {
    return write()
  } catch (error) {
    const remedy = 'free space there or name another folder with --out; the results of an earlier run are as they were'
    throw new Fault(`${name} cannot be written (${reason(error)})`, remedy, { cause: error })
  }
}
