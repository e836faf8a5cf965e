/** What a PNG says of itself: texts (iTXt) and its pixels per metre (pHYs), W3C PNG specification. */
import { crc32 } from '../../../../lib/crc32'

const SIGNATURE = 8
const utf8 = new TextEncoder()

/** A chunk: length, name, data, CRC-32 of name and data. */
function chunk(name: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  const bytes = new Uint8Array(size + 12)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, size)
  bytes.set(utf8.encode(name), 4)
  let at = 8
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  view.setUint32(at, crc32(bytes.subarray(4, at)))
  return bytes
}

/** A text in UTF-8, not compressed, of no language. */
const textChunk = (keyword: string, text: string) => chunk('iTXt', utf8.encode(keyword), Uint8Array.of(0, 0, 0, 0, 0), utf8.encode(text))

function densityChunk(perMetre: number): Uint8Array {
  const data = new DataView(new ArrayBuffer(9))
  data.setUint32(0, Math.round(perMetre))
  data.setUint32(4, Math.round(perMetre))
  data.setUint8(8, 1)
  return chunk('pHYs', new Uint8Array(data.buffer))
}

/** The PNG with texts by keyword, and `perMetre` pixels per metre, put after its header. */
export function pngWith(png: Uint8Array, texts: Readonly<Record<string, string>>, perMetre: number): Uint8Array<ArrayBuffer> {
  const header = SIGNATURE + 12 + new DataView(png.buffer, png.byteOffset).getUint32(SIGNATURE)
  const parts = [
    png.subarray(0, header),
    densityChunk(perMetre),
    ...Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text)),
    png.subarray(header),
  ]
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
