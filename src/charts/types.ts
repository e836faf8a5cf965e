/** Shapes shared by every chart. Lengths and positions are CSS pixels unless a name says otherwise. */

/** The context a chart draws on: a canvas' own, or the SVG recorder's, which implements the same calls. */
export type Ctx = CanvasRenderingContext2D

/** Closed interval [low, high]. */
export type Range = readonly [number, number]

/** Axis-parallel rectangle; (x, y) is its top left corner. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Resolved colours and type of one theme; what the drawing functions take instead of CSS. */
export interface Theme {
  readonly bg: string
  readonly panel: string
  readonly ink: string
  readonly ink2: string
  readonly muted: string
  readonly line: string
  readonly grid: string
  readonly accent: string
  readonly arms: readonly [string, string, string, string]
  readonly surfaceLow: string
  readonly surfaceHigh: string
  readonly warn: string
  readonly good: string
  /** Font family list. */
  readonly font: string
}

/** What a chart needs to know about the surface it draws on. */
export interface Box {
  readonly width: number
  readonly height: number
  readonly theme: Theme
}

/** Σ η of an arm at the steps of its rows, both ascending. */
export interface Clock {
  readonly steps: ArrayLike<number>
  readonly times: ArrayLike<number>
  readonly length: number
}

/** Index of an arm (0…3, the arm's colour and mark everywhere) or any CSS colour. */
export type Color = number | string

/** A line: `length` points, x not decreasing. NaN and ±∞ in y lift the pen. */
export interface Series {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly length: number
  readonly color: Color
  readonly label: string
  /** Dash pattern in pixels; an arm's index has its own pattern when left out; [] is solid. */
  readonly dash?: readonly number[]
  /** Line width in pixels, 1.6 when left out. */
  readonly width?: number
  /** Of a line over the steps of an arm: when they were. */
  readonly clock?: Clock | undefined
  /** What it stands for in texts. */
  readonly symbol?: string
  /** The point at which it leaves another line, which it covers before: it gets a mark. */
  readonly leaves?: number
  /** Drawn lightly, behind a line that is its mean. */
  readonly faint?: boolean
  /** The line is a moving mean: at these steps, whatever its x counts. */
  readonly mean?: { readonly steps: ArrayLike<number>; readonly values: ArrayLike<number>; readonly length: number }
  /** Drawn thin and muted, as what lies beside the run on screen. */
  readonly muted?: boolean
}

/** A ribbon between two curves on the same x, e.g. the 10 % and 90 % quantiles of an ensemble. */
export interface Area {
  readonly x: ArrayLike<number>
  readonly lo: ArrayLike<number>
  readonly hi: ArrayLike<number>
  readonly length: number
  readonly color: Color
  readonly clock?: Clock | undefined
}

/** A horizontal band over the whole width, e.g. the certificate [inf μ, sup μ]. */
export interface Band {
  readonly lo: number
  readonly hi: number
  readonly label?: string
  readonly color?: Color
}

/** A horizontal reference line. With `fit: false` it does not widen the axis: off the axis it is named at the border with an arrow. */
export interface Ref {
  readonly y: number
  readonly label?: string
  readonly color?: Color
  /** Fine dots when left out. */
  readonly dash?: readonly number[]
  readonly fit?: boolean
  /** A name alone, of this line, which is drawn as a series. */
  readonly names?: Series
  /** What it stands for in texts. */
  readonly symbol?: string
}

/** Something that happened at one x (a slider moved at a step). */
export interface EventMark {
  readonly x: number
  readonly label: string
}

/** A value axis: data ↔ pixels. */
export interface Axis {
  readonly log: boolean
  readonly domain: Range
  /** Pixels of domain[0] and domain[1]. */
  readonly range: Range
  /** Pixel of a value; NaN where it has none (NaN, or ≤ 0 on a log axis). Never further out than 1e5 px. */
  px(value: number): number
  /** Value at a pixel. */
  value(px: number): number
}

/** A mark that can be pointed at. */
export interface Hit {
  readonly x: number
  readonly y: number
  readonly radius: number
  /** Text for a tooltip. */
  readonly label: string
  readonly kind: 'event' | 'dot' | 'point'
  /** Series or arm and point within it, where that makes sense. */
  readonly series?: number
  readonly index?: number
}

/** A mark that stands for a symbol of the texts. */
export interface SymbolMark {
  readonly symbol: string
  /** Pixels from a point to it. */
  distance(px: number, py: number): number
}

/** Where a chart put things: for hover, drag, and (given back as `previous`) to keep the axes calm. */
export interface ChartLayout {
  readonly plot: Rect
  readonly x: Axis
  readonly y: Axis
  readonly hits: readonly Hit[]
  readonly marks?: readonly SymbolMark[]
  /** The lines that are moving means. */
  readonly smoothed?: readonly Series[]
  /** Names of reference lines and bands that stand elsewhere than at the right end of their line. */
  readonly refPlaces?: ReadonlyMap<number, number>
  /** True when there was nothing to draw yet. */
  readonly empty: boolean
}

export interface Margin {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}
