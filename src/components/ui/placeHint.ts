interface Size {
  readonly width: number
  readonly height: number
}

const GAP = 8

/** The top left corner of a hint beside or below its element, turned over where there is no room, within the window. */
export function placeHint(target: DOMRect, hint: Size, { width, height, right }: Size & { right: boolean }): { x: number; y: number } {
  const clampX = (x: number) => Math.max(GAP, Math.min(x, width - hint.width - GAP))
  const clampY = (y: number) => Math.max(GAP, Math.min(y, height - hint.height - GAP))
  if (right && target.right + GAP + hint.width < width - GAP)
    return { x: target.right + GAP, y: clampY(target.top + (target.height - hint.height) / 2) }
  const below = target.bottom + GAP
  const fits = below + hint.height < height - GAP
  return {
    x: clampX(target.left + (target.width - hint.width) / 2),
    y: fits ? below : Math.max(GAP, target.top - GAP - hint.height),
  }
}
