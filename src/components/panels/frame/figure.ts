import { type Box, exportPng, exportSvg, type Theme } from '../../../charts'

/** Height of the title row over an exported picture. */
const TITLE_HEIGHT = 34
const EDGE = 16

export interface Figure {
  readonly title: string
  readonly subtitle: string
  readonly theme: Theme
  readonly width: number
  readonly height: number
  /** Draws the chart into a box of this size. */
  chart(box: Box): (ctx: CanvasRenderingContext2D) => void
}

function drawing(figure: Figure): { draw: (ctx: CanvasRenderingContext2D) => void; width: number; height: number } {
  const { theme, width, height, title, subtitle } = figure
  const draw = (ctx: CanvasRenderingContext2D) => {
    ctx.textAlign = 'left'
    ctx.textBaseline = 'alphabetic'
    ctx.font = `600 13px ${theme.font}`
    ctx.fillStyle = theme.ink
    ctx.fillText(title, EDGE, 23)
    const after = EDGE + ctx.measureText(title).width + 10
    ctx.font = `400 12px ${theme.font}`
    ctx.fillStyle = theme.ink2
    ctx.fillText(subtitle, after, 23)
    ctx.save()
    ctx.translate(EDGE, TITLE_HEIGHT)
    figure.chart({ width, height, theme })(ctx)
    ctx.restore()
  }
  return { draw, width: width + 2 * EDGE, height: height + TITLE_HEIGHT + EDGE }
}

/** The figure as PNG at twice the size, or as SVG. */
export async function fileOf(figure: Figure, kind: 'png' | 'svg'): Promise<Blob> {
  const { draw, width, height } = drawing(figure)
  if (kind === 'png') return exportPng(draw, width, height, 2, figure.theme.panel)
  return new Blob([await exportSvg(draw, width, height, figure.theme.panel)], { type: 'image/svg+xml' })
}
