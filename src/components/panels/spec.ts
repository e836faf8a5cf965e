import type { Box, ChartLayout, Ctx } from '../../charts'
import type { ChartHost } from './host'
import type { View } from './view'

/** Values at one position of a panel, for the tooltip and to be read aloud. */
export interface Readout {
  readonly title: string
  readonly rows: readonly ReadoutRow[]
}

export interface ReadoutRow {
  readonly label: string
  /** Index of an arm's colour. */
  readonly color?: number
  readonly value: string
}

/** Numbers for export: a header and rows. */
export interface NumberTable {
  readonly header: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

export interface Formula {
  readonly tex: string
  /** What the formula says, in a few words. */
  readonly says?: string
}

/** "What am I seeing?": plain words, then formulas with the values of this moment. */
export interface Explanation {
  readonly text: readonly string[]
  readonly formulas: readonly Formula[]
}

export interface Drawing {
  /** What the last drawing returned. */
  readonly previous?: ChartLayout | undefined
  /** The step or direction pointed at, in this panel or in another with the same axis. */
  readonly mark?: number | undefined
  /** Drawn for a file: nothing may be remembered from it. */
  readonly still?: boolean
}

/** What an axis of a panel counts: panels with the same one show each other's marks. */
export type Axis = 'step' | 'k' | 'lambda' | 'value' | 'cell'

/** How far numbers can be trusted, for the badge. */
export interface Trust {
  readonly kind: 'exact' | 'estimate'
  readonly text: string
  readonly tip: string
}

/** One panel as plain functions of the view; `Panel` shows it. */
export interface PanelSpec {
  /** Ends the data-testid and file names. */
  readonly name: string
  readonly title: string
  /** What the arrow keys walk along: steps, directions, or `stops`. */
  readonly axis: Axis
  /** The live value beside the title. */
  subtitle(view: View): string
  /** What is to be seen now, in one plain sentence. */
  sentence(view: View): string
  /** The whole chart in words, for screen readers. */
  summary(view: View): string
  explain(view: View): Explanation
  table(view: View): NumberTable
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
  /** Whether the panel has nothing to say for this scenario and is left out. */
  hidden?(view: View): boolean
  /** Why there is no picture for this scenario; undefined where there is one. */
  missing?(view: View): string | undefined
  /** Its numbers may come from a subset of the samples: then the panel says of how many. */
  readonly sampled?: boolean
  /** Its own badge where the run's does not speak of it; undefined while there is nothing to trust. */
  trust?(view: View): Trust | undefined
  /** What it shows is read with G, or with H where the scenario says so: then its title says it. See `curved`. */
  readonly curved?: boolean
  /** Its numbers are estimates: from what, in a sentence. */
  readonly estimated?: string
  readonly gestures?: Gestures
  /** Listens to the canvas for what is this panel's own; returns how to end. */
  attach?(chart: ChartHost): () => void
}

/** A picture that can be moved: wheel, pinch, drag, and the keys + − 0. */
export interface Gestures {
  /** Makes everything around a pixel `factor` times as large. */
  zoom(layout: ChartLayout, px: number, py: number, factor: number): void
  pan(layout: ChartLayout, dx: number, dy: number): void
  reset(): void
}
