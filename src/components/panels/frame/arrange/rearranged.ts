import type { Arrangement, PanelName } from '../place'

/** What is done to one panel of an arrangement: texts of `view.panels`, from the present one and what stands on the page by it. */

/** Names in their order, of panels that this scenario lacks too, and those that are kept in the drawer by a minus. */
interface Order {
  readonly names: readonly string[]
  readonly kept: readonly string[]
}

function orderOf(text: string, { places }: Arrangement): Order {
  const listed = text === '' ? [] : text.split(',')
  const named = listed.filter(name => !name.startsWith('-'))
  const shown = places.flat().map(({ name }) => name)
  return { names: [...shown.filter(name => !named.includes(name)), ...named], kept: listed.filter(name => name.startsWith('-')) }
}

const textOf = ({ names, kept }: Order) => [...names, ...kept].join(',')

/** Where a panel stands: the number of its place; -1 in the drawer. */
export const placeIndex = ({ places }: Arrangement, name: string): number => places.findIndex(place => place.some(p => p.name === name))

/** The place of a panel, and what shares it, as the number `to` of all places; the nearest there is. */
export function movedTo(text: string, arrangement: Arrangement, panel: string, to: number): string {
  const { places } = arrangement
  const from = placeIndex(arrangement, panel)
  const target = places[Math.max(0, Math.min(places.length - 1, to))]
  const own = places[from]?.map(({ name }) => name)
  if (!own || !target || target === places[from]) return text
  const { names, kept } = orderOf(text, arrangement)
  const others = names.filter(name => !own.includes(name))
  const beside = target.map(({ name }) => others.indexOf(name))
  const at = to < from ? Math.min(...beside) : Math.max(...beside) + 1
  return textOf({ names: [...others.slice(0, at), ...own, ...others.slice(at)], kept })
}

/** Without a panel, which goes into the drawer. */
export function without(text: string, arrangement: Arrangement, { name, asked }: PanelName): string {
  const { names, kept } = orderOf(text, arrangement)
  return textOf({ names: names.filter(n => n !== name), kept: asked ? [...kept, `-${name}`] : kept })
}

/** With a panel of the drawer, as the last. */
export function withPanel(text: string, arrangement: Arrangement, name: string): string {
  const { names, kept } = orderOf(text, arrangement)
  return textOf({ names: [...names.filter(n => n !== name), name], kept: kept.filter(n => n !== `-${name}`) })
}
