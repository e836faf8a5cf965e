declare module 'svgcanvas' {
  /** Records canvas calls as SVG. No Path2D, no lineDashOffset, no fill rules; alpha colours only as rgba(r, g, b, a). */
  export class Context {
    constructor(options: { width: number; height: number })
    getSvg(): SVGSVGElement
    getSerializedSvg(fixNamedEntities?: boolean): string
  }
}
