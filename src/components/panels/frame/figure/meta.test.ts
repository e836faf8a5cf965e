import { crc32 as zlibCrc } from 'node:zlib'
import { expect, it } from 'vitest'
import { pngWith } from './pngMeta'
import { svgMeta } from './svgMeta'

const ABOUT = {
  title: 'Loss <alignment>',
  parameters: 'SGD: η = 0.5, B = 4.',
  link: 'https://example.org/#v=1&s=linear-anisotropic&B=4',
  software: 'Noisescope 1.2.3',
}

/** A PNG of one grey pixel. */
const PIXEL = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='), c =>
  c.charCodeAt(0),
)

/** Name and data of every chunk, its sum checked against the one of another implementation. */
function chunksOf(png: Uint8Array): [name: string, data: Uint8Array][] {
  const view = new DataView(png.buffer, png.byteOffset)
  const found: [string, Uint8Array][] = []
  for (let at = 8; at < png.length; ) {
    const size = view.getUint32(at)
    const body = png.subarray(at + 4, at + 8 + size)
    expect(view.getUint32(at + 8 + size)).toBe(zlibCrc(body))
    found.push([new TextDecoder().decode(body.subarray(0, 4)), body.subarray(4)])
    at += 12 + size
  }
  return found
}

it('a PNG says its texts in UTF-8 and its pixels per metre, and keeps its picture', () => {
  const chunks = chunksOf(pngWith(PIXEL, { Title: ABOUT.title, Link: ABOUT.link, Description: ABOUT.parameters }, 7559.06))
  expect(chunks.map(([name]) => name)).toEqual(['IHDR', 'pHYs', 'iTXt', 'iTXt', 'iTXt', 'IDAT', 'IEND'])
  const texts = chunks.filter(([name]) => name === 'iTXt').map(([, data]) => new TextDecoder().decode(data).split('\0'))
  expect(texts).toEqual([
    ['Title', '', '', '', '', ABOUT.title],
    ['Link', '', '', '', '', ABOUT.link],
    ['Description', '', '', '', '', ABOUT.parameters],
  ])
  const density = chunks[1]?.[1] ?? PIXEL
  const view = new DataView(density.buffer, density.byteOffset)
  expect([view.getUint32(0), view.getUint32(4), view.getUint8(8)]).toEqual([7559, 7559, 1])
  expect(chunks.filter(([name]) => /^I[DE]/.test(name))).toEqual(chunksOf(PIXEL).filter(([name]) => /^I[DE]/.test(name)))
})

it('an SVG says what it is of, with & and < written as XML asks', () => {
  const text = svgMeta(ABOUT)
  const plain = (xml: string) => xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  const of = (tag: string) => plain(new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1] ?? '')
  expect([of('title'), of('dc:description'), of('dc:source'), of('dc:creator')]).toEqual(Object.values(ABOUT))
  expect(of('desc')).toBe(`${ABOUT.parameters} ${ABOUT.software}: ${ABOUT.link}`)
  expect(text).not.toMatch(/&(?!amp;|lt;|gt;)/)
})
