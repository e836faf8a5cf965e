/// <reference path="./opentype.d.ts" />
/** Text as outlines of its letters: a drawing that holds them looks the same in every program, whatever fonts are installed. */
import { type Font, type Glyph, type PathCommand, parse } from 'opentype.js'

/** The fonts that letters are taken from: the page's own in two weights, and one that has the operators it lacks. */
export interface Faces {
  readonly regular: Font
  readonly bold: Font
  readonly symbols: Font
}

/** Reads the three fonts from the bytes of TrueType files. */
export const facesOf = (regular: ArrayBuffer, bold: ArrayBuffer, symbols: ArrayBuffer): Faces => ({
  regular: parse(regular),
  bold: parse(bold),
  symbols: parse(symbols),
})

/** From this weight on letters are bold. */
const BOLD = 550
/** A letter set high, which is made of the plain one where no font has it (ᵀ): its size and how high, as shares of the size. */
const RAISED = { size: 0.62, up: 0.36 }

interface Letter {
  readonly font: Font
  readonly glyph: Glyph
  readonly size: number
  readonly up: number
}

/** How a character is drawn; null where no font has it. */
function letterOf({ regular, bold, symbols }: Faces, char: string, size: number, weight: number): Letter | null {
  for (const font of [weight >= BOLD ? bold : regular, symbols])
    if (font.charToGlyphIndex(char) > 0) return { font, glyph: font.charToGlyph(char), size, up: 0 }
  const plain = char.normalize('NFKC')
  const letter = plain.length === 1 && plain !== char ? letterOf({ regular, bold, symbols }, plain, size * RAISED.size, weight) : null
  return letter && { ...letter, up: size * RAISED.up }
}

interface Outlined {
  /** An SVG path; '' where there is nothing to draw. */
  readonly path: string
  /** Pixels from the start of the text to its end. */
  readonly width: number
  /** The characters that no font has: an empty box stands in their place. */
  readonly missing: string
}

/** A line is set to a width that was measured elsewhere if that is nearly its own: fonts of other versions, and kerning, differ by less. */
const NEARLY = 0.06

interface Line {
  readonly size: number
  /** 400 unless given. */
  readonly weight?: number
  /** Where it begins, on the base line; (0, 0) unless given. */
  readonly x?: number
  readonly y?: number
  /** Pixels that a drawing has measured for it. */
  readonly measured?: number
}

const POINTS = [
  ['x1', 'y1'],
  ['x2', 'y2'],
  ['x', 'y'],
] as const

/** A command to a hundredth of a pixel. The font reader's own writing makes NaN of 1e-7 and less beyond a whole number. */
function written(command: PathCommand): string {
  const numbers = POINTS.flatMap(point => point.map(name => command[name])).filter(value => value !== undefined)
  return command.type + numbers.map(value => Math.round(value * 100) / 100).join(' ')
}

/** A line of text, `size` pixels high. */
export function outlineText(faces: Faces, text: string, { size, weight = 400, x = 0, y = 0, measured }: Line): Outlined {
  const empty: Letter = { font: faces.regular, glyph: faces.regular.glyphs.get(0), size, up: 0 }
  const chars = [...text.normalize('NFC')]
  const found = chars.map(char => letterOf(faces, char, size, weight))
  const letters = found.map(letter => letter ?? empty)
  const widths = letters.map(({ font, glyph, size }) => (glyph.advanceWidth * size) / font.unitsPerEm)
  const own = widths.reduce((sum, width) => sum + width, 0)
  const width = measured !== undefined && Math.abs(measured - own) < NEARLY * own ? measured : own
  const space = (width - own) / chars.length
  let at = x
  const paths = letters.map(({ glyph, size, up }, i) => {
    const path = glyph
      .getPath(at, y - up, size)
      .commands.map(written)
      .join('')
    at += (widths[i] ?? 0) + space
    return path
  })
  return { path: paths.join(''), width, missing: chars.filter((_, i) => !found[i]).join('') }
}
