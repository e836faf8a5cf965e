import { formatValue } from '../../../charts'

/** A number for prose: three digits, "–" where there is none. */
export const number = (value: number, digits = 3) => formatValue(value, digits)

/** Two decimals where that says enough, for the narrow place beside a title. */
export const short = (value: number) =>
  Math.abs(value) >= 0.095 && Math.abs(value) < 99.5 ? value.toFixed(2).replace('-', '−') : formatValue(value, 2)

/** 0.981 → "98 %"; never "100 %", which rounding could say of a little less. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return '–'
  const p = share * 100
  if (p > 99) return `${p > 99.95 ? 'over 99.9' : p.toFixed(1)} %`
  if (p > 0 && p < 1) return 'under 1 %'
  return `${Math.round(p)} %`
}

/** As `percent`, of a share of whole things counted, which is 1 where it is all of them: "100 %". */
export const countedPercent = (share: number): string => (share === 1 ? '100 %' : percent(share))

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** With a capital letter, as a sentence begins. A symbol stays as it is: a capital η is another letter. */
export const capital = (text: string) => text.replace(/^([a-z](?=[a-z])|a(?= ))/, letter => letter.toUpperCase())

/** The i-th number; NaN where there is none, which texts write as "–" and exports leave empty. */
export const nth = (values: ArrayLike<number> | null | undefined, i: number): number => values?.[i] ?? Number.NaN
