/** The loss on a log axis over a narrow strip of the learning rate or the batch size, on a common x. */
import type { LineData, LineOptions } from './lineChart'
import { asDrawn, lineChart, lineMargin } from './lineChart'
import { makeAxis } from './scale'
import { drawText } from './text'
import { inSteps } from './timeAxis'
import type { Box, ChartLayout, Ctx, Range, Series } from './types'

export interface LossData extends LineData {
  /** Learning rate η of each arm over the same x, drawn as steps in the strip below. */
  readonly rates?: readonly Series[]
  /** The whole course of η, beyond what has been run, in thin lines under those of `rates`; both are then drawn straight between points. */
  readonly planned?: readonly Series[]
}

export interface LossOptions extends LineOptions {
  /** Height of the learning-rate strip; 0 leaves it out. By default about a quarter of the box, 54 … 76 px, none in a box under 150 px. */
  readonly stripHeight?: number
  readonly rateTitle?: string
  /** The strip's own x range; that of the loss when left out. */
  readonly rateDomain?: Range
  /** The strip's axis goes up to this at least, and beyond `rateLimit` for no line. */
  readonly rateTop?: number
  readonly rateLimit?: number
  /** The strip's y range, held. */
  readonly rateRange?: Range | undefined
  readonly previousRate?: ChartLayout | undefined
}

export interface LossLayout extends ChartLayout {
  /** The strip's own layout. */
  readonly rate?: ChartLayout
}

/** Loss on a log axis over the learning-rate strip, on one x axis unless the strip has a range of its own. */
export function lossChart(ctx: Ctx, box: Box, given: LossData, options: LossOptions = {}): LossLayout {
  const { rates = [], planned = [] } = given
  const height = options.stripHeight ?? (box.height < 150 ? 0 : Math.round(Math.min(76, Math.max(54, box.height * 0.22))))
  const strip = rates.length > 0 ? height : 0
  const wanted: LineOptions = { yLog: true, xTitle: 'step', yTitle: 'L', ...options }
  if (!strip) return lineChart(ctx, box, given, wanted)
  const { data, options: drawn } = asDrawn(given, wanted)
  const base: LineOptions = { ...drawn, time: undefined }
  const upper: Box = { ...box, height: box.height - strip }
  const lower: Box = { ...box, height: strip }
  const lowerData: LineData = {
    series: [...planned.map(s => ({ ...s, width: 1 })), ...rates].map(s => ({ ...s, label: '' })),
    ...(given.events && { events: given.events }),
    ...(given.cursor !== undefined && { cursor: given.cursor }),
    lit: given.lit,
  }
  const { rateDomain = options.xDomain } = options
  const upperOptions: LineOptions = { ...base, hideX: !base.xLog && rateDomain?.join() === base.xDomain?.join() }
  const lowerOptions: LineOptions = {
    labels: 'none',
    stepped: planned.length === 0,
    yHint: [0, options.rateTop ?? 0],
    ...(options.rateRange && { yDomain: options.rateRange }),
    ...(options.rateLimit && { yLimit: [0, options.rateLimit] }),
    yEnds: true,
    xTitle: options.xTitle ?? 'step',
    ...(rateDomain && { xDomain: rateDomain }),
    previous: options.previousRate,
  }
  const a = lineMargin(ctx, upper, data, upperOptions)
  const b = lineMargin(ctx, lower, lowerData, lowerOptions)
  // The strip's title stands left of its tick labels, for want of a row above.
  const title = options.rateTitle ?? 'η'
  const margin = { left: Math.max(a.left, b.left + 10), right: Math.max(a.right, b.right) }
  const top = lineChart(ctx, upper, { ...data, events: [] }, { ...upperOptions, margin })
  ctx.save()
  ctx.translate(0, upper.height)
  const inner = lineChart(ctx, lower, lowerData, { ...lowerOptions, margin, xDomain: rateDomain ?? top.x.domain })
  drawText(ctx, box.theme, title, 0, inner.plot.y + inner.plot.height / 2, { color: box.theme.ink2, rich: true })
  ctx.restore()
  const hits = inner.hits.map(h => ({ ...h, y: h.y + upper.height }))
  const plot = { ...inner.plot, y: inner.plot.y + upper.height }
  const [low, high] = inner.y.range
  const y = makeAxis(false, inner.y.domain, [low + upper.height, high + upper.height])
  const below = (inner.marks ?? []).map(({ symbol, distance }) => ({
    symbol,
    distance: (px: number, py: number) => distance(px, py - upper.height),
  }))
  return { ...top, x: inSteps(top.x, options.time), hits, marks: [...(top.marks ?? []), ...below], rate: { ...inner, plot, y, hits } }
}
