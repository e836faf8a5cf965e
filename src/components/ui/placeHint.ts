/** Where a tooltip goes so that it stays inside the window. */

interface Size {
  readonly width: number
  readonly height: number
}

const HINT_GAP = 8

/** The top left corner of a hint beside or below its element, turned over where there is no room, within the window. */
export function placeHint(target: DOMRect, hint: Size, { width, height, right }: Size & { right: boolean }): { x: number; y: number } {
  const clampX = (x: number) => Math.max(HINT_GAP, Math.min(x, width - hint.width - HINT_GAP))
  const clampY = (y: number) => Math.max(HINT_GAP, Math.min(y, height - hint.height - HINT_GAP))
  if (right && target.right + HINT_GAP + hint.width < width - HINT_GAP)
    return { x: target.right + HINT_GAP, y: clampY(target.top + (target.height - hint.height) / 2) }
  const below = target.bottom + HINT_GAP
  const fits = below + hint.height < height - HINT_GAP
  return {
    x: clampX(target.left + (target.width - hint.width) / 2),
    y: fits ? below : Math.max(HINT_GAP, target.top - HINT_GAP - hint.height),
  }
}
