/// <reference path="./svgcanvas.d.ts" />
import { Context } from 'svgcanvas'
import type { Ctx } from './types'

/** Records a drawing; `background` is drawn first as a full rectangle. Load this file with `import()`: it brings the recorder along. */
export function record(draw: (ctx: Ctx) => void, width: number, height: number, background?: string): Context {
  const recorder = new Context({ width, height })
  const ctx = recorder as unknown as Ctx
  if (background) {
    ctx.fillStyle = background
    ctx.fillRect(0, 0, width, height)
  }
  draw(ctx)
  return recorder
}
