declare module 'opentype.js' {
  export type PathCommand = { readonly type: 'M' | 'L' | 'Q' | 'C' | 'Z' } & Readonly<
    Partial<Record<'x1' | 'y1' | 'x2' | 'y2' | 'x' | 'y', number>>
  >
  export interface Glyph {
    /** In units of the font. */
    readonly advanceWidth: number
    getPath(x: number, y: number, size: number): { readonly commands: readonly PathCommand[] }
  }
  export interface Font {
    readonly unitsPerEm: number
    /** 0 where the font has no such letter. */
    charToGlyphIndex(char: string): number
    charToGlyph(char: string): Glyph
    /** By their order in the font; the first stands for letters that it has not. */
    readonly glyphs: { get(index: number): Glyph }
  }
  export function parse(bytes: ArrayBuffer): Font
}
