import { grouped } from '../../lib/digits'
import { Fault } from '../../lib/fault'

/** A data file that cannot be read: what part of it, what was found there and what is expected; the message is one plain sentence. */
export class DataFileError extends Fault {
  override readonly name = 'DataFileError'
  constructor(
    readonly what: string,
    readonly found: string,
    readonly expected: string,
    sentence?: string,
  ) {
    super(`${what}: found ${found}`, `expected is ${expected}`, { sentence: sentence ?? `${what} ${found} found, expected ${expected}` })
  }
}

/** No file and no array made from one is larger. */
export const LARGEST_BYTES = 2_147_483_648

/** 0x00000803. */
export function hex(value: number, digits = 8): string {
  return `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`
}

/** A cell or name as a message quotes it, cut at 40 characters and without control characters. */
export function quoted(text: string): string {
  let shown = ''
  for (const c of text.length > 40 ? `${text.slice(0, 40)}…` : text) shown += c < ' ' || (c >= '\x7f' && c < '\xa0') ? '·' : c
  return `“${shown}”`
}

/** "1 sample", "3 samples". */
export function plural(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** The file is shorter than its header says. */
export function truncated(found: number, expected: number, what = 'file'): DataFileError {
  return new DataFileError(
    what,
    plural(found, 'byte'),
    plural(expected, 'byte'),
    `${what} ends after ${grouped(found)} of ${grouped(expected)} bytes`,
  )
}

/** The file is longer than its header says. */
export function tooLong(found: number, expected: number, what = 'file'): DataFileError {
  const sentence = `${what} has ${plural(found, 'byte')}, ${plural(expected, 'byte')} expected from its header`
  return new DataFileError(what, plural(found, 'byte'), plural(expected, 'byte'), sentence)
}

/** Refuses a file by its size alone, which can be asked before any of it is read. */
export function checkSize(bytes: number, what = 'file'): void {
  const about = `${(bytes / 1e9).toFixed(2)} GB`
  if (bytes === 0) throw new DataFileError(what, '0 bytes', 'at least 1 byte', `${what} is empty`)
  if (bytes > LARGEST_BYTES)
    throw new DataFileError(what, about, 'at most 2.15 GB', `${what} has ${about}, at most 2.15 GB (2 GiB) expected`)
}

/** Refuses arrays that would not fit: `entries` numbers of 8 bytes. */
export function checkEntries(entries: number, shape: readonly number[]): void {
  if (entries * 8 <= LARGEST_BYTES) return
  const found = `shape ${shape.join('×')}`
  const gb = (entries * 8) / 1e9
  throw new DataFileError('shape', found, 'at most 2.15 GB', `${found} takes ${gb.toPrecision(3)} GB as numbers, at most 2.15 GB expected`)
}
