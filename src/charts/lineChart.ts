/** Lines over steps: the chart most panels are made of, with areas, bands, reference lines, events and a cursor. */
import { drawBands, drawCursor, drawEvents, drawRefs } from './annotations'
import { bottomMargin, drawAxes, drawWaiting, leftMargin, plotRect, TITLE_ROW, TITLE_Y } from './axes'
import { extentOf, stickyDomain, union } from './domain'
import { drawEndLabels, endLabelMargin, widestMargin } from './endLabels'
import type { Legend } from './legend'
import { drawLegend, layoutLegend, legendExtra, NO_LEGEND } from './legend'
import { clipped, fillArea, markLeaving, strokeSeries } from './marks'
import { drawRefLabels } from './refLabels'
import { makeAxis } from './scale'
import { meanWords, smoothed } from './smoothing'
import { drawLit, marksOf } from './symbolMarks'
import { textWidth } from './text'
import type { Tick } from './ticks'
import { axisTicks, labelled } from './ticks'
import { inSteps, onTime, sameSteps, type TimeAxis } from './timeAxis'
import type { Area, Axis, Band, Box, ChartLayout, Ctx, EventMark, Hit, Margin, Range, Ref, Series } from './types'

export interface LineData {
  readonly series: readonly Series[]
  readonly areas?: readonly Area[]
  readonly bands?: readonly Band[]
  readonly refs?: readonly Ref[]
  readonly events?: readonly EventMark[]
  /** x of the vertical cursor line (the scrubbed or hovered step). */
  readonly cursor?: number | undefined
  /** The symbol whose marks are lit. */
  readonly lit?: string | undefined
}

export interface LineOptions {
  /** x range to show; the extent of the series when left out. */
  readonly xDomain?: Range
  readonly xLog?: boolean
  /** x is in steps, and the axis is this one of time, whatever the options say of x. */
  readonly time?: TimeAxis | undefined
  /** Lines are means over so many steps on either side, with what was measured faint behind them; 0 for none. */
  readonly smooth?: number
  readonly yLog?: boolean
  /** The other scale than `yLog` says. */
  readonly otherY?: boolean
  /** Fixed y range. */
  readonly yDomain?: Range
  /** y range that is always inside the axis. */
  readonly yHint?: Range
  /** The axis never goes beyond this, whatever the data do. */
  readonly yLimit?: Range
  /** The layout this chart returned last time: keeps the y axis from jittering. */
  readonly previous?: ChartLayout | undefined
  /** Axis titles; `_x`, `^x` and braces make sub- and superscripts. */
  readonly xTitle?: string
  readonly yTitle?: string
  /** Where the series are named: at the line's end, in a row above, not at all; 'auto' takes the end when the names are short. */
  readonly labels?: 'auto' | 'end' | 'legend' | 'none'
  /** Hold each value until the next x. */
  readonly stepped?: boolean
  /** Only the two ends of the y axis get labels (slim strips). */
  readonly yEnds?: boolean
  readonly margin?: Partial<Margin>
  /** No labels under the plot: another plot below shows them. */
  readonly hideX?: boolean
  /** Shown in a plot without data. */
  readonly waiting?: string
}

/**
 * Lines over a shared x, with bands, reference lines, events and a cursor.
 * @param box size in CSS pixels and theme
 * @returns where things are, for hover; give it back as `options.previous`
 */
export function lineChart(ctx: Ctx, box: Box, given: LineData, wanted: LineOptions = {}): ChartLayout {
  const { theme } = box
  const { data, options } = asDrawn(given, wanted)
  const { xLog = false, yLog = false, labels = 'auto', hideX = false } = options
  const margin = lineMargin(ctx, box, data, options)
  const plot = plotRect(box, margin)
  const x = makeAxis(xLog, xDomain(data, options), [plot.x, plot.x + plot.width])
  const y = makeAxis(yLog, yDomain(data, options), [plot.y + plot.height, plot.y])
  const xTicks = axisTicks(x.domain, xLog, plot.width, 62)
  const yTicks = yTicksOf(y, plot.height, options)
  const { bands = [], refs = [], areas = [], events = [], series } = data
  const empty = !series.some(s => extentOf(s.y, s.length, yLog))
  let hits: Hit[] = []
  clipped(ctx, plot, () => drawBands(ctx, theme, bands, plot, y))
  drawAxes(ctx, box, { plot, x, y, xTicks, yTicks, xTitle: options.xTitle, yTitle: options.yTitle, hideX })
  clipped(ctx, { ...plot, y: plot.y - 1, height: plot.height + 2 }, () => {
    for (const area of areas) fillArea(ctx, theme, area, plot, x, y)
    drawLit(ctx, theme, data.lit, { series, refs }, plot, x, y, options.stepped)
    drawRefs(ctx, theme, refs, plot, y)
    for (const s of series) strokeSeries(ctx, theme, s, plot, x, y, options.stepped)
    for (const s of series) markLeaving(ctx, theme, s, x, y)
    hits = drawEvents(ctx, theme, events, plot, x)
  })
  const refPlaces = drawRefLabels(ctx, theme, bands, refs, plot, y, { series, x, before: options.previous?.refPlaces })
  const clear = series.filter(s => !s.faint)
  if (data.cursor !== undefined && !empty) drawCursor(ctx, theme, data.cursor, clear, plot, x, y)
  if (empty) drawWaiting(ctx, theme, plot, options.waiting)
  if (!empty && usesEnd(ctx, box, data, labels)) drawEndLabels(ctx, box, series, plot, x, y)
  if (!empty) drawLegend(ctx, theme, legendOf(ctx, box, data, options), TITLE_Y)
  return {
    plot,
    x: inSteps(x, options.time),
    y,
    hits,
    marks: empty ? [] : marksOf(series, refs, plot, x, y),
    refPlaces,
    smoothed: series.filter(s => s.mean),
    empty,
  }
}

