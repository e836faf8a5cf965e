/** Text in UTF-16, as Windows writes it, turned into UTF-8 in slices. */

import { SLICE_BYTES, type Steps } from './progress'

export type Utf16 = { readonly little: boolean; readonly start: number }

const LOOKED_AT = 4096
/** Share of characters up to U+00FF by which UTF-16 is known without its mark. */
const LATIN = 0.6

/** Which UTF-16 a text is in, by its mark or by the zeros of Latin letters and digits; null where it is in none. */
export function utf16Of(bytes: Uint8Array): Utf16 | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { little: true, start: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { little: false, start: 2 }
  const pairs = Math.floor(Math.min(bytes.length, LOOKED_AT) / 2)
  if (pairs < 3 || bytes.length % 2 === 1) return null
  for (const little of [true, false]) {
    const [low, high] = little ? [0, 1] : [1, 0]
    let latin = 0
    let texts = 0
    for (let i = 0; i < pairs; i++) {
      const [a, b] = [bytes[2 * i + low], bytes[2 * i + high]]
      if (b === 0) latin++
      if (b !== 0 || a >= 32 || (a >= 9 && a <= 13)) texts++
    }
    if (texts === pairs && latin >= LATIN * pairs) return { little, start: 0 }
  }
  return null
}

/** The same text in UTF-8; halves of characters become U+FFFD. */
export function* toUtf8(bytes: Uint8Array, { little, start }: Utf16): Steps<Uint8Array> {
  const out = new Uint8Array(Math.ceil((bytes.length - start) * 1.5))
  const [low, high] = little ? [0, 1] : [1, 0]
  const unit = (i: number) => bytes[i + low] | (bytes[i + high] << 8)
  let at = 0
  for (let i = start; i + 1 < bytes.length; i += 2) {
    let c = unit(i)
    if (c >= 0xd800 && c < 0xdc00 && i + 3 < bytes.length && unit(i + 2) >= 0xdc00 && unit(i + 2) < 0xe000) {
      c = 0x10000 + ((c - 0xd800) << 10) + (unit(i + 2) - 0xdc00)
      i += 2
    } else if (c >= 0xd800 && c < 0xe000) c = 0xfffd
    if (c < 0x80) out[at++] = c
    else if (c < 0x800) {
      out[at++] = 0xc0 | (c >> 6)
      out[at++] = 0x80 | (c & 63)
    } else if (c < 0x10000) {
      out[at++] = 0xe0 | (c >> 12)
      out[at++] = 0x80 | ((c >> 6) & 63)
      out[at++] = 0x80 | (c & 63)
    } else {
      out[at++] = 0xf0 | (c >> 18)
      out[at++] = 0x80 | ((c >> 12) & 63)
      out[at++] = 0x80 | ((c >> 6) & 63)
      out[at++] = 0x80 | (c & 63)
    }
    if (i % SLICE_BYTES === 0) yield { stage: 'unpacking', done: i, total: bytes.length }
  }
  return out.subarray(0, at)
}
