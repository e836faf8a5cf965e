/** Formats that are not read, by their first bytes, and what to do instead: `foreignName`. */

interface Foreign {
  readonly found: string
  readonly instead: string
}

const UNPACK = 'unpack it, and open the files in it'
const SAVE = 'save its arrays as NPY or NPZ, or its table as CSV'

const BEGINNINGS: readonly (readonly [beginning: string, found: string, instead: string])[] = [
  ['7z\xbc\xaf\x27\x1c', 'packed with 7-Zip', UNPACK],
  ['Rar!', 'packed with RAR', UNPACK],
  ['\xfd7zXZ\0', 'packed with xz', UNPACK],
  ['BZh', 'packed with bzip2', UNPACK],
  ['\x28\xb5\x2f\xfd', 'packed with Zstandard', UNPACK],
  ['\x89HDF', 'an HDF5 file', SAVE],
  ['PAR1', 'a Parquet file', SAVE],
  ['ARROW1', 'an Arrow file', SAVE],
  ['MATLAB', 'a file of MATLAB', SAVE],
  ['\x80\x02', 'a pickle of Python', SAVE],
  ['\x80\x03', 'a pickle of Python', SAVE],
  ['\x80\x04', 'a pickle of Python', SAVE],
  ['\x80\x05', 'a pickle of Python', SAVE],
  ['\xd0\xcf\x11\xe0', 'a spreadsheet of Excel', 'save its sheet as CSV'],
  ['SQLite format', 'an SQLite database', 'save its table as CSV'],
  ['%PDF', 'a PDF', 'look for the data that it speaks of'],
]

/** What a file is that is not read; null where its beginning does not tell. */
export function foreignName(bytes: Uint8Array): Foreign | null {
  const head = String.fromCharCode(...bytes.subarray(0, 16))
  const [, found = '', instead = ''] = BEGINNINGS.find(([beginning]) => head.startsWith(beginning)) ?? []
  return found ? { found, instead } : null
}
