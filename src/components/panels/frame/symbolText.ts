/** Which symbols stand in a text. */
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉'

/** What may stand beside a symbol without being part of it. */
const EDGE = String.raw`[\s.,:;=≤≥<>()·+−/…–-]`
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)

const patterns = new WeakMap<readonly string[], RegExp>()

/** Finds any of the symbols, the longest that stands there: of ‖G‖_F not ‖G‖. */
function patternOf(symbols: readonly string[]): RegExp {
  const known = patterns.get(symbols)
  if (known) return known
  const all = [...symbols].sort((a, b) => b.length - a.length).map(escaped)
  const pattern = new RegExp(`(?<=^|${EDGE})(${all.join('|')})(?=$|${EDGE})`)
  patterns.set(symbols, pattern)
  return pattern
}

/** A text cut into what is between symbols and, at odd places, the symbols. */
export const inSymbols = (text: string, symbols: readonly string[]): string[] =>
  symbols.length > 0 ? text.split(patternOf(symbols)) : [text]

/** The direction that a symbol is of, from 1: "v₂" and "g(v₂)" are of 2; 0 for others. */
export function directionOf(symbol: string): number {
  const digits = /v([₀-₉]+)/.exec(symbol)?.[1] ?? ''
  return [...digits].reduce((k, digit) => 10 * k + SUBSCRIPTS.indexOf(digit), 0)
}
