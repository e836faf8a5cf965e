/** Where the names of arms stand in the plane of two energies. */

import { numberAt } from '../lib/values'
import { tickExponent } from './format'
import { placeLabels } from './labels'
import { fitText, LABEL_HEIGHT, textWidth } from './text'
import type { Axis, Box, Color, Ctx, Rect } from './types'

/** Zero has no place on a log axis: it lies far below every border. */
const LEAST = 1e-300

export const place = (axis: Axis, value: number) => axis.px(value === 0 ? LEAST : value)

/** An arm by its name, its path and the point shown of it. */
interface Placed {
  readonly label: string
  readonly color: Color
  readonly sharp: ArrayLike<number>
  readonly flat: ArrayLike<number>
  readonly at: number
  readonly muted?: boolean
}

/** An arm's name beside its mark: where its text covers the chart. */
export interface Name extends Rect {
  readonly text: string
  readonly color: Color
  /** Its mark, held at the border where the arm is outside. */
  readonly mx: number
  readonly my: number
  readonly muted: boolean
}

/** From a mark to its name. */
const BESIDE = 9
/** How many lines a name goes up to keep clear of its arm's path. */
const MOST_UP = 6

/** Whether a straight line meets a rectangle. */
export function meets({ x, y, width, height }: Rect, x0: number, y0: number, x1: number, y1: number): boolean {
  let [from, to] = [0, 1]
  for (const [start, move, low, high] of [
    [x0, x1 - x0, x, x + width],
    [y0, y1 - y0, y, y + height],
  ] as const) {
    if (move === 0) {
      if (start < low || start > high) return false
      continue
    }
    const [a, b] = [(low - start) / move, (high - start) / move]
    from = Math.max(from, Math.min(a, b))
    to = Math.min(to, Math.max(a, b))
  }
  return from <= to
}

/** Whether the path of an arm up to a point of it runs through a rectangle. */
export function crosses(rect: Rect, { sharp, flat, at }: Pick<Placed, 'sharp' | 'flat' | 'at'>, x: Axis, y: Axis): boolean {
  let [lx, ly] = [Number.NaN, Number.NaN]
  for (let i = 0; i <= at; i++) {
    const [px, py] = [place(x, numberAt(sharp, i)), place(y, numberAt(flat, i))]
    if (meets(rect, lx, ly, px, py)) return true
    lx = px
    ly = py
  }
  return false
}

/** The names of the arms beside their marks, with an arrow where an arm has left the picture, moved apart where they would touch. */
export function placeNames(ctx: Ctx, { theme }: Box, arms: readonly Placed[], plot: Rect, x: Axis, y: Axis): Name[] {
  const [right, bottom] = [plot.x + plot.width, plot.y + plot.height]
  const wishes = arms.flatMap(arm => {
    const { label, color, sharp, flat, at, muted = false } = arm
    const [px, py] = [place(x, numberAt(sharp, at)), place(y, numberAt(flat, at))]
    if (!(Number.isFinite(px) && Number.isFinite(py))) return []
    const left = px < plot.x ? ` ← ${tickExponent(numberAt(sharp, at), 1)}` : ''
    const under = py > bottom ? ` ↓ ${tickExponent(numberAt(flat, at), 1)}` : ''
    const text = label + left + under
    const [mx, my] = [Math.max(plot.x, Math.min(right, px)), Math.max(plot.y, Math.min(bottom, py))]
    const width = textWidth(ctx, theme, text, { weight: 600 })
    // The path of an arm that sinks out of the picture comes from the left.
    const room = under ? width + 12 : plot.width / 2
    const usual = { text, color, mx, my, muted, before: right - mx < room, at: my, size: LABEL_HEIGHT }
    if (!under) return [usual]
    const free = (before: boolean, at: number) =>
      (before ? mx - plot.x : right - mx) >= width + 12 &&
      !crosses({ x: before ? mx - BESIDE - width : mx + BESIDE, y: at - LABEL_HEIGHT, width, height: 1.5 * LABEL_HEIGHT }, arm, x, y)
    for (let up = 0; up <= MOST_UP; up++) {
      const lifted = bottom - 2 - (up + 0.5) * LABEL_HEIGHT
      for (const before of [usual.before, !usual.before]) if (free(before, lifted)) return [{ ...usual, before, at: lifted }]
    }
    return [usual]
  })
  return placeLabels(wishes, plot.y, bottom - 2).map(({ text: whole, before, centre, color, mx, my, muted }) => {
    const text = fitText(ctx, theme, whole, (before ? mx - plot.x : right - mx) - 12, { weight: 600 })
    const width = textWidth(ctx, theme, text, { weight: 600 })
    return {
      text,
      color,
      mx,
      my,
      muted,
      x: before ? mx - BESIDE - width : mx + BESIDE,
      y: centre - LABEL_HEIGHT / 2,
      width,
      height: LABEL_HEIGHT,
    }
  })
}
