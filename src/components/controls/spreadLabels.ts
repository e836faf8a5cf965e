/** The narrowest track and the width of a letter, in pixels: room is reckoned for the worst case. */
const TRACK = 238
const LETTER = 5.7
const LABEL_GAP = 8

interface Labelled {
  readonly at: number
  readonly label: string
}

/**
 * Labels from left to right with the centres at which they stand, as shares of the track: over their marks, or pushed
 * aside just far enough not to touch.
 */
export function spreadLabels<T extends Labelled>(labels: readonly T[]): (T & { readonly centre: number })[] {
  const placed = labels.map(label => ({ ...label, half: (label.label.length * LETTER + LABEL_GAP) / TRACK / 2, centre: label.at }))
  let end = -LABEL_GAP / TRACK
  for (const label of placed) {
    label.centre = Math.max(end + label.half, label.at)
    end = label.centre + label.half
  }
  let start = 1 + LABEL_GAP / TRACK
  for (const label of placed.toReversed()) {
    label.centre = Math.min(label.centre, start - label.half)
    start = label.centre - label.half
  }
  return placed
}
