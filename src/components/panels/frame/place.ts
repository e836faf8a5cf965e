import type { StudyKind } from '../../../store'

/** Where a panel stands among the others in a grid of two or three columns; see `panels.css`. */
export type PanelSize =
  /** One cell. */
  | 'cell'
  /** One cell, and the free one beside it where the row has one. */
  | 'stretch'
  /** Two columns and two rows where there are three columns. */
  | 'large'
  /** The first column of the first two rows. Of several that share it one is in front, and the others keep their size behind it. */
  | 'first'
  /** What the cells leave of the last row. */
  | 'rest'
  /** A row of its own, after all others. */
  | 'row'

/** What the registry says of a panel, and the page of its present place: the props of every panel's component. */
export interface PanelPlace {
  /** Ends the data-testid and file names. */
  readonly name: string
  readonly title: string
  readonly size: PanelSize
  /** The study whose parts it shows. */
  readonly study: StudyKind | undefined
  readonly maximised: boolean
  readonly onMaximise: (name: string | null) => void
  /** Another panel has the same place, and is in front. */
  readonly behind: boolean
  /** The other panel of this place. */
  readonly other: { readonly name: string; readonly title: string } | undefined
  /** Puts one of them in front. */
  readonly onFront: (name: string) => void
}
