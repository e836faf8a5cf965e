/** Values at one position of a panel, for the tooltip and to be read aloud. */
export interface Readout {
  readonly title: string
  readonly rows: readonly ReadoutRow[]
  /** What the mark pointed at stands for; may carry markup. */
  readonly says?: string
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
