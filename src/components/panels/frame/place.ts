import type { StudyKind } from '../../../store'
import type { View } from '../reading/view'

/** A panel as its neighbours know it. */
export interface PanelName {
  /** Ends the data-testid and file names, and stands in links. */
  readonly name: string
  readonly title: string
  /** Someone asked for it by a setting of its own: it leads where no arrangement names it. */
  readonly asked?: boolean
  /** Of several that share one place one is in front, and the others keep their size behind it. */
  readonly shares?: boolean
}

/** How panels are arranged: the first place is the lead figure's, the others are supports. */
export interface Arrangement<P extends PanelName = PanelName> {
  readonly places: readonly (readonly P[])[]
  /** What lies in the drawer. */
  readonly rest: readonly P[]
}

/** What the registry says of a panel, and the page of its present place: the props of every panel's component. */
export interface PanelPlace {
  readonly name: string
  readonly title: string
  /** Whether there is such a panel of a run, as of one that is kept. */
  readonly fits: (view: View) => boolean
  /** The study whose parts it shows. */
  readonly study: StudyKind | undefined
  readonly maximised: boolean
  readonly onMaximise: (name: string | null) => void
  readonly arrangement: Arrangement
  /** Another panel has the same place, and is in front. */
  readonly behind: boolean
  /** The other panel of this place. */
  readonly other: PanelName | undefined
  /** Puts one of them in front; one that has just come (`opening`) takes no room that another has been given. */
  readonly onFront: (name: string, opening?: boolean) => void
}
