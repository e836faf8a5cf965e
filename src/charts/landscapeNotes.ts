/** What a landscape says of itself in a corner: how much its ellipses are enlarged, which arms are far off its plane, how its axes are bent. */

import { numberAt } from '../lib/values'
import { formatValue, tickValue } from './format'
import type { PlaneDomain, PlanePath } from './planeDomain'
import { meets } from './sharpNames'
import { drawText, LABEL_HEIGHT, textWidth, wrapText } from './text'
import type { Ctx, Range, Rect, Theme } from './types'

/** Distances from the plane of more than this share of the picture are said. */
const FAR_OFF = 0.1
/** Space at a border, and above the base line. */
const [INDENT, RISE] = [6, 10]

export const enlargedNote = (magnification: number) => `ellipses ×${formatValue(magnification, 2)}`

/**
 * "off the plane: SGD 0.4, GD 12 picture widths", where an arm in the picture is far off; "off the plane: up to 12 picture widths" where
 * that has no room in a line.
 */
export function offPlane(
  arms: readonly { readonly label: string; readonly path: PlanePath }[],
  { x, y }: PlaneDomain,
  fits: (line: string) => boolean,
): string[] {
  const within = ([lo, hi]: Range, v: number) => v >= lo && v <= hi
  const far = arms.flatMap(({ label, path }) => {
    const last = path.length - 1
    const widths = numberAt(path.off ?? [], last) / (x[1] - x[0])
    const seen = within(x, numberAt(path.x, last)) && within(y, numberAt(path.y, last))
    return seen && widths > FAR_OFF ? [{ label, widths }] : []
  })
  if (far.length === 0) return []
  const said = (what: string) => `off the plane: ${what} picture widths`
  const each = said(far.map(({ label, widths }) => `${label} ${formatValue(widths, 2)}`).join(', '))
  return [fits(each) ? each : said(`up to ${formatValue(Math.max(...far.map(({ widths }) => widths)), 2)}`)]
}

/** What bent axes are. */
export const bentNote = ({ core = 0 }: PlaneDomain): string[] =>
  core > 0 ? [`axes even within ±${tickValue(core, 2)}, then logarithmic`] : []

/** Scales of even axes that differ by more than this factor are said: a sharp direction may look long, a round basin flat. */
const UNEQUAL = 1.15

/** Lower plots have no room for it. */
const ROOMY = 110

/** "a length is 3.2× as long across as up", where the even axes of a plot are not to one scale. */
export function scalesNote({ x, y, core = 0 }: PlaneDomain, { width, height }: Rect): string[] {
  const ratio = (width * (y[1] - y[0])) / (height * (x[1] - x[0]))
  if (height < ROOMY || core > 0 || !(ratio > 0 && ratio < Number.POSITIVE_INFINITY)) return []
  if (ratio > UNEQUAL) return [`a length is ${formatValue(ratio, 2)}× as long across as up`]
  return ratio < 1 / UNEQUAL ? [`a length is ${formatValue(1 / ratio, 2)}× as long up as across`] : []
}

/** A line on a plot, point by point in pixels. */
export interface Drawn {
  readonly length: number
  at(i: number): readonly [px: number, py: number]
}

/** Points of a line that are looked at, about: of a long one every second, third … */
const LOOKED_AT = 500

function runsThrough({ length, at }: Drawn, box: Rect): boolean {
  const stride = Math.max(1, Math.floor(length / LOOKED_AT))
  let [px, py] = length > 0 ? at(0) : [Number.NaN, Number.NaN]
  for (let i = stride; i < length; i += stride) {
    const [x, y] = at(i)
    if (meets(box, px, py, x, y)) return true
    px = x
    py = y
  }
  return false
}

/** The room that notes have in a line of a plot. */
export const noteRoom = ({ width }: Rect) => width - 2 * INDENT

/** Shares of the room that lines may take, one after the other, until notes have a corner to themselves. */
const SHARES = [1, 2 / 3, 1 / 2]

/**
 * Notes in the lower left corner, or in another that no arm or name is in: the first of those through which the fewest lines run.
 * Where none is free they are broken into shorter lines, of half the plot's height at most.
 */
export function drawNotes(
  ctx: Ctx,
  theme: Theme,
  notes: readonly string[],
  plot: Rect,
  covered: readonly Rect[],
  drawn: readonly Drawn[],
): void {
  if (notes.length === 0) return
  const cost = (box: Rect) => (covered.some(c => overlap(c, box)) ? drawn.length + 1 : drawn.filter(line => runsThrough(line, box)).length)
  let best: { readonly lines: readonly string[]; readonly at: Corner; readonly cost: number } | undefined
  for (const share of SHARES) {
    const room = share * noteRoom(plot)
    const lines = joined(ctx, theme, notes, room).flatMap(line => evenLines(ctx, theme, line, room))
    for (const at of cornersFor(plot, Math.max(...lines.map(line => textWidth(ctx, theme, line))), lines.length)) {
      if (share < 1 && at.height > plot.height / 2) continue
      const its = cost(at)
      if (!best || its < best.cost) best = { lines, at, cost: its }
    }
    if (best?.cost === 0) break
  }
  if (!best) return
  const { x, y, low } = best.at
  const first = low ? y + LABEL_HEIGHT : y + RISE
  for (const [row, line] of best.lines.entries())
    drawText(ctx, theme, line, x, first + row * LABEL_HEIGHT, { color: theme.ink2, halo: theme.surfaceLow })
}

/** A text in as few lines as the room allows, about as long as each other: no last word stands alone. */
function evenLines(ctx: Ctx, theme: Theme, text: string, room: number): string[] {
  const lines = wrapText(ctx, theme, text, room)
  const longest = Math.max(...text.split(' ').map(word => textWidth(ctx, theme, word)))
  for (let width = Math.max(longest, textWidth(ctx, theme, text) / lines.length); width < room; width += LABEL_HEIGHT / 2) {
    const even = wrapText(ctx, theme, text, width)
    if (even.length <= lines.length) return even
  }
  return lines
}

interface Corner extends Rect {
  readonly low: boolean
}

/** The places of so many lines of a width in a plot, in the order of preference. */
function cornersFor(plot: Rect, width: number, lines: number): Corner[] {
  const height = RISE + lines * LABEL_HEIGHT
  const [left, right] = [plot.x + INDENT, plot.x + plot.width - INDENT - width]
  const place = (x: number, low: boolean) => ({ x, y: low ? plot.y + plot.height - height : plot.y, width, height, low })
  return [left, right].flatMap(x => [place(x, true), place(x, false)])
}

const overlap = (a: Rect, b: Rect) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

/** Notes in as few lines as have room for them. */
function joined(ctx: Ctx, theme: Theme, notes: readonly string[], room: number): string[] {
  const lines: string[] = []
  for (const note of notes) {
    const longer = `${lines.at(-1)} · ${note}`
    if (lines.length > 0 && textWidth(ctx, theme, longer) <= room) lines[lines.length - 1] = longer
    else lines.push(note)
  }
  return lines
}
