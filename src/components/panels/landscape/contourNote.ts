import type { View } from '../reading/view'

/** Contours of fewer points along a side are seen to be interpolated. */
const FINE = 65

/** What the contours are, of a picture that is not the whole loss: of so many points, where they are few. */
export function contourNote({ traces: { grid } }: View): string {
  const exact = grid && grid.nx < FINE ? `exact at ${grid.nx} × ${grid.ny} points so far` : 'the exact loss on the plane'
  return `Paths are projected; contours are ${exact}.`
}
