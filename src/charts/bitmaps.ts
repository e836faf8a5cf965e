/** Pictures of what takes long to paint, kept by what they show. Apart from those who paint them: every canvas forgets them with its own. */

interface Bitmap {
  /** Says how it was painted. */
  readonly key: string
  readonly canvas: HTMLCanvasElement
}

let bitmaps = new WeakMap<object, Bitmap>()

export const bitmapOf = (shown: object): Bitmap | undefined => bitmaps.get(shown)

export function keepBitmap(shown: object, bitmap: Bitmap): void {
  bitmaps.set(shown, bitmap)
}

/** Forgets the bitmaps: after a reset of the graphics they are empty. */
export function dropBitmaps(): void {
  bitmaps = new WeakMap()
}
