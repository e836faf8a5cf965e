/** The names of bands and reference lines. */
import { numberAt } from '../lib/values'
import { indexAt } from './annotations'
import { freePlace, occupiedBy } from './freePlace'
import { placeLabels } from './labels'
import { drawText, LABEL_HEIGHT, textWidth } from './text'
import { colorOf } from './theme'
import type { Axis, Band, Ctx, Rect, Ref, Series, Theme } from './types'

/** The lines that names keep clear of, and where names stood before. */
interface Around {
  readonly series: readonly Series[]
  readonly x: Axis
  readonly before: RefPlaces | undefined
}

/** Where names stand that are not at their usual place, by their place in the list. */
export type RefPlaces = ReadonlyMap<number, number>

interface Item {
  readonly key: number
  readonly text: string
  readonly color: string
  readonly names: Series | undefined
  /** Its line, and the middle of its text, in pixels. */
  readonly line: number
  readonly at: number
  readonly size: number
  readonly priority: number
}

function itemsOf(theme: Theme, bands: readonly Band[], refs: readonly Ref[], plot: Rect, y: Axis): Item[] {
  const bottom = plot.y + plot.height
  const items: Item[] = []
  for (const [key, ref] of refs.entries()) {
    const py = y.px(ref.y)
    if (!ref.label || Number.isNaN(py)) continue
    const arrow = py < plot.y - 1 ? ' ↑' : py > bottom + 1 ? ' ↓' : ''
    const line = Math.max(plot.y, Math.min(bottom, py))
    const color = colorOf(theme, ref.color ?? theme.ink2)
    items.push({
      key,
      text: ref.label + arrow,
      color,
      names: ref.names,
      line,
      at: line - LABEL_HEIGHT / 2 - 1,
      size: LABEL_HEIGHT,
      priority: 2,
    })
  }
  for (const [i, band] of bands.entries()) {
    if (!band.label || !Number.isFinite(y.px(band.hi))) continue
    // Over the band, where a bounded quantity never goes; inside it when its edge is near the plot's.
    const line = Math.max(plot.y, y.px(band.hi))
    const at = line - plot.y >= LABEL_HEIGHT + 2 ? line - LABEL_HEIGHT / 2 - 1 : line + LABEL_HEIGHT / 2 + 1
    const color = colorOf(theme, band.color ?? theme.good)
    if (line <= bottom)
      items.push({ key: refs.length + i, text: band.label, color, names: undefined, line, at, size: LABEL_HEIGHT, priority: 1 })
  }
  return items
}

/** The pixel of a line at an x. */
const heightOf = ({ x, y, length }: Series, at: number, axis: Axis) => axis.px(numberAt(y, indexAt(x, length, at)))

/**
 * Labels of bands and reference lines inside the plot, each just over its line at the right end, moved apart where they would
 * touch; where a line passes through one it stands further to the left, or under its line. A reference off the axis is named at
 * the border with an arrow.
 */
export function drawRefLabels(
  ctx: Ctx,
  theme: Theme,
  bands: readonly Band[],
  refs: readonly Ref[],
  plot: Rect,
  y: Axis,
  around: Around,
): RefPlaces {
  const placed = placeLabels(itemsOf(theme, bands, refs, plot, y), plot.y, plot.y + plot.height).flatMap(item => {
    const width = textWidth(ctx, theme, item.text, { rich: true })
    if (width > plot.width - 8) return []
    const box: Rect = { x: plot.x + plot.width - 4 - width, y: item.centre - item.size / 2, width, height: item.size }
    return [{ ...item, box }]
  })
  const edges = bands.flatMap(({ lo, hi }) => [y.px(lo), y.px(hi)])
  const across = [...edges, ...refs.flatMap(ref => (ref.names ? [] : [y.px(ref.y)]))].filter(Number.isFinite)
  const occupied = placed.length > 0 ? occupiedBy(around.series, across, plot, around.x, y) : []
  const places = new Map<number, number>()
  const boxes = placed.map(({ box }) => box)
  for (const [i, { key, line, names, box: usual, text, color }] of placed.entries()) {
    const lineAt = (px: number) => (names ? heightOf(names, around.x.value(px), y) : line)
    const others = boxes.filter((_, j) => j !== i)
    const { box, place } = freePlace(occupied, plot, lineAt, usual, others, around.before?.get(key))
    boxes[i] = box
    if (place >= 0) places.set(key, place)
    drawText(ctx, theme, text, box.x + box.width, box.y + box.height / 2, { color, align: 'right', halo: theme.panel, rich: true })
  }
  return places
}
