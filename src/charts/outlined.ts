/** A drawing as SVG whose texts are outlines. Fetched when a picture is saved: it brings the reader of fonts along. */
import { type Faces, outlineText } from './outlines'
import { record } from './svg'
import type { Ctx } from './types'

const SVG = 'http://www.w3.org/2000/svg'

/**
 * A drawing as an SVG element in which every text is outlines, each as wide as the browser measures it, so that the drawing is laid
 * out as on a canvas; `missing` are the characters without an outline.
 */
export function outlinedSvg(
  draw: (ctx: Ctx) => void,
  width: number,
  height: number,
  { faces, background }: { faces: Faces; background: string },
): { svg: SVGSVGElement; missing: string } {
  const svg = record(draw, width, height, background).getSvg()
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  const ruler = document.createElement('canvas').getContext('2d')
  let missing = ''
  for (const text of [...svg.querySelectorAll('text')]) {
    const of = (name: string) => text.getAttribute(name) ?? ''
    const words = text.textContent ?? ''
    const [size, weight] = [Number.parseFloat(of('font-size')), Number(of('font-weight')) || 400]
    if (ruler) ruler.font = `${weight} ${size}px ${of('font-family')}`
    const line = { size, weight, x: Number(of('x')), y: Number(of('y')), ...(ruler && { measured: ruler.measureText(words).width }) }
    const outlined = outlineText(faces, words, line)
    missing += outlined.missing
    text.replaceWith(pathOf(text, outlined))
  }
  return { svg, missing: [...new Set(missing)].join('') }
}

/** A path that is painted as the text was. */
function pathOf(text: Element, { path, width }: ReturnType<typeof outlineText>): Element {
  const made = document.createElementNS(SVG, 'path')
  const anchor = text.getAttribute('text-anchor')
  const back = anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0
  for (const { name, value } of text.attributes) if (!/^(x|y|font-.*|text-.*|dominant-baseline)$/.test(name)) made.setAttribute(name, value)
  if (back > 0) made.setAttribute('transform', `${text.getAttribute('transform') ?? ''} translate(${-back} 0)`)
  made.setAttribute('d', path)
  return made
}
