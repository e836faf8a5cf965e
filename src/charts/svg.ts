/// <reference path="./svgcanvas.d.ts" />
import { Context } from 'svgcanvas'
import type { Ctx } from './types'

/** A canvas leaves out what has no place, where the recorder would write it down as a path that no program reads. */
const PLACED = [
  'moveTo',
  'lineTo',
  'quadraticCurveTo',
  'bezierCurveTo',
  'rect',
  'arc',
  'ellipse',
  'fillRect',
  'strokeRect',
  'fillText',
] as const

function leavingOut(recorder: Context): Ctx {
  const ctx = recorder as unknown as Ctx
  for (const name of PLACED) {
    const own = ctx[name] as (...values: unknown[]) => void
    const placed = (...values: unknown[]) => {
      if (values.every(value => typeof value !== 'number' || Number.isFinite(value))) own.apply(ctx, values)
    }
    Object.assign(ctx, { [name]: placed })
  }
  return ctx
}

/** Records a drawing; `background` is drawn first as a full rectangle. Load this file with `import()`: it brings the recorder along. */
export function record(draw: (ctx: Ctx) => void, width: number, height: number, background?: string): Context {
  const recorder = new Context({ width, height })
  const ctx = leavingOut(recorder)
  if (background) {
    ctx.fillStyle = background
    ctx.fillRect(0, 0, width, height)
  }
  draw(ctx)
  return recorder
}
