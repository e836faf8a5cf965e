/** A colour in sRGB, 0 … 255 each; NaN where the text is no colour that is read here. */
export interface Rgb {
  readonly r: number
  readonly g: number
  readonly b: number
}

/**
 * Reads #rgb, #rrggbb, rgb(…) and rgba(…) with numbers, as themes and this folder write them. The first picture needs no more
 * of colours than this: d3-color, which knows every space and name, would be a fiftieth of what is fetched before it.
 */
export function parseRgb(color: string): Rgb {
  const text = color.trim().toLowerCase()
  const hex = /^#(?:[0-9a-f]{3}){1,2}$/.test(text) ? text.slice(1) : ''
  const wide = hex.length / 3
  const parts = hex
    ? [0, 1, 2].map(i => Number.parseInt(hex.slice(i * wide, (i + 1) * wide).repeat(3 - wide), 16))
    : (/^rgba?\(([^)]*)\)$/.exec(text)?.[1]?.split(/[\s,/]+/) ?? []).map(Number)
  const [r = Number.NaN, g = Number.NaN, b = Number.NaN] = parts
  return { r, g, b }
}

const byte = (v: number) => Math.max(0, Math.min(255, Math.round(v) || 0))

export const formatRgb = ({ r, g, b }: Rgb): string => `rgb(${byte(r)}, ${byte(g)}, ${byte(b)})`

export const formatHex = ({ r, g, b }: Rgb): string => `#${[r, g, b].map(v => byte(v).toString(16).padStart(2, '0')).join('')}`

const linear = (v: number) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)
const gammaEncoded = (v: number) => 255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055)

/** CIELAB's labCube labRoot, straight near 0. */
const labRoot = (t: number) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29)
const labCube = (t: number) => (t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29))

/** CIELAB with the white of D50, through the matrices adapted by Bradford's method, which are d3-color's too. */
function labOf({ r, g, b }: Rgb): [number, number, number] {
  const [R, G, B] = [linear(r), linear(g), linear(b)]
  const x = labRoot((0.4360747 * R + 0.3850649 * G + 0.1430804 * B) / 0.96422)
  const y = labRoot(0.2225045 * R + 0.7168786 * G + 0.0606169 * B)
  const z = labRoot((0.0139322 * R + 0.0971045 * G + 0.7141733 * B) / 0.82521)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function rgbOf([l, a, b]: readonly [number, number, number]): Rgb {
  const f = (l + 16) / 116
  const [x, y, z] = [0.96422 * labCube(f + a / 500), labCube(f), 0.82521 * labCube(f - b / 200)]
  return {
    r: gammaEncoded(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
    g: gammaEncoded(-0.9787684 * x + 1.9161415 * y + 0.033454 * z),
    b: gammaEncoded(0.0719453 * x - 0.2289914 * y + 1.4052427 * z),
  }
}

/** Colours between two, evenly spaced to the eye: the straight line in CIELAB, t from 0 to 1. */
export function mixLab(from: string, to: string): (t: number) => string {
  const [a, b] = [labOf(parseRgb(from)), labOf(parseRgb(to))]
  const at = (i: 0 | 1 | 2, t: number) => a[i] + (b[i] - a[i]) * t
  return t => formatRgb(rgbOf([at(0, t), at(1, t), at(2, t)]))
}

/** WCAG relative luminance, 0 … 1. */
export function luminance(color: string): number {
  const { r, g, b } = parseRgb(color)
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}
