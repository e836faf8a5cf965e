/** Marks that stand for a symbol: how far the pointer is from each, and how one looks that is pointed at. */

import { numberAt } from '../lib/values'
import { indexAt } from './annotations'
import { crisp } from './axes'
import { segment, strokeSeries } from './marks'
import { colorOf, withAlpha } from './theme'
import type { Axis, Ctx, Rect, Ref, Series, SymbolMark, Theme } from './types'

/** Width of the light along a line, in pixels, and how much of its colour it has. */
export const [GLOW, STRENGTH] = [9, 0.28]

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
const isPartOf = (part: string, whole: string) => new RegExp(String.raw`(?<=^|[\s/(+−√·])${escaped(part)}(?=$|[\s/)+·])`).test(whole)

/** Whether two symbols are one, or one is a part of the other's formula: η of 2/η, B of √(B/μ)/η; λ₁ is none of λ₁(H), nor η of η*. */
export const related = (a: string, b: string): boolean => a !== '' && b !== '' && (a === b || isPartOf(a, b) || isPartOf(b, a))

/** Light along what stands for the symbol pointed at; call inside the plot's clip, before the lines. */
export function drawLit(
  ctx: Ctx,
  theme: Theme,
  symbol: string | undefined,
  marks: { readonly series: readonly Series[]; readonly refs: readonly Ref[] },
  plot: Rect,
  x: Axis,
  y: Axis,
  stepped = false,
): void {
  if (!symbol) return
  const glow = (color: Series['color']) => withAlpha(colorOf(theme, color), STRENGTH)
  for (const s of marks.series)
    if (s.symbol && related(s.symbol, symbol))
      strokeSeries(ctx, theme, { ...s, color: glow(s.color), dash: [], width: GLOW }, plot, x, y, stepped)
  for (const ref of marks.refs) {
    const py = y.px(ref.y)
    if (ref.names || !ref.symbol || !related(ref.symbol, symbol) || !(py >= plot.y && py <= plot.y + plot.height)) continue
    ctx.strokeStyle = glow(ref.color ?? theme.muted)
    ctx.lineWidth = GLOW
    segment(ctx, plot.x, crisp(py), plot.x + plot.width, crisp(py))
  }
}

/** The marks of lines over a plot that stand for symbols. */
export function marksOf(series: readonly Series[], refs: readonly Ref[], plot: Rect, x: Axis, y: Axis): SymbolMark[] {
  const right = plot.x + plot.width
  const beside = (px: number) => px < plot.x || px > right
  return [
    ...refs.flatMap(({ symbol, names, y: value }) =>
      symbol && !names
        ? [{ symbol, distance: (px: number, py: number) => (beside(px) ? Number.POSITIVE_INFINITY : distance(py, y.px(value))) }]
        : [],
    ),
    ...series.flatMap(({ symbol, x: xs, y: ys, length }) =>
      symbol
        ? [
            {
              symbol,
              // Beside the plot stands a line's name, where it ends.
              distance: (px: number, py: number) => distance(py, y.px(numberAt(ys, indexAt(xs, length, x.value(Math.min(px, right)))))),
            },
          ]
        : [],
    ),
  ]
}

const distance = (a: number, b: number) => (Number.isFinite(b) ? Math.abs(a - b) : Number.POSITIVE_INFINITY)

/** The symbol of the nearest mark within so many pixels; '' where there is none. */
export function symbolAt(marks: readonly SymbolMark[] | undefined, px: number, py: number, reach = 6): string {
  let [best, least] = ['', reach]
  for (const { symbol, distance } of marks ?? []) {
    const d = distance(px, py)
    if (d <= least) [best, least] = [symbol, d]
  }
  return best
}
