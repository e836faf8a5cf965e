import { type Box, type Ctx, drawText, fitText, type Theme, textWidth, wrapText } from '../../../../charts'
import type { KeyItem } from '../spec'
import { drawKey, keyRows } from './key'

const EDGE = 16
const TITLE = { size: 13, weight: 600 } as const
const SUBTITLE = { size: 12 } as const
const CAPTION = { size: 10 } as const
/** Height of a line of title and key, and of the caption. */
const LINE = 18
const CAPTION_LINE = 14
/** Rows of a link in a caption; the file's metadata have it whole. */
const LINK_ROWS = 6
/** Letters are not equally wide in all formats: room for what is wider there. */
const TOLERANCE = 0.97

export interface Figure {
  /** '' for none; both may carry markup. */
  readonly title: string
  readonly subtitle: string
  readonly key: readonly KeyItem[]
  /** Paragraphs under the chart. */
  readonly caption: readonly string[]
  /** Last paragraph; '' for none. */
  readonly link: string
  readonly theme: Theme
  /** Of the whole picture, pixels. */
  readonly width: number
  /** Height over width of the chart. */
  readonly proportions: number
  /** Draws the chart into a box of this size. */
  chart(box: Box): (ctx: Ctx) => void
}

export interface Composed {
  readonly width: number
  readonly height: number
  draw(ctx: Ctx): void
}

/** Title, key, chart and caption, one under the other; `ruler` measures the texts. */
export function compose(ruler: Ctx, figure: Figure): Composed {
  const { title, subtitle, theme, width } = figure
  const room = width - 2 * EDGE
  const across = room * TOLERANCE
  const titleWidth = title ? textWidth(ruler, theme, title, { ...TITLE, rich: true }) + 10 : 0
  const beside = titleWidth + textWidth(ruler, theme, subtitle, { ...SUBTITLE, rich: true }) <= across
  const fitted = beside ? subtitle : fitRich(ruler, theme, subtitle, across)
  const titleRows = title ? (beside || !fitted ? 1 : 2) : 0
  const key = keyRows(ruler, theme, figure.key, across)
  const lines = [
    ...figure.caption.flatMap(text => wrapText(ruler, theme, text, across, CAPTION)),
    ...brokenLink(ruler, theme, figure.link, across),
  ]
  const chartTop = EDGE * 0.75 + LINE * (titleRows + key.length) + (titleRows + key.length > 0 ? 4 : 0)
  const chartHeight = room * figure.proportions
  const captionTop = chartTop + chartHeight + (lines.length > 0 ? 10 : 0)
  const height = captionTop + lines.length * CAPTION_LINE + EDGE * 0.75
  return {
    width,
    height: Math.ceil(height),
    draw(ctx) {
      const row = (r: number) => EDGE * 0.75 + LINE * (r + 0.5)
      if (title) {
        drawText(ctx, theme, title, EDGE, row(0), { ...TITLE, color: theme.ink, rich: true })
        const [x, y] = beside ? [EDGE + titleWidth, row(0)] : [EDGE, row(1)]
        drawText(ctx, theme, fitted, x, y, { ...SUBTITLE, color: theme.ink2, rich: true })
      }
      for (const [r, items] of key.entries()) drawKey(ctx, theme, items, EDGE, row(titleRows + r))
      ctx.save()
      ctx.translate(EDGE, chartTop)
      figure.chart({ width: room, height: chartHeight, theme })(ctx)
      ctx.restore()
      for (const [i, line] of lines.entries())
        drawText(ctx, theme, line, EDGE, captionTop + CAPTION_LINE * (i + 0.5), { ...CAPTION, color: theme.ink2 })
    },
  }
}

/** A line with markup, or what of it fits without. */
function fitRich(ctx: Ctx, theme: Theme, text: string, width: number): string {
  if (textWidth(ctx, theme, text, { ...SUBTITLE, rich: true }) <= width) return text
  return fitText(ctx, theme, text.replace(/[_^{}]/g, ''), width, SUBTITLE)
}

/** A link on lines of at most `width` pixels, before an & where one is near. */
function brokenLink(ctx: Ctx, theme: Theme, link: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const char of link) {
    if (textWidth(ctx, theme, line + char, CAPTION) > width) {
      const at = line.lastIndexOf('&')
      const end = at > line.length / 2 ? at : line.length
      lines.push(line.slice(0, end))
      line = line.slice(end)
    }
    line += char
  }
  if (line) lines.push(line)
  return lines.length <= LINK_ROWS ? lines : [...lines.slice(0, LINK_ROWS - 1), 'and so on: the whole link is in the metadata of this file']
}
