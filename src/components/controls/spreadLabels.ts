/** The narrowest track and the width of a letter, in pixels: room is reckoned for the worst case. */
const TRACK = 238
const LETTER = 5.7
const GAP = 8

/** Where the centres of labels stand, as shares of the track: over their marks, or pushed aside just far enough not to touch. */
export function spreadLabels(labels: readonly { readonly at: number; readonly label: string }[]): number[] {
  const widths = labels.map(({ label }) => (label.length * LETTER + GAP) / TRACK)
  const centres = labels.map(({ at }, i) => Math.max(widths[i]! / 2 - GAP / TRACK, at))
  for (let i = 1; i < centres.length; i++) centres[i] = Math.max(centres[i]!, centres[i - 1]! + (widths[i - 1]! + widths[i]!) / 2)
  for (let i = centres.length - 1; i >= 0; i--) {
    const limit = i === centres.length - 1 ? 1 + GAP / TRACK - widths[i]! / 2 : centres[i + 1]! - (widths[i]! + widths[i + 1]!) / 2
    centres[i] = Math.min(centres[i]!, limit)
  }
  return centres
}
