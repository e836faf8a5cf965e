/** What stands over a surface as in every chart: labels of the axes, the arms' marks and names. */

import { formatValue } from '../format'
import { placeLabels } from '../labels'
import { markPath } from '../marks'
import { drawText, LABEL_HEIGHT, textWidth } from '../text'
import { colorOf } from '../theme'
import type { Box, Ctx, Hit, Rect } from '../types'
import type { FrameLabel } from './axes'
import type { Camera } from './camera'
import type { Standing } from './marks'

export function drawLabels(ctx: Ctx, { theme }: Box, labels: readonly FrameLabel[]): void {
  for (const { text, px, py, align, title } of labels)
    drawText(ctx, theme, text, px, py, { align, rich: title, color: title ? theme.ink2 : theme.muted, halo: theme.panel })
}

/** An arm's mark on the screen, and its name beside it. */
export interface PlacedArm {
  readonly standing: Standing
  readonly ink: string
  readonly px: number
  readonly py: number
  /** In the box; else a chevron points to where it is. */
  readonly here: boolean
  readonly angle: number
  readonly name?: { readonly x: number; readonly y: number; readonly width: number }
}

/** Where the arms' marks stand: where the arm is, or at the border of the box towards it; their names beside them, moved apart. */
export function placeArms(ctx: Ctx, { theme }: Box, camera: Camera, plot: Rect, all: readonly Standing[]): PlacedArm[] {
  const arms = all.map((standing): PlacedArm => {
    const { arm, x, y, z, inside, beyond } = standing
    const edge = (v: number) => Math.max(-0.5, Math.min(0.5, v))
    const [px, py] = camera.project(edge(x), edge(y), z)
    const [tx, ty] = camera.project(edge(x) + 0.05 * Math.sign(x - edge(x)), edge(y) + 0.05 * Math.sign(y - edge(y)), z)
    const angle = inside ? (-beyond * Math.PI) / 2 : Math.atan2(ty - py, tx - px)
    return { standing, ink: colorOf(theme, arm.color), px, py, here: inside && beyond === 0, angle }
  })
  const names = arms.map((arm, i) => ({ i, at: arm.py - 11, size: LABEL_HEIGHT }))
  const centres = new Map(placeLabels(names, plot.y, plot.y + plot.height).map(({ i, centre }) => [i, centre]))
  return arms.map((arm, i) => {
    const centre = centres.get(i)
    if (centre === undefined) return arm
    const width = textWidth(ctx, theme, arm.standing.arm.label, { weight: 600 })
    const toRight = arm.px + 9 + width < plot.x + plot.width + 24
    return { ...arm, name: { x: toRight ? arm.px + 8 : arm.px - 8 - width, y: centre - LABEL_HEIGHT / 2, width } }
  })
}

/** The arms' marks and names. */
export function drawArms(ctx: Ctx, { theme }: Box, arms: readonly PlacedArm[]): Hit[] {
  for (const { standing, ink, px, py, here, angle } of arms) {
    const { color } = standing.arm
    ctx.beginPath()
    if (here) markPath(ctx, typeof color === 'number' ? color : 0, px, py, 4.4)
    else chevron(ctx, px, py, angle)
    ctx.fillStyle = here ? theme.panel : ink
    ctx.fill()
    ctx.strokeStyle = ink
    ctx.lineWidth = 2
    ctx.stroke()
  }
  for (const { standing, ink, name } of arms) {
    if (name) drawText(ctx, theme, standing.arm.label, name.x, name.y + LABEL_HEIGHT / 2, { color: ink, weight: 600, halo: theme.panel })
  }
  return arms.map(({ standing: { arm }, px, py }, series) => {
    const label = `${arm.label}, L ${formatValue(arm.loss ?? Number.NaN)}`
    return { x: px, y: py, radius: 7, kind: 'point', series, label }
  })
}

function chevron(ctx: Ctx, px: number, py: number, angle: number): void {
  const corner = (turn: number): [number, number] => [px + 6 * Math.cos(angle + turn), py + 6 * Math.sin(angle + turn)]
  ctx.moveTo(...corner(0))
  ctx.lineTo(...corner(2.5))
  ctx.lineTo(...corner(-2.5))
  ctx.closePath()
}
