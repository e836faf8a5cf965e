/** A published claim, the setting in which it is measured here, and what was found. */

export type Verdict = 'reproduced' | 'not reproduced' | 'not testable here'

export interface Finding {
  /** With its error over seeds. */
  readonly measured: string
  readonly verdict: Verdict
}

export interface Claim {
  /** Names the row when a verdict changes: it stays. */
  readonly id: string
  /** A few words for the gallery. */
  readonly short: string
  readonly claim: string
  readonly source: string
  /** The scenario as a link, other seeds aside; '' where nothing can be run. */
  readonly link: string
  /** Presets on whose cards the verdict stands; the one of the link unless said otherwise. */
  readonly presets?: readonly string[]
  readonly published: string
  /** What is asked of the measured numbers. */
  readonly asked: string
  measure(): Promise<Finding>
}

/** Mean and standard error of the values of several seeds. */
export function meanOf(values: readonly number[]): { mean: number; se: number } {
  const mean = values.reduce((s, v) => s + v, 0) / values.length
  const squares = values.reduce((s, v) => s + (v - mean) * (v - mean), 0)
  return { mean, se: Math.sqrt(squares / (values.length * Math.max(1, values.length - 1))) }
}

export const rounded = (v: number, digits = 3) => String(Number(v.toPrecision(digits)))
export const withError = (values: readonly number[]) => {
  const { mean, se } = meanOf(values)
  return `${rounded(mean)} ± ${rounded(se, 2)}`
}

export const verdictOf = (holds: boolean): Verdict => (holds ? 'reproduced' : 'not reproduced')
