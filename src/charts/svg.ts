/// <reference path="./svgcanvas.d.ts" />
import { Context } from 'svgcanvas'
import type { Ctx } from './types'

/** Records a drawing; `background` is drawn first as a full rectangle. */
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

/**
 * Run a drawing function on an SVG recorder and return the SVG document's text. Load this file with `import()`: it
 * brings the recorder along. `background` is drawn first as a full rectangle.
 */
export function svgText(draw: (ctx: Ctx) => void, width: number, height: number, background?: string): string {
  return record(draw, width, height, background)
    .getSerializedSvg(true)
    .replace('<svg ', `<svg viewBox="0 0 ${width} ${height}" style="font-variant-numeric: normal" `)
    .replaceAll(' text-decoration="undefined"', '')
}