/** Data and options as their scales say; of a chart that was drawn with others nothing is kept. */
export function asDrawn(given: LineData, { otherY, smooth = 0, ...asked }: LineOptions): { data: LineData; options: LineOptions } {
  const { raw, means } = smooth > 0 ? smoothed(given.series, smooth) : { raw: [], means: given.series }
  const wanted = smooth > 0 ? { ...asked, yTitle: [asked.yTitle, meanWords(smooth)].filter(Boolean).join(' · ') } : asked
  const { yLog = false, yDomain, previous } = wanted
  const other: LineOptions = otherY ? { ...wanted, yLog: !yLog } : wanted
  const { data, options } = onTime(
    { ...given, series: [...raw, ...means] },
    otherY && !yLog && yDomain && yDomain[0] <= 0 ? withoutY(other) : other,
  )
  const x = inSteps(makeAxis(options.xLog ?? false, xDomain(data, options), [0, 1]), options.time)
  const kept = previous && previous.y.log === (options.yLog ?? false) && sameSteps(previous.x, x)
  // A name goes with its line as that is drawn.
  const refs = data.refs?.map((ref): Ref => {
    const names = ref.names && data.series[raw.length + given.series.indexOf(ref.names)]
    return names ? { ...ref, names } : ref
  })
  return { data: { ...data, ...(refs && { refs }) }, options: { ...options, previous: kept ? previous : undefined } }
}

/** A fixed range that a log axis has no place for goes. */
const withoutY = ({ yDomain: _, yHint: __, ...rest }: LineOptions): LineOptions => rest

/** Margins that the options and labels ask for; charts stacked on one x axis take the larger of each side. */
export function lineMargin(ctx: Ctx, box: Box, data: LineData, options: LineOptions): Margin {
  const { labels = 'auto', hideX = false, yLog = false } = options
  const legend = legendOf(ctx, box, data, options)
  const {
    top = options.yTitle || legend.rows.length > 0 ? TITLE_ROW + legendExtra(legend) : 7,
    bottom = hideX ? 9 : bottomMargin(ctx, box, options.xTitle),
  } = options.margin ?? {}
  const height = Math.max(1, box.height - top - bottom)
  const ticks = yTicksOf(makeAxis(yLog, yDomain(data, options), [height, 0]), height, options)
  const end = usesEnd(ctx, box, data, labels) ? (endLabelMargin(ctx, box, data.series) ?? widestMargin(ctx, box, data.series)) : 10
  return { left: leftMargin(ctx, box.theme, ticks), right: end, ...options.margin, top, bottom }
}

function yTicksOf(y: Axis, height: number, options: LineOptions): Tick[] {
  const ticks = axisTicks(y.domain, y.log, height, y.log ? 24 : 30, 6)
  return options.yEnds && !y.log ? labelled(y.domain) : ticks
}

function usesEnd(ctx: Ctx, box: Box, data: LineData, labels: LineOptions['labels']): boolean {
  if (labels === 'end') return true
  return labels === 'auto' && data.series.some(s => s.label) && endLabelMargin(ctx, box, data.series) !== undefined
}

function legendOf(ctx: Ctx, box: Box, data: LineData, { labels = 'auto', yTitle = '' }: LineOptions): Legend {
  const named = data.series.filter(s => s.label)
  if (labels === 'none' || labels === 'end' || named.length === 0) return NO_LEGEND
  if (labels === 'auto' && usesEnd(ctx, box, data, labels)) return NO_LEGEND
  return layoutLegend(ctx, box.theme, named, yTitle ? textWidth(ctx, box.theme, yTitle, { rich: true }) + 14 : 0, box.width - 2)
}

function xDomain(data: LineData, options: LineOptions): Range {
  if (options.xDomain) return options.xDomain
  return union(...data.series.map(s => extentOf(s.x, s.length, options.xLog))) ?? (options.xLog ? [1, 10] : [0, 1])
}

function yDomain(data: LineData, options: LineOptions): Range {
  const { yLog: log = false, yLimit } = options
  if (options.yDomain) return options.yDomain
  const usable = (v: number) => Number.isFinite(v) && (!log || v > 0)
  const fit = (data.refs ?? []).filter(r => r.fit !== false && usable(r.y)).map(r => [r.y, r.y] as const)
  const bands = (data.bands ?? []).filter(b => usable(b.lo) && usable(b.hi)).map(b => [b.lo, b.hi] as const)
  const areas = (data.areas ?? []).flatMap(a => [extentOf(a.lo, a.length, log), extentOf(a.hi, a.length, log)])
  const lines = data.series.map(s => extentOf(s.y, s.length, log))
  const clip = (r: Range | undefined): Range | undefined =>
    r && yLimit ? [Math.max(yLimit[0], Math.min(r[0], yLimit[1])), Math.min(yLimit[1], Math.max(r[1], yLimit[0]))] : r
  const extent = clip(union(...lines, ...areas, ...fit, ...bands))
  // What an empty chart showed stood for nothing.
  const before = options.previous?.empty ? undefined : options.previous?.y.domain
  return stickyDomain(before, extent, { log, ...(options.yHint && { hint: options.yHint }) })
}
