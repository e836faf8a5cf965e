/**
 * Links of any length: `encodeLink(scenario)` and `decodeLink(fragment)`. Where readable fields would grow beyond what a link
 * carries, the longest of them are packed into one, `z=1` and their text, deflated, in base64url; the same scenario always
 * gives the same text. A page that does not need it reads and writes the readable fields alone (`link.ts`), without this code.
 */
import { strFromU8, strToU8, Unzlib, zlibSync } from 'fflate'
import { ScenarioError } from './error'
import { decodeFields, encodeFields, LONGEST_LINK, scenarioOf } from './link'
import type { Scenario } from './types'

/** Comes before what is packed; another way of packing takes another one. */
const PACKING = '1'
/** Where some fields are packed, those that stay readable have no more characters than this. */
const MOST_READABLE = 1000
/** Characters of a packed field, and bytes of what it holds: hundreds of thousands of changes. */
const MOST_PACKED = 2_000_000
const MOST_BYTES = 8_000_000

/** The scenario as the text after '#': only what differs from the preset, readable as far as it fits. */
export const encodeLink = (s: Scenario): string => packFields(encodeFields(s))

/** Reads a fragment (with or without '#'). An empty one is the opening preset. Throws a ScenarioError naming the field. */
export function decodeLink(fragment: string): Scenario {
  const { readable, packed } = unpackFields(fragment)
  return packed === null ? decodeFields(readable) : scenarioOf(packed + readable)
}

/** The fields of a link, packed as far as they must be. */
export function packFields(fields: string): string {
  if (fields.length <= LONGEST_LINK) return fields
  const parts = fields.split('&')
  const named = parts.filter(part => /^[vs]=/.test(part))
  const longestFirst = parts.filter(part => !named.includes(part)).sort((a, b) => b.length - a.length)
  let length = fields.length
  const packed = new Set<string>()
  for (const part of longestFirst) {
    if (length <= MOST_READABLE) break
    packed.add(part)
    length -= part.length + 1
  }
  const text = parts.filter(part => packed.has(part)).join('&')
  return [...parts.filter(part => !packed.has(part)), `z=${PACKING}${toBase64url(zlibSync(strToU8(text), { level: 9 }))}`].join('&')
}

/**
 * The fields of a link in two parts that can be joined: those that were packed, null where none were, and those that are
 * readable. Throws a ScenarioError where what is packed cannot be read.
 */
export function unpackFields(fragment: string): { readonly readable: string; readonly packed: string | null } {
  const parts = fragment.replace(/^#/, '').split('&')
  const [field, another] = parts.filter(part => part.startsWith('z='))
  if (field === undefined) return { readable: parts.join('&'), packed: null }
  if (another !== undefined) throw new ScenarioError('z', another.slice(2), 'each field once')
  const readable = parts.filter(part => part !== field).join('&')
  if (readable.length > LONGEST_LINK)
    throw new ScenarioError('link', `${readable.length} characters`, `at most ${LONGEST_LINK} readable characters`)
  return { readable, packed: `${unpack(field.slice(2))}&` }
}

function unpack(text: string): string {
  const refuse = () => new ScenarioError('z', text, 'the packed fields of a link, whole and as they were written')
  if (text.length > MOST_PACKED || !text.startsWith(PACKING)) throw refuse()
  try {
    const zipped = fromBase64url(text.slice(PACKING.length))
    const bytes = inflate(zipped)
    const sum = new DataView(zipped.buffer).getUint32(zipped.length - 4)
    if (adler32(bytes) !== sum) throw refuse()
    return strFromU8(bytes)
  } catch {
    throw refuse()
  }
}

function inflate(zipped: Uint8Array): Uint8Array {
  const slices: Uint8Array[] = []
  let total = 0
  const stream = new Unzlib(slice => {
    slices.push(slice)
    total += slice.length
  })
  // A little at a time: a few bytes can hold many.
  for (let at = 0; at < zipped.length && total <= MOST_BYTES; at += 1024) {
    const end = Math.min(at + 1024, zipped.length)
    stream.push(zipped.slice(at, end), end === zipped.length)
  }
  if (total > MOST_BYTES) throw new RangeError('too much is packed')
  const bytes = new Uint8Array(total)
  let at = 0
  for (const slice of slices) {
    bytes.set(slice, at)
    at += slice.length
  }
  return bytes
}

/** The checksum at the end of a zlib stream. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0]
  for (const byte of bytes) {
    a = (a + byte) % 65521
    b = (b + a) % 65521
  }
  return ((b << 16) | a) >>> 0
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Three bytes in four digits of six bits each; a rest of one or two bytes in two or three. */
function toBase64url(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const digits = Math.min(4, bytes.length - i + 1)
    for (let d = 0; d < digits; d++) text += DIGITS[(word >> (18 - 6 * d)) & 63]
  }
  return text
}

function fromBase64url(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let [word, bits, at] = [0, 0, 0]
  for (const character of text) {
    const digit = DIGITS.indexOf(character)
    if (digit < 0) throw new RangeError(`${character} is no digit of base64url`)
    word = ((word << 6) | digit) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = word >> bits
  }
  return bytes
}
