/** What a landscape says of itself in a corner: how much its ellipses are enlarged, which arms are far off its plane, how its axes are bent. */

import { numberAt } from '../lib/values'
import { formatValue } from './format'
import type { PlaneDomain, PlanePath } from './planeDomain'
import { drawText, LABEL_HEIGHT, textWidth, wrapText } from './text'
import type { Ctx, Range, Rect, Theme } from './types'

/** Distances from the plane of more than this share of the picture are said. */
const FAR_OFF = 0.1
/** Space at a border, and above the base line. */
const [INDENT, RISE] = [6, 10]

export const enlargedNote = (magnification: number) => `ellipses ×${formatValue(magnification, 2)}`

/** "off the plane: SGD 0.4, GD 12 picture widths", where an arm in the picture is far off. */
export function offPlane(arms: readonly { readonly label: string; readonly path: PlanePath }[], { x, y }: PlaneDomain): string[] {
  const within = ([lo, hi]: Range, v: number) => v >= lo && v <= hi
  const far = arms.flatMap(({ label, path }) => {
    const last = path.length - 1
    const widths = numberAt(path.off ?? [], last) / (x[1] - x[0])
    const seen = within(x, numberAt(path.x, last)) && within(y, numberAt(path.y, last))
    return seen && widths > FAR_OFF ? [`${label} ${formatValue(widths, 2)}`] : []
  })
  return far.length > 0 ? [`off the plane: ${far.join(', ')} picture widths`] : []
}

/** What bent axes are. */
export const bentNote = ({ core = 0 }: PlaneDomain): string[] =>
  core > 0 ? [`axes even within ±${formatValue(core, 2)}, then logarithmic`] : []

/** Notes in the lower left corner, or in the first of the others that no arm or name is in. */
export function drawNotes(ctx: Ctx, theme: Theme, notes: readonly string[], plot: Rect, covered: readonly Rect[]): void {
  const room = plot.width - 2 * INDENT
  const lines = joined(ctx, theme, notes, room).flatMap(line => wrapText(ctx, theme, line, room))
  const width = Math.max(0, ...lines.map(line => textWidth(ctx, theme, line)))
  const height = RISE + lines.length * LABEL_HEIGHT
  const [left, right] = [plot.x + INDENT, plot.x + plot.width - INDENT - width]
  const [low, high] = [plot.y + plot.height - height, plot.y]
  const corners = [left, right].flatMap(x => [low, high].map(y => ({ x, y })))
  const free = corners.find(
    ({ x, y }) => !covered.some(c => c.x + c.width > x && c.x < x + width && c.y + c.height > y && c.y < y + height),
  )
  const { x, y } = free ?? { x: left, y: low }
  const first = y === low ? y + LABEL_HEIGHT : y + RISE
  for (const [row, line] of lines.entries())
    drawText(ctx, theme, line, x, first + row * LABEL_HEIGHT, { color: theme.ink2, halo: theme.surfaceLow })
}

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
