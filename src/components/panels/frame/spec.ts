import type { Box, ChartLayout, Ctx } from '../../../charts'
import { withHessian } from '../reading/curvature'
import type { Explanation, NumberTable, Readout } from '../reading/readout'
import type { View } from '../reading/view'

/**
 * What a panel is, apart from its place on the page: plain functions of the view that say, draw and read out what it shows.
 * `Panel` puts one on the page, `registry.ts` says where and when.
 */

export interface Drawing {
  /** What the last drawing returned. */
  readonly previous?: ChartLayout | undefined
  /** The step or direction pointed at, in this panel or in another with the same axis. */
  readonly mark?: number | undefined
  /** The symbol pointed at, '' for none: its marks are lit. */
  readonly lit?: string
  /** Drawn for a file: nothing may be remembered from it. */
  readonly still?: boolean
}

/** An entry of a panel's key; `label` may carry markup. */
export interface KeyItem {
  readonly sample?: 'line' | 'dashed' | 'ellipse' | 'dashed-ellipse' | 'band'
  readonly label: string
}

/** What an axis of a panel counts: panels with the same one show each other's marks. */
export type PanelAxis = 'step' | 'k' | 'lambda' | 'value' | 'cell' | 'grid'

/** How far numbers can be trusted, for the badge. */
export interface Trust {
  readonly kind: 'exact' | 'estimate'
  readonly text: string
  readonly tip: string
}

export interface PanelSpec<Explained = Explanation, Table = NumberTable> {
  /** What the arrow keys walk along: steps, directions, or `stops`. */
  readonly axis: PanelAxis
  /** Drawn over the steps of the run: its x axis, or its y axis too, is what the reader chooses. */
  readonly timed?: 'x' | 'xy'
  /** Kept runs: it draws those beside the view, or shows one of them in place of the run on screen; else that run alone. */
  readonly kept?: 'beside' | 'instead'
  /** Whether what it draws of a kept run is the same quantity; so it is unless it is told. */
  alike?(view: View, kept: View): boolean
  /** The view that it shows in place of the one given. */
  seen?(view: View): View
  /** The symbols that a mark of its own stands for: its texts and its picture light each other up. */
  readonly symbols?: readonly string[]
  /** The live value beside the title. */
  subtitle(view: View): string
  /** What the panel shows, in one plain sentence. */
  sentence(view: View): string
  /** The whole chart in words, for screen readers. */
  summary(view: View): string
  explain(view: View): Explained
  /** Every number that is drawn. */
  table(view: View): Table
  /** What stands under its picture as numbers of another table: the loss on the grid of a landscape. */
  grid?(view: View): Promise<NumberTable | undefined>
  /** What the kinds of lines and marks are that the page explains beside the chart: a picture in a file says it too. */
  key?(view: View): readonly KeyItem[]
  draw(ctx: Ctx, box: Box, view: View, drawing: Drawing): ChartLayout
  /** The step or direction at a pixel; undefined where there is none. */
  locate(view: View, layout: ChartLayout, px: number, py: number): number | undefined
  /** Where there is something to read on an axis of values, ascending. */
  stops?(view: View): readonly number[]
  readout(view: View, at: number, layout: ChartLayout | undefined): Readout
  /** Where a key leads to on an axis of cells. */
  walk?(view: View, at: number | undefined, key: string): number | undefined
  /** Where the tooltip of a cell belongs. */
  placeAt?(view: View, layout: ChartLayout, at: number): { readonly x: number; readonly y: number }
  /** What a click on it does, and Enter where the keys have led. */
  press?(view: View, at: number): void
  /** What to say of a pixel that has no step or direction. */
  tip?(view: View, layout: ChartLayout, px: number, py: number): Readout | undefined
  /**
   * The step that its words were read at; undefined where they are of no single one. Unless it is told, that of the rows of the
   * step shown.
   */
  readAt?(view: View): number | undefined
  /** Why a panel that is shown has no picture for this scenario; undefined where there is one. */
  missing?(view: View): string | undefined
  /** Its numbers may come from a subset of the samples: then the panel says of how many. */
  readonly sampled?: boolean
  /** Its numbers are of the curvature, which has its digits however small the residuals are. */
  readonly curvatureAlone?: boolean
  /** The processor computes its numbers, whatever computes the run: a study, or what is asked for at one sample. */
  readonly processor?: boolean
  /** Its own badge where the run's does not speak of it; undefined while there is nothing to trust. */
  trust?(view: View): Trust | undefined
  /** What it shows is read with G, or with H where the scenario says so: then its title says it, and its texts write `symbolOf`. */
  readonly curved?: boolean
  /** Its numbers are estimates: from what, in a sentence. */
  readonly estimated?: string
  readonly gestures?: Gestures
  /** What its keys do, for screen readers, where they do not read values. */
  readonly keys?: string
  /** Listens to the canvas for what is this panel's own; returns how to end. */
  attach?(chart: Surface): () => void
}

/** A panel of any kind: the explanations and tables of those in the first picture are fetched when they are wanted. */
export type AnyPanel = PanelSpec<Explanation | Promise<Explanation>, NumberTable | Promise<NumberTable>>

/** A panel's title, which says so where its numbers are read with H. */
export const headingOf = (title: string, { curved }: AnyPanel, view: View) => title + (curved && withHessian(view) ? ' with H' : '')

/** The elements of one chart. */
export interface Parts {
  readonly host: HTMLElement
  readonly canvas: HTMLCanvasElement
  readonly tip: HTMLElement
  /** Polite live text for what the arrow keys reach. */
  readonly voice: HTMLElement
}

/** A chart on the page, as those who listen to its canvas see it. */
export interface Surface {
  readonly parts: Parts
  /** What the last drawing returned. */
  readonly layout: ChartLayout | undefined
  /** The chart's own pixels of a mouse event. */
  local(event: { offsetX: number; offsetY: number }): { x: number; y: number }
}

/** A picture that can be moved: wheel, pinch, drag, and the keys + − 0. */
export interface Gestures {
  /** Makes everything around a pixel `factor` times as large. */
  zoom(layout: ChartLayout, px: number, py: number, factor: number): void
  pan(layout: ChartLayout, dx: number, dy: number): void
  reset(): void
}
