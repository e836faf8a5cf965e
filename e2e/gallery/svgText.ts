import type { Ctx } from '../../src/charts'
import { record } from '../../src/charts/svg'

/** A drawing as the text of an SVG document, with its letters as text: what the page writes has outlines in their place. */
export function svgText(draw: (ctx: Ctx) => void, width: number, height: number): string {
  return record(draw, width, height)
    .getSerializedSvg(true)
    .replace('<svg ', `<svg viewBox="0 0 ${width} ${height}" style="font-variant-numeric: normal" `)
    .replaceAll(' text-decoration="undefined"', '')
}
