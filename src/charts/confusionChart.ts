/** Numbers of samples by true and predicted class: a row per true class, coloured by the share of that row. */
import { crisp, drawWaiting, plotRect } from './axes'
import { mixLab } from './color'
import { linearAxis } from './scale'
import { drawText, fitText, TEXT_SIZE, textWidth } from './text'
import { colorOf } from './theme'
import type { Box, ChartLayout, Color, Ctx } from './types'

export interface ConfusionCell {
  readonly row: number
  readonly column: number
}

export interface ConfusionData {
  readonly rows: readonly string[]
  /** One for every class, and where samples were taken for none, one more. */
  readonly columns: readonly string[]
  /** Row by row, of as many columns as have names. */
  readonly counts: ArrayLike<number>
  readonly color: Color
  /** The cell pointed at. */
  readonly mark?: ConfusionCell | undefined
}

const NAMES = TEXT_SIZE + 8
/** Pixels that the name of a column takes at most, where the column is not wider. */
const COLUMN_NAME = 60
/** The scale of colours. */
const [SCALE, SCALE_HEIGHT] = [70, 8]

/** The matrix as large as the box allows, the true classes at the left, the predicted ones below, and what the colours mean above. */
export function confusionChart(ctx: Ctx, box: Box, { rows, columns, counts, color, mark }: ConfusionData, waiting?: string): ChartLayout {
  const { theme } = box
  const widest = Math.min(box.width * 0.25, Math.max(0, ...rows.map(name => textWidth(ctx, theme, name))))
  const across = Math.max(0, ...columns.map(name => Math.min(COLUMN_NAME, textWidth(ctx, theme, name))))
  // The name of a narrow last column reaches beyond it.
  const beyond = (across - (box.width - widest) / columns.length) / 2
  const plot = plotRect(box, { top: TEXT_SIZE + 12, right: Math.max(4, beyond + 4), bottom: NAMES + TEXT_SIZE + 4, left: widest + 10 })
  const x = linearAxis([0, Math.max(1, columns.length)], [plot.x, plot.x + plot.width])
  const y = linearAxis([0, Math.max(1, rows.length)], [plot.y, plot.y + plot.height])
  const base = { plot, x, y, hits: [] }
  if (rows.length === 0) {
    drawWaiting(ctx, theme, plot, waiting)
    return { ...base, empty: true }
  }
  const [wide, high] = [plot.width / columns.length, plot.height / rows.length]
  const shade = mixLab(theme.panel, colorOf(theme, color))
  for (let r = 0; r < rows.length; r++) {
    let total = 0
    for (let c = 0; c < columns.length; c++) total += counts[r * columns.length + c] ?? 0
    for (let c = 0; c < columns.length; c++) {
      const count = counts[r * columns.length + c] ?? 0
      const share = total > 0 ? count / total : 0
      ctx.fillStyle = shade(share)
      ctx.fillRect(x.px(c), y.px(r), wide + 0.4, high + 0.4)
      const text = String(count)
      if (count > 0 && high >= TEXT_SIZE && textWidth(ctx, theme, text) <= wide - 3)
        drawText(ctx, theme, text, x.px(c + 0.5), y.px(r + 0.5), { align: 'center', color: theme.ink, halo: theme.panel })
    }
  }
  ctx.strokeStyle = theme.line
  ctx.lineWidth = 1
  ctx.strokeRect(crisp(plot.x), crisp(plot.y), Math.round(plot.width), Math.round(plot.height))
  const style = (on: boolean) => (on ? { color: theme.ink, weight: 600 } : { color: theme.ink2 })
  const every = (pitch: number, room: number) => Math.max(1, Math.ceil(room / pitch))
  for (let r = 0; r < rows.length; r += every(high, TEXT_SIZE + 1))
    drawText(ctx, theme, fitText(ctx, theme, rows[r] ?? '', widest), plot.x - 6, y.px(r + 0.5), {
      align: 'right',
      ...style(mark?.row === r),
    })
  for (let c = 0; c < columns.length; c += every(wide, across + 4))
    drawText(
      ctx,
      theme,
      fitText(ctx, theme, columns[c] ?? '', Math.max(wide, COLUMN_NAME)),
      x.px(c + 0.5),
      plot.y + plot.height + NAMES / 2,
      {
        align: 'center',
        ...style(mark?.column === c),
      },
    )
  drawText(ctx, theme, 'predicted →', plot.x + plot.width, plot.y + plot.height + NAMES + TEXT_SIZE / 2, {
    align: 'right',
    color: theme.ink2,
  })
  drawText(ctx, theme, 'true ↓', 0, TEXT_SIZE / 2 + 1, { color: theme.ink2 })
  drawScale(ctx, box, plot.x + plot.width, shade)
  if (mark) {
    ctx.strokeStyle = theme.ink
    ctx.lineWidth = 1.6
    ctx.strokeRect(crisp(x.px(mark.column)), crisp(y.px(mark.row)), Math.round(wide), Math.round(high))
  }
  return { ...base, empty: false }
}

/** The colours from no sample of a class to all, right-aligned above the matrix. */
function drawScale(ctx: Ctx, { theme }: Box, right: number, shade: (t: number) => string): void {
  const middle = TEXT_SIZE / 2 + 1
  const end = '100 % of the class'
  const left = right - textWidth(ctx, theme, end) - SCALE - 5
  drawText(ctx, theme, '0', left - 5, middle, { align: 'right', color: theme.ink2 })
  for (let i = 0; i < SCALE; i++) {
    ctx.fillStyle = shade(i / (SCALE - 1))
    ctx.fillRect(left + i, middle - SCALE_HEIGHT / 2, 1.4, SCALE_HEIGHT)
  }
  ctx.strokeStyle = theme.line
  ctx.lineWidth = 1
  ctx.strokeRect(crisp(left), crisp(middle - SCALE_HEIGHT / 2), SCALE, SCALE_HEIGHT)
  drawText(ctx, theme, end, right, middle, { align: 'right', color: theme.ink2 })
}

/** The cell under a pixel. */
export function confusionCellAt({ plot, x, y }: ChartLayout, px: number, py: number): ConfusionCell | undefined {
  if (px < plot.x || py < plot.y || px >= plot.x + plot.width || py >= plot.y + plot.height) return undefined
  return { row: Math.floor(y.value(py)), column: Math.floor(x.value(px)) }
}

/** The middle of a cell. */
export const confusionPlace = ({ x, y }: ChartLayout, { row, column }: ConfusionCell) => ({ x: x.px(column + 0.5), y: y.px(row + 0.5) })
