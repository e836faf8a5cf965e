/** Unpacks zip archives that may come from anywhere: `unzipped(bytes, { files: 100, bytes: 1e9 })` gives their files by name. */

import { unzipSync } from 'fflate'
import { grouped } from './digits'
import { Fault, messageOf } from './fault'

export interface ZipLimits {
  /** Files, and bytes of all of them unpacked. */
  readonly files: number
  readonly bytes: number
}

/** Deflate makes no more of a byte. */
const BEST_RATIO = 1032

/**
 * All files of an archive that is not larger than these limits. Throws a Fault where it is no archive or is damaged; that the
 * files are as they were written is for sums of their own to say.
 */
export function unzipped(archive: Uint8Array, limits: ZipLimits): ReadonlyMap<string, Uint8Array> {
  const names = new Set<string>()
  let count = 0
  let total = 0
  const refuse = (happened: string) => new Fault(happened, 'it is damaged, or no archive of this program')
  let files: ReturnType<typeof unzipSync>
  try {
    files = unzipSync(archive, {
      // Told of every file before anything of it is unpacked, and before memory is asked for.
      filter({ name, size, originalSize }) {
        count++
        total += originalSize
        if (count > limits.files) throw refuse(`The archive holds more than the ${grouped(limits.files)} files that are expected`)
        if (!(total <= limits.bytes) || originalSize > BEST_RATIO * (size + 64))
          throw refuse(`The archive claims to unpack to more than the ${grouped(limits.bytes)} bytes that are expected`)
        if (names.has(name)) throw refuse(`The archive holds ${JSON.stringify(name.slice(0, 40))} twice`)
        names.add(name)
        return true
      },
    })
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault(`The archive cannot be unpacked (${messageOf(error)})`, 'it is damaged, cut short, or no zip archive', { cause: error })
  }
  return new Map(Object.entries(files))
}
