/** Lists as one text, as links and options write them: places of columns ('1,3-5') and names ('a,"b,c"'). */

/** Places from 0 of one part of such a list, '4' or '3-5', from its first to its last. */
export function runOf(part: string): readonly [first: number, last: number] {
  const [from = Number.NaN, to = from] = part.split('-').map(Number)
  return [from - 1, to - 1]
}

/** Places from 0, ascending and once each, of '1,3-5'; `refuse` is told of the first part that lies outside of `columns`. */
export function placesOf(text: string, columns: number, refuse: (part: string) => never): number[] {
  const places = new Set<number>()
  for (const part of text === '' ? [] : text.split(',')) {
    const [first, last] = runOf(part)
    if (!(first >= 0 && last >= first && last < columns)) refuse(part)
    for (let k = first; k <= last; k++) places.add(k)
  }
  return [...places].sort((a, b) => a - b)
}

/** '1,3-5' of places from 0. */
export function placesText(places: readonly number[]): string {
  const runs: [number, number][] = []
  for (const k of [...new Set(places)].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last && last[1] === k) last[1] = k + 1
    else runs.push([k + 1, k + 1])
  }
  return runs.flatMap(([from, to]) => (to - from > 1 ? [`${from}-${to}`] : to > from ? [`${from}`, `${to}`] : [`${from}`])).join(',')
}

/** Names in one text, separated by commas; those with a comma or a quote, and empty ones, in quotes, as in CSV. */
export const namesText = (names: readonly string[]): string =>
  names.map(name => (/[",]/.test(name) || name === '' ? `"${name.replaceAll('"', '""')}"` : name)).join(',')

/** The names of `namesText`. */
export const namesOf = (text: string): string[] =>
  text === '' ? [] : [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(m => m[1]?.replaceAll('""', '"') ?? m[2] ?? '')
